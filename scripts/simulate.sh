#!/usr/bin/env bash
# Searches for an interleaving of the event loops that breaks the server, on simulated loops, sockets and time.
#   scripts/simulate.sh [SECONDS] [SEED]      600 seconds, from the time of day, if not said
# A finding ends the run; it is printed as the shortest list of steps that still has it, with the seed that makes it again.
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=${1:-600}
seed=${2:-$(date +%s)000000}
echo "From seed $seed" >&2
mvn -q -B -ntp test-compile surefire:test@simulation -pl server -am -Dtest='SimulationTest#noInterleavingLosesMixesUpOrRepeatsAnything' \
  -Dsurefire.failIfNoSpecifiedTests=false -Dsimulation.seconds="$seconds" -Dsimulation.seed="$seed" \
  -Djacoco.skip -Dspotless.check.skip
echo "Nothing found."
