#!/usr/bin/env bash
# The documents are true: every command that README.md and plugins/README.md show answers what they say.
set -u
cd "$(dirname "$0")/.." || exit 2
exec python3 tests/docs.py "${BILLET:-$PWD/billet}" README.md plugins/README.md rules/README.md
