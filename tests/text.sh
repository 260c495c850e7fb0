#!/usr/bin/env bash
# Texts: what comes in is UTF-8, and what a person sees, on a terminal or in a document, is no more than text.
. "$(dirname "$0")/shell/book.sh"

lacks() { if LC_ALL=C grep -qP -- "$3" "$2"; then bad "$1: $3 in $2"; else ok; fi; }
# Controls but line feeds, C1, marks of direction, separators, bytes that are no UTF-8.
clean() { # WHAT FILE
  if python3 - "$2" <<'PYTHON'; then ok; else bad "$1: $2 is not clean"; fi
import sys
text = open(sys.argv[1], "rb").read().decode()
marks = "\u061c\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
bad = [c for c in text if (ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160 or c in marks]
sys.exit(1 if bad else 0)
PYTHON
}

refusals() {
  local bad_text word
  bad_text=$(printf 'a\377b')
  does init --zone UTC
  printf '{"customers":[{"id":"a","name":"Alpha"}],"contracts":[
    {"id":"a1","customer":"a","name":"Fee","type":"retainer","start":"2026-01-01",
    "params":{"price":"5.00"}}]}' >x.json
  does import x.json; does batch new --as-of 2026-02-01; does batch select --all
  for word in "batch run --name" "batch waive a1:2026-01-01 --note" "batch exclude a1:2026-01-01 --note" \
    "batch show --customer" "why" "balance" \
    "import" "explain" "invoice view" "plugin show" "help" "complete --" "eval -e" "nonsense" "batch run --$bad_text"; do
    run $word "$bad_text"; exits "$word" 2; says "$word" err "is not UTF-8"; clean "$word" err
  done
  run --db "$bad_text" status; exits "--db" 2; run --plugins "$bad_text" plugin list; exits "--plugins" 2
  BILLET_DB=$bad_text run status; exits "BILLET_DB" 2; says "BILLET_DB" err "name of the database"
  XDG_DATA_HOME=$bad_text run plugin list; exits "XDG_DATA_HOME" 2
  BILLET_DB=$bad_text run init; exits "init" 2; BILLET_DB=new.db run init --name "$bad_text"; exits "a name" 2
  printf 'batch run --name "%s"\n' "$bad_text" >script; run source script; exits "a command file" 2; says "a command file" err "script:1"
  run eval -e 'billet.batch.run { name = "\xff" }'; exits "from Lua" 2
  run --json eval -e 'return "a\xffb"'
  if python3 -c 'import json, sys; assert json.loads(open("out", "rb").read().decode()) == "a\ufffdb"'
  then ok; else bad "JSON is UTF-8"; fi
  does batch run --name "Größe 東京"; run --json batch list; says "what is UTF-8 stays" out "Größe 東京"; run status
  exits "the book is sound" 0
}

# Plugins: as a file, and what their functions answer.
from_plugins() {
  local field
  mkdir -p plugins
  made() {
    printf 'return contract { name = "odd", api = 1, %s params = {},\n' "$1"
    printf ' opens = function(c, period, bill) bill:line { %s, price = "1.00" %s } end }\n' "$2" "$3"
  }
  made '' "\"$(printf 'x\377')\"" '' >plugins/odd.lua; run plugin check odd; exits "a file that is no UTF-8" 1
  says "a file" err "not UTF-8"
  for field in 'title = "\xff",' 'doc = "\xff",'; do
    made "$field" '"x"' '' >plugins/odd.lua; run plugin check odd; exits "$field" 1; says "$field" err "UTF-8"
  done
  for field in ', unit = "\xff"' ', category = "\xff"' ', sku = "a\0b"'; do
    made '' '"x"' "$field" >plugins/odd.lua; BILLET_DB=odd$RANDOM.db holds_contract "$field"
  done
  made '' '"\xff"' '' >plugins/odd.lua; BILLET_DB=odd.db holds_contract "a line"
}
holds_contract() {
  "$billet" init --zone UTC >/dev/null
  echo '{"customers":[{"id":"a","name":"A"}],"contracts":[
    {"id":"k","customer":"a","name":"K","type":"odd","start":"2026-01-01"}]}' >odd.json
  does import odd.json; run batch new --as-of 2026-02-01 --json; says "$1" out '"state":"held"'; says "$1" out "UTF-8"
}

