#!/usr/bin/env bash
# Clients of four dialects come, talk, move, are lost, come back and go at random on four event loops, and every byte that
# anybody gets is checked. For so many seconds on each kind of socket: churn.sh SECONDS [SEED]. The tests do so for a moment.
set -euo pipefail
source "$(dirname "$0")/java.sh"
cd "$root"

if [[ ! "${1:-}" =~ ^[0-9]+$ ]]; then
  echo "Usage: $0 SECONDS [SEED]" >&2
  exit 2
fi
mvn -B -ntp -q -pl server -am test -Dtest=ChurnTest -Dsurefire.failIfNoSpecifiedTests=false \
  -Dspotless.check.skip -Djacoco.skip -Dchurn.seconds="$1" ${2:+-Dchurn.seed="$2"}
