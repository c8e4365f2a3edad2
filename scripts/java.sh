# Sourced by the scripts beside it: finds a Java, and makes the jar if it is missing or old.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
jar="$root/server/target/ringdown.jar"

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
  echo --enable-native-access=ALL-UNNAMED
  if [ "$version" -ge 23 ]; then
    echo --sun-misc-unsafe-memory-access=allow
  fi
  if [ "$version" -ge 25 ]; then
    echo -XX:+UseCompactObjectHeaders
  fi
}

# Packages the server, or the jar of the last of some modules, unless it is newer than everything it is made of.
build_jar() {
  [ $# -gt 0 ] || set -- "$jar" protocol client server
  local product=$1 made_of=("$root/pom.xml") module
  shift
  for module in "$@"; do
    made_of+=("$root/$module/pom.xml" "$root/$module/src/main")
  done
  if [ -f "$product" ] && [ -z "$(find "${made_of[@]}" -newer "$product" -type f -print -quit)" ]; then
    return
  fi
  if ! command -v mvn > /dev/null; then
    echo "Ringdown is built with Maven, 3.8 or newer, and there is no 'mvn' on the PATH." >&2
    return 1
  fi
  echo "Building Ringdown; the first time this takes some minutes." >&2
  (cd "$root" && mvn -q -B package -DskipTests -Dspotless.check.skip -Djacoco.skip -pl "$module" -am) >&2
}
