#!/usr/bin/env bash
# Searches for inputs that break a parser: every fuzz test in turn, a minute each, until the time is over.
#   scripts/fuzz.sh [MINUTES]      60 if not said
# A finding ends the run; the input is left beside the test's seeds, so that from then on every build replays it.
set -euo pipefail
source "$(dirname "$0")/java.sh"
cd "$root"

deadline=$((SECONDS + ${1:-60} * 60))
# one method at a time: Jazzer searches with the first of a run, and passes over the others
mapfile -t tests < <(grep -rl '@FuzzTest' protocol/src/test/java | sort | xargs awk '
  /@FuzzTest/ { annotated = 1 }
  annotated && match($0, /void [A-Za-z0-9_]+/) {
    class = FILENAME
    gsub(/.*\/|\.java$/, "", class)
    print class "#" substr($0, RSTART + 5, RLENGTH - 5)
    annotated = 0
  }')
while true; do
  for test in "${tests[@]}"; do
    if [ "$SECONDS" -ge "$deadline" ]; then
      echo "Nothing found."
      exit 0
    fi
    echo "== $test" >&2
    JAZZER_FUZZ=1 mvn -q -B -ntp test -pl protocol -am -Dtest="$test" -Dsurefire.failIfNoSpecifiedTests=false \
      -Djazzer.hooks=true -Djacoco.skip -Dspotless.check.skip
  done
done