# Hostile data: it is kept as it is, and shown as text.
shown() {
  export BILLET_DB=$folder/hostile.db
  does init --zone UTC
  python3 - <<'PYTHON'
import json
evil = "\x1b[2J\x1b]0;t\x07 \x9b31m a\nTotal USD 0.00\r\nb"
evil += "\u2028c\u202egpj\u2066\u200f\u200e\u061c\x7f\x85 \U0001F468\u200d\U0001F469 \u0915\u094d\u200c\u0937"
json.dump({"seller": [{"name": "S" + evil, "footer": "f" + evil}],
           "customers": [{"id": "a", "name": "A" + evil, "address1": "x" + evil, "po_number": "p" + evil}],
           "contracts": [{"id": "a1", "customer": "a", "name": "D" + evil, "type": "hourly", "start": "2026-01-01", "default": True,
                          "params": {"rate": "100.00"}}],
           "charges": [{"id": "c", "customer": "a", "contract": "a1", "date": "2026-01-12", "description": "C" + evil, "quantity": "1",
                        "unit_price": "1.00"}],
           "tickets": [{"id": "8", "customer": "a", "status": "Closed", "closed_at": "2026-01-12", "title": "T" + evil}],
           "time_entries": [{"id": "8", "ticket": "8", "start": "2026-01-12T10:00", "minutes": 60, "note": "N" + evil}]},
          open("evil.json", "w"))
PYTHON
  does import evil.json; clean "import" out
  local evil words
  evil=$(printf '\033[2J a\nb')
  does batch new --as-of 2026-02-01; clean "batch new" out
  does batch expand a1; clean "batch expand" out; does why 8; clean why out
  does batch exclude a1:8:2026-01-01 --note "$evil"; does batch expand a1; clean "a note" out; does batch include a1:8:2026-01-01
  does batch select --all; does batch run --name "May$evil"; clean "batch run" out; does batch generate; clean "batch generate" out
  for words in "invoice view 1" "invoice print 1" "invoice show 1" "invoice list" "explain 1" "explain 1 1 --full" \
    "batch list" "batch show" log replay unbilled; do
    does $words; clean "$words" out
  done
  does invoice view 1; says "one line" out "T"; lacks "no line of its own" out '^ *Total  *USD 0.00$'
  says "a line end is a blank" out "a Total USD 0.00 b"; says "joiners stay" out $'\u200d'; says "others are one sign" out $'\ufffd[2J'
  if [ "$(LC_ALL=C grep -c '^ *Total  ' out)" = 1 ]; then ok; else bad "one total"; fi
  does invoice print 1 --output papers; clean "a document" papers/1.txt
  run invoice view "$evil"; exits "an error" 1; clean "an error" err
  run --json invoice show 1; clean "JSON" out
  if python3 -c 'import json, sys; d = json.load(open("out")); assert "\x1b[2J" in d[0]["bill_to"]["name"]'
  then ok; else bad "JSON keeps the text"; fi
  does export csv --output out.csv
  if LC_ALL=C grep -q $'\033' out.csv; then ok; else bad "a data file keeps the bytes"; fi
  does export csv; if cmp -s out out.csv; then ok; else bad "data in a pipe keeps the bytes"; fi
  script -qec "'$billet' export csv" tty >/dev/null 2>&1 </dev/null; lacks "data on a terminal" tty '\x1b'
  does tables --output dump; BILLET_DB=again.db does init --zone UTC; BILLET_DB=again.db does import dump; does verify
}

refusals; from_plugins; shown
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
