#!/usr/bin/env bash
# Says where Ringdown's CPU goes while it relays, by the JDK's flight recorder:
#
#   scripts/profile.sh [w1,w32,open,...] [--contestant ringdown-io_uring] [--out DIR]
#
# Prints a table for each work, and leaves the recordings in benchmarks/target/profile. Half a minute a work; needs Java 25.
set -euo pipefail
source "$(dirname "$0")/java.sh"

bench_jar="$root/benchmarks/target/benchmarks.jar"
java=$(find_java)
build_jar
build_jar "$bench_jar" protocol client server benchmarks
build_aot_cache "$java"

options=()
while read -r flag; do
  options+=("--java-flag=$flag")
done < <(java_flags "$java")

exec "$java" --enable-native-access=ALL-UNNAMED -XX:+UseParallelGC -Xms256m -cp "$bench_jar" \
  dev.ringdown.benchmarks.compare.ProfileCommand --java="$java" --ringdown-jar="$jar" \
  --out="$root/benchmarks/target/profile" "${options[@]}" "$@"
