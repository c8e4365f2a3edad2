#!/usr/bin/env bash
# Compares Ringdown with other servers on this machine, side by side: a floor in C, Netty as tutorials use it, Node with ws.
#
#   scripts/compare.sh [--quick] [--rounds N] [--only w1,w2] [--contestants ringdown,floor,...] [--before JAR] [--out DIR]
#
# Writes table.md, results.json and charts (docs/benchmarks, if not said otherwise) and prints the table. '--help' lists
# everything. Five rounds take about 20 minutes, '--quick' three; the machine should have nothing else to do. What is missing
# is installed by package name, and everything is built. No process is left behind.
set -euo pipefail
typed="scripts/compare.sh${*:+ $*}"
source "$(dirname "$0")/java.sh"
source "$(dirname "$0")/packages.sh"

bench_jar="$root/benchmarks/target/benchmarks.jar"
floor="$root/benchmarks/target/floor"
node_relay="$root/benchmarks/target/node"

command -v cc > /dev/null || install_packages gcc libc6-dev
command -v node > /dev/null && command -v npm > /dev/null || install_packages nodejs npm
command -v fc-match > /dev/null || install_packages fontconfig fonts-dejavu-core # for the text in the charts

java=$(find_java)
build_jar
build_jar "$bench_jar" protocol client server benchmarks
build_aot_cache "$java"
cc -std=c11 -O2 -o "$floor" "$root/benchmarks/src/main/c/floor.c"
cp -R "$root/benchmarks/src/main/node" "$root/benchmarks/target/"
(cd "$node_relay" && npm install --silent --no-audit --no-fund --no-package-lock) >&2

ulimit -n "$(ulimit -Hn)"
mapfile -t flags < <(java_flags "$java")
# the cache is of Ringdown's jar, and the heap of the clerk is its own
mapfile -t own_flags < <(java_flags "$java" | grep -v -e AOTCache -e '-XX:+Use.*GC' -e '-Xms')
options=()
for flag in "${flags[@]}"; do
  options+=("--java-flag=$flag")
done

# What is compared runs in processes of its own; this one is generator and clerk.
exec "$java" "${own_flags[@]}" -XX:+UseParallelGC -Xms512m -Xmx2g -Djava.awt.headless=true -cp "$bench_jar" \
  dev.ringdown.benchmarks.compare.CompareCommand --java="$java" --ringdown-jar="$jar" --benchmarks-jar="$bench_jar" \
  --floor="$floor" --node-relay="$node_relay/relay.js" --out="$root/docs/benchmarks" --command-line="$typed" "${options[@]}" "$@"
