# Sourced after book.sh by the tests of deliveries: servers that stand in for targets, what they hold, and how they misbehave.
build=${BILLET_PROGRAMS:-$root/build/asan/program}
build=${build%/asan/program}
node=$(bash "$root/tests/node/install.sh" "$build") || exit 1
export NODE_FOLDER=$build/node
servers=()
trap 'kill "${servers[@]}" 2>/dev/null; wait "${servers[@]}" 2>/dev/null; rm -rf "$folder"' EXIT

# NAME SCRIPT [VARIABLE=VALUE…]: starts a server; its address is in the variable NAME.
serve() {
  local file=$folder/$1.port
  env "${@:3}" "$node" "$root/tests/export/$2" "$file" 2>>"$folder/$1.log" >&2 &
  servers+=($!)
  for _ in $(seq 300); do
    [ -e "$file" ] && break
    sleep 0.1
  done
  printf -v "$1" 'http://127.0.0.1:%s' "$(cat "$file")"
}

# A free port, and prism behind it with Xero's specification: its address is in the variable prism.
serve_prism() {
  local port
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  "$node" "$NODE_FOLDER/node_modules/@stoplight/prism-cli/dist/index.js" mock --host 127.0.0.1 --port "$port" --errors \
    "$root/tests/data/xero/xero-strict.yaml" >"$folder/prism.log" 2>&1 &
  servers+=($!)
  prism=http://127.0.0.1:$port
  for _ in $(seq 300); do
    curl -s -o /dev/null "$prism" && break
    sleep 0.1
  done
}

behave() { curl -s -o /dev/null --json "$2" "$1/_behave"; }  # ADDRESS JSON
act() { curl -s --json "$2" "$1/_act"; }                     # ADDRESS JSON: what a person does there
# ADDRESS EXPRESSION: of its ledger, `l`, and the log of requests, `log`, in Python.
ledger() {
  curl -s "$1/_ledger" >ledger.json
  curl -s "$1/_log" >log.json
  python3 -c 'import json, sys
l, log = json.load(open("ledger.json")), json.load(open("log.json"))
print(eval(sys.argv[1]))' "$2"
}
booked() { # WHAT ADDRESS EXPRESSION WANTED
  local found
  found=$(ledger "$2" "$3" 2>&1)
  if [ "$found" = "$4" ]; then ok; else bad "$1: $3 is '$found', not '$4'"; fi
}
answers() { # WHAT EXPRESSION WANTED: of the JSON in out, `o`
  local found
  found=$(python3 -c 'import json, sys; o = json.load(open("out")); print(eval(sys.argv[1]))' "$2" 2>&1)
  if [ "$found" = "$3" ]; then ok; else bad "$1: $2 is '$found', not '$3'"; fi
}
