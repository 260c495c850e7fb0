#!/bin/sh
# Unpacks Debian's nginx and caddy below BUILD/proxies, once, and prints that folder: install.sh BUILD. They are not
# installed, for Debian's packages start both, on ports 80 and 443 of whoever runs the tests.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1/proxies"
folder=$(cd "$1/proxies" && pwd)
exec 9>"$folder/lock"
flock 9  # suites that run at once unpack once
sh "$here/../install-packages.sh" curl openssl libpcre2-8-0 libzstd1 python3 >&2
fetch() { (cd "$1" && apt-get -q download nginx caddy >"$folder/log" 2>&1); }
if ! [ -x "$folder/usr/bin/caddy" ]; then
  packages=$(mktemp -d)
  trap 'rm -rf "$packages"' EXIT
  sudo=
  [ "$(id -u)" -eq 0 ] || sudo=sudo
  fetch "$packages" || { $sudo apt-get -q update >&2 && fetch "$packages"; } || { cat "$folder/log" >&2; exit 1; }
  for package in "$packages"/*.deb; do dpkg-deb -x "$package" "$folder"; done
fi
printf '%s\n' "$folder"
