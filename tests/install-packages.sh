#!/bin/sh
# Makes sure that the Debian packages named as arguments are installed; quick and silent when they are.
set -eu

missing() {
  for package in "$@"; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || printf '%s ' "$package"
  done
}

[ -z "${BILLET_PACKAGES_INSTALLED:-}" ] || exit 0
if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
  echo "This is not a Debian system, so make cannot install what the build needs: $*" >&2
  echo "Install the same things by your own means, then run: BILLET_PACKAGES_INSTALLED=1 make" >&2
  exit 1
fi
if [ "$(dpkg-query -W -f='${db:Status-Status}\n' "$@" 2>/dev/null | grep -cx installed)" -ge $# ]; then exit 0; fi
needed=$(missing "$@")
[ -n "$needed" ] || exit 0

sudo=
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { echo "Packages are missing; as root, run: apt-get install $needed" >&2; exit 1; }
  sudo=sudo
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
install_all() {
  $sudo apt-get -q update >"$log" 2>&1 &&
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=120 --no-install-recommends install $needed >>"$log" 2>&1
}
echo "Installing: $needed" >&2
install_all || { sleep 3; install_all; } || { cat "$log" >&2; echo "apt-get could not install: $needed" >&2; exit 1; }
