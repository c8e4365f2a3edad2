#!/usr/bin/env bash
# Attacks servers that it starts itself, each attack beside honest pairs whose messages are verified; prints what became of
# them, and ends with status 1 if any attack hurt them. --quick has small sizes and takes a minute or two; names of attacks,
# or their beginnings, choose some.
set -euo pipefail
source "$(dirname "$0")/java.sh"

java=$(find_java)
build_jar
ulimit -n "$(ulimit -Hn)"
exec "$java" -XX:+UseSerialGC -Xmx1g --enable-native-access=ALL-UNNAMED -cp "$jar" dev.ringdown.client.attack.AttackCommand "$@"
