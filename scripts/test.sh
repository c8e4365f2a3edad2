#!/usr/bin/env bash
# Runs every check: formatting, compiler and lint, all tests of all modules, races, the pages in real Chromium, and the attacks
# in their small sizes. A part that fails does not keep the others from being run: the table at the end says how each went, and
# the exit status whether all passed. Installs what the pages' tests need, by package name, if it is missing. Long runs are
# other scripts.
#
# Most tests wait for a socket or for a clock. So the tests of Java, the pages and the attacks run beside each other as soon
# as the jars are made; what runs beside another part is printed when it has ended.
set -uo pipefail
source "$(dirname "$0")/java.sh"
source "$(dirname "$0")/packages.sh"
cd "$root" || exit 1

export MAVEN_OPTS="${MAVEN_OPTS:-} -XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
maven=(mvn -B -ntp -Dspotless.check.skip -Djacoco.skip)
table=''
summaries=''
status=0
logs=$(mktemp -d)
declare -A beside=()
trap 'rm -rf "$logs"; for job in "${beside[@]}"; do kill -- "-$job" 2> /dev/null; done' EXIT

# Adds a line to the table: the part's name, its exit status, its seconds, and what else there is to say.
report() {
  local result=passed
  if [ "$2" -ne 0 ]; then
    result=FAILED
    status=1
  fi
  table+=$(printf '%-28s %-7s %7s  %s' "$1" "$result" "$3" "${4:-}")$'\n'
}

# Runs a part, which is a command, and reports it: part NAME COMMAND...
part() {
  local name=$1 begin=$SECONDS exit_status
  shift
  echo "== $name"
  ("$@")
  exit_status=$?
  report "$name" "$exit_status" $((SECONDS - begin))
  return "$exit_status"
}

# Begins a part that runs beside the others, as a process group of its own: begin_part NAME COMMAND...
begin_part() {
  local name=$1
  shift
  set -m
  {
    begin=$SECONDS
    ("$@") > "$logs/$name" 2>&1
    exit_status=$?
    echo $((SECONDS - begin)) > "$logs/$name.seconds"
    exit "$exit_status"
  } &
  beside[$name]=$!
  set +m
}

# Waits for a part that runs beside the others, prints what it said, and reports it.
end_part() {
  local name=$1 exit_status
  wait "${beside[$name]}"
  exit_status=$?
  unset "beside[$name]"
  echo "== $name"
  cat "$logs/$name"
  report "$name" "$exit_status" "$(cat "$logs/$name.seconds")"
}

# Makes all jars; the tests are compiled when they are run.
build() {
  "${maven[@]}" package -Dmaven.test.skip
}

