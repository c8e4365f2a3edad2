#!/usr/bin/env bash
# Builds what is missing and serves. Arguments go to 'ringdown serve'; the first may be another command.
set -euo pipefail
source "$(dirname "$0")/java.sh"

java=$(find_java)
build_jar
build_aot_cache "$java"
mapfile -t flags < <(java_flags "$java")
exec "$java" "${flags[@]}" -jar "$jar" "$@"
