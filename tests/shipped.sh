#!/usr/bin/env bash
# Every plugin and rule that is shipped: its examples hold, its tests find nothing, each param is documented, set by an example and read.
. "$(dirname "$0")/shell/book.sh"

documented='
import json, sys
def documented(params):
    return all(p["doc"] and documented(p.get("fields") or (p.get("of") or {}).get("fields") or []) for p in params)
d = json.load(open(sys.argv[1]))
sys.exit(not (d["doc"] and documented(d["params"])))
'

run plugin test --all --json; exits "every plugin and rule" 0
(cd "$root" && ls plugins/*/*.lua rules/*.lua rules/*/*.lua) | grep -v '^plugins/shared/\|\.examples\.lua$' | sed 's#.*/##; s#\.lua$##' |
  grep -vx site | sort >files
python3 -c 'import json; print(*sorted(p["plugin"] for p in json.load(open("out"))["plugins"]), sep="\n")' >tested
if diff files tested >diff; then ok; else bad "--all tests every shipped file: $(cat diff)"; fi
holds_json "--all" out 'd["failed"] == 0 and all(p["passed"] >= 5 for p in d["plugins"])'
while read -r name; do
  run plugin check "$name" --json; exits "check $name" 0
  holds_json "every param of $name is set by an example, and read" out 'd["result"] == "sound" and d["examples"] >= 5'
  run plugin show "$name" --json
  if python3 -c "$documented" out; then ok; else bad "every param of $name has a doc"; fi
done <files
mkdir plugins; echo 'return contract { name = "x" }' >plugins/x.lua
refuses "--all tells broken files" "x.lua:1: the field 'api' is missing" plugin test --all
rm -r plugins
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