# Looks into the jar: the licences of what it is made of are there, and a Java that is too old is told so in one sentence.
jar_as_given_out() {
  local java held name output status
  java=$(find_java) || return
  held=$("$(dirname "$java")/jar" tf "$jar") || return
  for name in LICENSE licenses/{jackson-core,jackson-databind,prometheus-metrics-model}/{LICENSE,NOTICE} \
    licenses/{slf4j-api,HdrHistogram}/LICENSE.txt; do
    grep -qx "META-INF/$name" <<< "$held" || { echo "The jar has no META-INF/$name." && return 1; }
  done
  for java in /usr/lib/jvm/*/bin/java; do
    [ -x "$java" ] && [ "$(java_version "$java")" -lt 21 ] || continue
    output=$("$java" -jar "$jar" --help 2>&1)
    status=$?
    echo "$output"
    [ "$status" -eq 1 ] && [[ "$output" == "Ringdown needs Java 21 or newer, and this is Java "*. ]] || return 1
  done
}

# Compiles and runs the tests of all modules and reports each module by what its reports say. A test that fails is no failure
# of Maven's here, so that the later modules are tested; one that hangs is ended.
java_tests() {
  local begin=$SECONDS java_status module
  echo "== Java: lint, unit, socket, race and fuzz regression tests"
  # what was built is up to date, though the modules find each other's classes where the build has made jars of them
  "${maven[@]}" -fae test -Dmaven.compiler.useIncrementalCompilation=false -Dmaven.test.failure.ignore \
    -Dsurefire.timeout=900 | tee "$logs/java"
  java_status=${PIPESTATUS[0]}
  # what is no test that failed is only written: a test's JVM that ended too early, a leaked buffer
  ! grep -q '^\[ERROR\]' "$logs/java" || java_status=1
  report Java "$java_status" $((SECONDS - begin)) "the tests of each module:"
  for module in protocol client server benchmarks; do
    module_report "$module"
  done
  summaries+=$(grep -E '^\[(INFO|WARNING|ERROR)\] Tests run: [0-9, a-zA-Z:]*$' "$logs/java")$'\n'
}

# Reports the tests of a module by the first line of each of its reports; no report at all is a failure.
module_report() {
  local suites failed seconds tests
  suites=$(cat "$root/$1"/target/surefire-reports/TEST-*.xml 2> /dev/null | grep -a '<testsuite ')
  failed=$(($(sum errors "$suites") + $(sum failures "$suites")))
  tests=$(sum tests "$suites")
  seconds=$(sum time "$suites")
  [ "$tests" -gt 0 ] || failed=1
  report "  $1" "$((failed > 0))" "$seconds" "$tests tests, $(sum skipped "$suites") skipped, $failed failed"
}

# Adds up an attribute of test suites, rounded down.
sum() {
  sed -n "s/.* $1=\"\([0-9.]*\)\".*/\1/p" <<< "$2" | awk '{ total += $1 } END { print int(total) }'
}

# Runs the same few calls at once on two cores, some hundred thousand times, and looks for a result that must not be.
races() {
  if [ "$(getconf _NPROCESSORS_ONLN)" -lt 2 ]; then
    echo "Left out: one core runs nothing at once."
    return
  fi
  build_jar "$root/races/target/races.jar" protocol client server races || return
  cd "$root/races/target" || return
  "$(find_java)" --enable-native-access=ALL-UNNAMED -jar races.jar -c 2 -f 1 -iters 1 -time 2000 -sc false \
    -jvmArgs "-XX:+UseSerialGC --enable-native-access=ALL-UNNAMED" -r jcstress | tee "$logs/races"
  [ "${PIPESTATUS[0]}" -eq 0 ] || return
  grep -q 'Failed tests: No matches' "$logs/races" && grep -q 'Error tests: No matches' "$logs/races" \
    && grep -q 'All remaining tests: [1-9]' "$logs/races"
}

pages() {
  build_jar || return
  command -v node > /dev/null && command -v npm > /dev/null || install_packages nodejs npm || return
  # without windows, menus and profiles a page takes a third of the CPU to open
  command -v chromium-headless-shell > /dev/null || install_packages chromium-headless-shell \
    || command -v chromium > /dev/null || install_packages chromium || return
  cd "$root/server/src/test/browser" || return
  npm install --silent --no-audit --no-fund || return
  node --test --test-concurrency=2 --test-reporter=spec
}

find_java > /dev/null || exit 1
command -v mvn > /dev/null || install_packages maven || exit 1
rm -rf "$root"/*/target/surefire-reports

begin_part Format mvn -B -ntp -q spotless:check
part "Build, compiler and lint" build
part "The jar as it is given out" jar_as_given_out
begin_part "Pages in Chromium" pages
begin_part "Attacks, small sizes" scripts/attack.sh --quick
java_tests
end_part Format
end_part "Pages in Chromium"
end_part "Attacks, small sizes"
# alone, since it needs both cores at the same moment
part "Races: jcstress" races

echo
printf '%-28s %-7s %7s\n' part result seconds
printf '%s\n' "$table"
printf '%s' "$summaries" | grep -v '^$' | sort
grep -E '^ℹ (tests|pass|fail|skipped|duration_ms) ' "$logs/Pages in Chromium" | tr '\n' ' '
echo
exit "$status"
