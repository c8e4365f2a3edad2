#!/usr/bin/env bash
# Breaks the code in many small ways and lists those that no test notices (PIT). Slow, so not one of the checks:
#   mutants.sh [core|protocol] [CLASSES]   such as: mutants.sh core 'dev.ringdown.server.core.Room*'
# Without CLASSES all of that part. The report is target/pit-reports of the module.
set -euo pipefail
source "$(dirname "$0")/java.sh"
cd "$root"

case "${1:-core}" in
  core) module=server package=dev.ringdown.server.core ;;
  protocol) module=protocol package=dev.ringdown.protocol ;;
  *)
    echo "Usage: $0 [core|protocol] [CLASSES]" >&2
    exit 2
    ;;
esac

# PIT runs the tests on Maven's own JDK, which has to be one for which they are compiled; Lincheck's would take hours
java=$(find_java)
# one JVM runs the tests again and again
export JAVA_TOOL_OPTIONS="-Dleaks.watch=false"
JAVA_HOME=${java%/bin/java} mvn -B -ntp -q -P mutants -pl "$module" -am -Dspotless.check.skip -Djacoco.skip \
  -Dpit.classes="${2:-$package.*}" -Dpit.tests="~${package//./\\.}\..*(?<!LinearizabilityTest)" \
  test-compile org.pitest:pitest-maven:mutationCoverage
report=$module/target/pit-reports/mutations.csv
if ! grep -q ',KILLED,' "$report"; then
  echo "Nothing was noticed at all: the tests did not run, or there are none." >&2
  exit 1
fi
grep -E ',(SURVIVED|NO_COVERAGE),' "$report" || echo "Every one was noticed."
