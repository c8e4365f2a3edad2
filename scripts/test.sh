#!/usr/bin/env bash
# Runs every check: formatting, compiler and lint, all tests of all modules, and the pages in real Chromium. Installs
# what the pages' tests need, by package name, if it is missing. Long runs are other scripts.
set -euo pipefail
source "$(dirname "$0")/java.sh"
cd "$root"

# Installs Debian packages, if this user may.
install_packages() {
  local sudo=''
  if [ "$(id -u)" -ne 0 ]; then
    sudo=$(command -v sudo || true)
    if [ -z "$sudo" ]; then
      echo "The tests need the packages $* and may not install them: install them, then run this again." >&2
      return 1
    fi
  fi
  echo "Installing $*" >&2
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get -q update > /dev/null
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends "$@" > /dev/null
}

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
