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
  rm -f "$file"
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
  port=$(free_port)
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

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# TARGET ADDRESS AUTHORIZE TOKEN API: sets a target to a server, with a redirect address of its own; `authority`, where it is set, is
# another server to sign in at, and `redirect` the address that it knows.
target() {
  does config set "export.$1.client_id" "${client:-the-app}"
  does config set "export.$1.authorize_url" "${authority:-$2}$3"
  does config set "export.$1.token_url" "${authority:-$2}$4"
  does config set "export.$1.api_url" "$2$5"
  does config set "export.$1.redirect_uri" "${redirect:-http://localhost:$(free_port)/callback}"
  does config set "export.$1.limit" 2
  if [ "$1" = quickbooks-online ]; then
    printf '%s' 's3cr3t/+&' | "$billet" secret set "export.$1.client_secret" >out 2>err
    status=$?
    exits "the secret of $1" 0
  fi
}
# TARGET [WORD…]: signs in as a person with a browser does.
sign_in() {
  "$billet" --json export login "$@" --yes >out 2>err </dev/null &
  local asked=$! url=
  for _ in $(seq 100); do
    url=$(sed -nE '1s/.*"authorize_url":"([^"]*)".*/\1/p' err)
    [ -n "$url" ] && break
    sleep 0.1
  done
  "$node" "$root/tests/export/agree.mjs" "${url:-http://127.0.0.1:1/}" --open >agreed 2>&1 || kill "$asked"
  wait "$asked"
  status=$?
  exits "signing in to $1" 0
}
