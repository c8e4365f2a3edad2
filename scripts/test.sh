#!/usr/bin/env bash
# Runs every check: formatting, compiler and lint, all tests of all modules, and the pages in real Chromium. Installs
# what the pages' tests need, by package name, if it is missing. Long runs are other scripts.
set -euo pipefail
source "$(dirname "$0")/java.sh"
source "$(dirname "$0")/packages.sh"
cd "$root"

find_java > /dev/null
command -v mvn > /dev/null || install_packages maven
command -v node > /dev/null && command -v npm > /dev/null || install_packages nodejs npm
command -v chromium > /dev/null || install_packages chromium

echo "== Java: format, lint, unit, socket, race and fuzz regression tests"
mvn -B -ntp verify

echo "== Pages in Chromium"
cd server/src/test/browser
npm install --silent --no-audit --no-fund
node --test --test-reporter=spec
