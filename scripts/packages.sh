# Sourced by the scripts beside it: installs what they need and the machine lacks.

# Installs Debian packages, if this user may.
install_packages() {
  local sudo=''
  if [ "$(id -u)" -ne 0 ]; then
    sudo=$(command -v sudo || true)
    if [ -z "$sudo" ]; then
      echo "The packages $* are needed, and this user may not install them: install them, then run this again." >&2
      return 1
    fi
  fi
  echo "Installing $*" >&2
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get -q update > /dev/null
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends "$@" > /dev/null
}
