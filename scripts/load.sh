#!/usr/bin/env bash
# Puts load on a server: 'ringdown load' with these arguments. JVM_FLAGS may add flags for the JVM.
set -euo pipefail
source "$(dirname "$0")/java.sh"

java=$(find_java)
build_jar
mapfile -t flags < <(java_flags "$java")
# shellcheck disable=SC2086 # several flags in one variable
exec "$java" "${flags[@]}" ${JVM_FLAGS:-} -jar "$jar" load "$@"
