#!/usr/bin/env bash
# Runs the benchmarks, all or those whose names match a regular expression:
#
#   scripts/bench.sh [regex] [options of JMH]
#
# Times, and what is allocated for each operation (gc.alloc.rate.norm, from -prof gc), are printed and written as JSON to
# benchmarks/target/results.json. All of them take about a quarter of an hour; '-f 1 -wi 1 -i 1 -w 1 -r 1' shows in two
# minutes that they work, and no more. '-p loops=1' sets a parameter, '-l' lists the benchmarks, '-h' all options.
set -euo pipefail
source "$(dirname "$0")/java.sh"

bench_jar="$root/benchmarks/target/benchmarks.jar"
results="$root/benchmarks/target/results.json"

java=$(find_java)
build_jar "$bench_jar" protocol client server benchmarks
mapfile -t flags < <(java_flags "$java" | grep -v AOTCache) # which is of another jar
# the JVMs that JMH starts get the same flags
exec "$java" "${flags[@]}" -jar "$bench_jar" -prof gc -foe true -rf json -rff "$results" "$@"
