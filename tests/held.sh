#!/usr/bin/env bash
# What cannot be priced, as people meet it: the texts that say so, price rules that fail on one entry, and their repair.
. "$(dirname "$0")/shell/book.sh"

lacks() { if grep -qF -- "$3" "$2"; then bad "$1: '$3' in $2"; else ok; fi; }
holds() { if python3 -c "import json; d = json.load(open('out')); assert ($2), '$1'" 2>err; then ok; else bad "$1"; fi; }

# RULES: of the contract k1, JSON. T1 has one good hour and one that is marked, T2 one good hour.
world() {
  rm -f "$BILLET_DB"
  does init --zone UTC
  cat >data.json <<JSON
{"customers":[{"id":"a","name":"Alpha"},{"id":"b","name":"Beta"}],
 "contracts":[{"id":"k1","customer":"a","name":"Desk","type":"hourly","start":"2026-01-01","params":{"rate":"100.00"},"rules":$1},
              {"id":"k2","customer":"b","name":"Fee","type":"retainer","start":"2026-01-01","params":{"price":"500.00"}}],
 "tickets":[{"id":"T1","customer":"a","contract":"k1","title":"One","status":"closed"},
            {"id":"T2","customer":"a","contract":"k1","title":"Two","status":"closed"}],
 "time_entries":[{"id":"e1","ticket":"T1","start":"2026-01-10T10:00","minutes":60},
                 {"id":"e2","ticket":"T1","start":"2026-01-11T10:00","minutes":60,"x.odd":"yes"${2:-}},
                 {"id":"e3","ticket":"T2","start":"2026-01-12T10:00","minutes":60}]}
JSON
  does import data.json
}

bill() { # AS-OF NAME
  does batch new --as-of "$1"; does batch select --all; does batch run --name "$2"; does batch generate
}

texts() {
  world '[]' ',"rate":"snr"'
  does batch new --as-of 2026-02-01
  says "a contract of which an item is held" out "! 1 held"; says "Batch Details" out "Held                         1"
  does batch expand k1; says "the item" out '!  k1:T1:2026-01-01'; says "its reason" out 'no rate "snr" in USD is in force on 2026-01-11'
  does batch select --all
  does batch run --name January; says "what a run leaves behind" out "Held, not billed before it can be priced"
  says "which" out '! k1:T1:2026-01-01   no rate "snr" in USD'
  does batch generate; says "what no invoice has" out '! k1:T1:2026-01-01   no rate "snr" in USD'
  does unbilled; says "unbilled" out "k1:T1:2026-01-01"; lacks "unbilled" out "Nothing"
  does status; says "status" out "k1:T1:2026-01-01"
  does why k1:T1:2026-01-01; says "why" out "held, it cannot be priced: no rate"
  printf 'code,unit_price\nsnr,150.00\n' >rates.csv; does import rates.csv
  does unbilled; says "unbilled, with the rate" out "Nothing"
  does status; lacks "status, with the rate" out "held"
  bill 2026-02-02 Rest; lacks "nothing is left behind" out "Held"
  run invoice show 3 --json; holds "the rest, once" '[i["subtotal"] for i in d] == ["250.00"]'
}

rule() { # STAGE SCOPE BODY: a rule that fails where the entry, or the number, is marked
  mkdir -p plugins/rules
  cat >plugins/rules/picky.lua <<LUA
return price_rule {
  name = "picky", api = 1, version = "1.0.0", title = "Picky", doc = "Fails on what it does not like.",
  params = {}, stage = "$1", $2
  apply = function(rule, number, minutes, at, category, decimals, x)
    $3
    return number
  end,
  examples = {},
}
LUA
}

# What a rule fails on is held alone; mended, it bills.
rules() {
  rule price "" 'if x.entry.odd then error("odd work") end'
  world '[{"rule":"picky"}]'
  does batch new --as-of 2026-02-01 --json
  holds "a price rule holds the ticket" '[(c["contract"], c["state"], c["total_balance"], c["held"]) for c in d["contracts"]] ==
    [("k1", "ready", "100.00", 1), ("k2", "ready", "500.00", 0)] and d["details"]["held"] == 1'
  does batch expand k1; says "and says which rule" out "picky.lua:5: odd work"
  bill 2026-02-01 January
  does verify; does replay; does explain 1
  rule price "" ""
  does replay; says "what was held then is in no bill" out "0 differ"
  bill 2026-02-02 Rest; run invoice show 3 --json; holds "mended, it bills" '[i["subtotal"] for i in d] == ["200.00"]'
  does verify; does replay
  rule price "" 'if x.entry.odd then error("odd work") end'
  mkdir -p mine; cp plugins/rules/picky.lua mine/; rule price "" ""
  run what-if --plugin mine/picky.lua --json; exits "what-if with a rule that fails on an entry" 0
  holds "is no money, but held" 'd["held"] == 1 and d["customers"][0]["invoices"][0]["after"] is None'
  rule minutes 'scope = "entry",' 'if x.entry.odd then error("odd minutes") end'
  world '[{"rule":"picky"}]'
  does batch new --as-of 2026-02-01; does batch expand k1
  says "a rule of minutes" out "odd minutes"; says "the other ticket bills" out "100.00"
  rule amount 'scope = "ticket",' 'if number > 15000 then error("too dear") end'
  world '[{"rule":"picky"}]'
  does batch new --as-of 2026-02-01; does batch expand k1
  says "a rule of amounts" out "too dear"; says "the other ticket bills" out "100.00"
  rule amount 'scope = "period",' 'if number > 15000 then error("too dear") end'
  world '[{"rule":"picky"}]'
  run batch new --as-of 2026-02-01 --json
  holds "a rule of the whole period holds the contract" '[(c["contract"], c["state"], c["total_balance"]) for c in d["contracts"]] ==
    [("k1", "held", None), ("k2", "ready", "500.00")] and d["details"]["held"] == 1'
  run batch select k1; exits "which cannot be selected" 1; says "which cannot be selected" err "too dear"
}

# A rule that never answers is asked once for a contract, not once for each of its entries.
endless() {
  rule price "" 'while true do end'
  world '[{"rule":"picky"}]'
  run batch new --as-of 2026-02-01 --json
  holds "a rule that never answers holds the contract" '[(c["contract"], c["state"], c["held"]) for c in d["contracts"]] ==
    [("k1", "held", 1), ("k2", "ready", 0)]'
  says "and says why" out "took too long"
}

texts; rules; endless
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
