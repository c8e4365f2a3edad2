# Sourced by the scripts beside it: finds a Java, and makes the jar if it is missing or old.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
jar="$root/server/target/ringdown.jar"
aot_cache="$root/server/target/ringdown.aot"

# Prints the major version of a java binary, or nothing.
java_version() {
  "$1" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1
}

# Prints the path of the newest java there is, 21 at least; without one says so and fails.
find_java() {
  local best='' best_version=20 candidate version home
  for home in "${RINGDOWN_JAVA_HOME:-}" "${JAVA_HOME:-}"; do
    if [ -n "$home" ] && [ -x "$home/bin/java" ]; then
      version=$(java_version "$home/bin/java")
      if [ "${version:-0}" -ge 21 ]; then
        echo "$home/bin/java"
        return
      fi
    fi
  done
  for candidate in /usr/lib/jvm/*/bin/java /opt/java/*/bin/java /opt/jdk*/bin/java \
    "$HOME"/.sdkman/candidates/java/*/bin/java /Library/Java/JavaVirtualMachines/*/Contents/Home/bin/java \
    "$(command -v java || true)"; do
    if [ -n "$candidate" ] && [ -x "$candidate" ]; then
      version=$(java_version "$candidate")
      if [ "${version:-0}" -gt "$best_version" ]; then
        best=$candidate
        best_version=$version
      fi
    fi
  done
  if [ -z "$best" ]; then
    echo "Ringdown needs Java 21 or newer: install a JDK, or name its folder in RINGDOWN_JAVA_HOME." >&2
    return 1
  fi
  echo "$best"
}

# Prints the flags that suit a java binary, one a line.
java_flags() {
  local version
  version=$(java_version "$1")
  # measured with 18,000 idle connections on two cores: 1.6 KB of memory for each, 4.3 KB with the default collector,
  # which for the same CPU has the shorter pauses where the heap is large
  echo -Xms32m
  if [ "$(getconf _NPROCESSORS_ONLN)" -le 2 ]; then
    echo -XX:+UseSerialGC
  fi
  echo --enable-native-access=ALL-UNNAMED
  # reflection is used at the start only, and there the way that needs no code spun takes 150 ms less
  echo -Djdk.reflect.useNativeAccessorOnly=true
  if [ "$version" -ge 22 ]; then
    # gives back what the compiler took: a third of the memory that 18,000 connections seem to take
    echo -XX:TrimNativeHeapInterval=5000
  fi
  if [ "$version" -ge 23 ]; then
    echo --sun-misc-unsafe-memory-access=allow
  fi
  if [ "$version" -ge 25 ]; then
    echo -XX:+UseCompactObjectHeaders
    if [ -f "$aot_cache" ]; then
      echo "-XX:AOTCache=$aot_cache"
    fi
  fi
}

# Packages the server, or the jar of the last of some modules, unless it is newer than everything it is made of.
build_jar() {
  [ $# -gt 0 ] || set -- "$jar" protocol client server
  local product=$1 made_of=("$root/pom.xml") module
  shift
  for module in "$@"; do
    made_of+=("$root/$module/pom.xml")
    [ ! -d "$root/$module/src/main" ] || made_of+=("$root/$module/src/main")
  done
  if [ -f "$product" ] && [ -z "$(find "${made_of[@]}" -newer "$product" -type f -print -quit)" ]; then
    return
  fi
  if ! command -v mvn > /dev/null; then
    echo "Ringdown is built with Maven, 3.8 or newer, and there is no 'mvn' on the PATH." >&2
    return 1
  fi
  echo "Building Ringdown; the first time this takes some minutes." >&2
  (cd "$root" && mvn -q -B package -Dmaven.test.skip -Dspotless.check.skip -Djacoco.skip -pl "$module" -am) >&2
}

# Makes the cache with which a java of 25 or newer starts in half the time, unless it is newer than the jar: a server is
# started, put to use and stopped, and the classes that it loaded and linked are kept (JEP 483, 514, 515). A server does
# without it, so nothing here is a failure.
build_aot_cache() {
  local java=$1 log server url flags
  if [ "$(java_version "$java")" -lt 25 ] || [ "$aot_cache" -nt "$jar" ]; then
    return 0
  fi
  rm -f "$aot_cache"
  log=$(mktemp)
  mapfile -t flags < <(java_flags "$java")
  "$java" "${flags[@]}" "-XX:AOTCacheOutput=$aot_cache" -jar "$jar" serve --host 127.0.0.1 --port 0 \
    --bridge-port -1 --management-port -1 > "$log" 2>&1 &
  server=$!
  for _ in $(seq 100); do
    # the log is JSON, which has a backslash before each slash
    url=$(sed -n 's/.*rooms \(ws:[^ ,]*\).*/\1/p' "$log" | tr -d '\\')
    [ -z "$url" ] || break
    sleep 0.1
  done
  if [ -n "$url" ]; then
    "$java" "${flags[@]}" -jar "$jar" load "$url" --mode session --conns 20 --duration 1 --warmup 0 > "$log" 2>&1 || true
  fi
  kill "$server" 2> /dev/null || true
  wait "$server" 2> /dev/null || true
  rm -f "$log"
}
