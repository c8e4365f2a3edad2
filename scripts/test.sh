#!/usr/bin/env bash
# Runs every check: formatting, compiler and lint, all tests of all modules, races, the pages in real Chromium, and the attacks
# in their small sizes. A part that fails does not keep the others from being run: the table at the end says how each went, and
# the exit status whether all passed. Installs what the pages' tests need, by package name, if it is missing. Long runs are
# other scripts.
set -uo pipefail
source "$(dirname "$0")/java.sh"
source "$(dirname "$0")/packages.sh"
cd "$root" || exit 1

table=''
summaries=''
status=0
log=$(mktemp)
attacks_log=$(mktemp)
attacks=''
trap 'rm -f "$log" "$attacks_log"; [ -z "$attacks" ] || kill "$attacks" 2> /dev/null' EXIT

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
  "$@"
  exit_status=$?
  report "$name" "$exit_status" $((SECONDS - begin))
  return "$exit_status"
}

# Runs the tests of all modules and reports each module by what its reports say. A test that fails is no failure of Maven's
# here, so that the jar is made and the later modules are tested; one that hangs is ended.
java_tests() {
  local begin=$SECONDS java_status module
  echo "== Java: lint, unit, socket, race and fuzz regression tests"
  rm -rf "$root"/*/target/surefire-reports
  mvn -B -ntp -fae verify -Dspotless.check.skip -Djacoco.skip -Dmaven.test.failure.ignore -Dsurefire.timeout=900 | tee "$log"
  java_status=${PIPESTATUS[0]}
  # what is no test that failed is only written: a test's JVM that ended too early, a leaked buffer
  ! grep -q '^\[ERROR\]' "$log" || java_status=1
  report Java "$java_status" $((SECONDS - begin)) "compiler, lint, jar, and the tests of each module:"
  for module in protocol client server benchmarks; do
    module_report "$module"
  done
  summaries+=$(grep -E '^\[(INFO|WARNING|ERROR)\] Tests run: [0-9, a-zA-Z:]*$' "$log")$'\n'
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
  build_jar "$root/races/target/races.jar" picocli protocol client server races || return
  cd "$root/races/target" || return
  "$(find_java)" --enable-native-access=ALL-UNNAMED -jar races.jar -c 2 -f 1 -iters 1 -time 2000 -sc false \
    -jvmArgs "-XX:+UseSerialGC --enable-native-access=ALL-UNNAMED" -r jcstress | tee "$log"
  [ "${PIPESTATUS[0]}" -eq 0 ] || return
  grep -q 'Failed tests: No matches' "$log" && grep -q 'Error tests: No matches' "$log" \
    && grep -q 'All remaining tests: [1-9]' "$log"
}

pages() {
  # what a failed test has left undone; nothing to do if Maven came so far
  build_jar || return
  command -v node > /dev/null && command -v npm > /dev/null || install_packages nodejs npm || return
  command -v chromium > /dev/null || install_packages chromium || return
  cd "$root/server/src/test/browser" || return
  npm install --silent --no-audit --no-fund || return
  node --test --test-concurrency=2 --test-reporter=spec | tee "$log"
}

pages_part() {
  part "Pages in Chromium" in_subshell pages
  summaries+=$(grep -E '^ℹ (tests|pass|fail|skipped|duration_ms) ' "$log" | tr '\n' ' ')$'\n'
}

in_subshell() {
  ("$@")
}

# The attacks mostly wait, and the pages, too: they run beside each other.
attacks_begin() {
  build_jar
  "$root/scripts/attack.sh" --quick > "$attacks_log" 2>&1 &
  attacks=$!
}

attacks_end() {
  local exit_status
  wait "$attacks"
  exit_status=$?
  attacks=''
  cat "$attacks_log"
  report "Attacks, small sizes" "$exit_status" "$(sed -n 's/^Seconds: //p' "$attacks_log")" "beside the pages"
}

find_java > /dev/null || exit 1
command -v mvn > /dev/null || install_packages maven || exit 1

part "Format" mvn -B -ntp -q spotless:check
java_tests
part "Races: jcstress" in_subshell races
attacks_begin
pages_part
attacks_end
# further parts go here: part NAME COMMAND..., with a jar that is built

echo
printf '%-28s %-7s %7s\n' part result seconds
printf '%s\n' "$table"
printf '%s' "$summaries" | grep -v '^$' | sort
exit "$status"
