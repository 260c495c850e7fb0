#!/usr/bin/env bash
# What was recorded can be computed again: after imports, voids, credits and plugins that changed; and what it would be with an edited one.
. "$(dirname "$0")/shell/book.sh"

holds() { # WHAT TEST: the answer is JSON, d, for which the test holds
  if python3 -c 'import json, sys; d = json.load(open("out")); assert eval(sys.argv[1])' "$2" 2>>err; then ok; else bad "$1: $2"; fi
}
digest() { sha256sum <"$BILLET_DB"; }

# Everything recorded comes out the same, and the file does not change.
again() {
  local before
  before=$(digest)
  run replay --json; exits "$1: replay" 0; holds "$1: replay" 'd["differ"] == 0 and d["invoices"] > 0'
  if [ "$before" = "$(digest)" ]; then ok; else bad "$1: the file changed"; fi
}
bill() { # DATE NAME
  does batch new --as-of "$1"; does batch select --all; does batch run --name "$2"; does batch generate
}
take() { # JSON
  printf '%s' "$1" >rows.json
  does import rows.json
}

start_demo() {
  does init --currency USD --zone America/New_York --name "Harbor Point IT"
  does import "$root/tests/data/demo"
  does batch new --as-of 2026-06-07
  does batch exclude cool-retainer:2026-04-07 --note "gesture of goodwill"
  does batch waive cool-retainer:2026-05-07 --note "late by two days" --show
  does batch select --all; does batch run --name May
  does batch delete D3 D7
  does batch consolidate on; does batch generate
  again "the demo book"
}

changed_rows() {
  does tables --output dump
  python3 - dump <<'P'
import csv, json, sys, os
def rows(name): return list(csv.DictReader(open(f"dump/{name}.csv", newline="")))
out = {}
tickets = rows("tickets")
out["tickets"] = [dict(id=t["id"], title=(t["title"] or "") + " (renamed)", status="open") for t in tickets[::3]]
out["rates"] = [dict(code=r["code"], contract=r["contract"] or None, customer=r["customer"] or None, **{"from": r["from"] or None},
                     unit_price="999.50", description="Dearer") for r in rows("rates")]
for r in out["rates"]:
    for k in [k for k in r if r[k] is None]: del r[k]
out["taxes"] = [dict(name=t["name"], rule=t["rule"], params={"rate": "33%"}, **({"from": t["from"]} if t["from"] else {}))
                for t in rows("taxes") if t["rule"] == "percent"]
out["customers"] = [dict(id=c["id"], name=c["name"] + " Ltd", zone="Pacific/Auckland", terms_days=3, tax_exempt=True)
                    for c in rows("customers")]
out["contracts"] = [dict(id=c["id"], name="Z" + c["name"], category="other", sku="S-9", taxable=True) for c in rows("contracts")]
json.dump(out, open("rows.json", "w"))
P
  does import rows.json
  again "after rows were changed"
}

second_round() {
  bill 2026-08-09 July
  again "a second batch"
  run invoice list --json
  python3 -c 'import json; d = [i["invoice"] for i in json.load(open("out")) if i["kind"] == "invoice"]; print(d[1], d[5], d[-1])' >numbers
  read -r first second last <numbers
  does invoice void "$first" --note duplicate
  again "after a void"
  does invoice credit "$second" --note "wrong rate" --rebill
  does invoice credit "$last" --lines 1 --note goodwill
  again "after credits"
  bill 2026-08-09 Again
  again "billed again"
  take '{"tickets":[],"customers":[{"id":"coolrealty","name":"Cool","zone":"America/New_York"}]}'
  bill 2026-10-09 September
  again "a fourth batch"
  does verify
}

changed_plugins() {
  mkdir -p plugins/contracts plugins/rules
  sed 's/price = c.price }/price = c.price + decimal "1.25" }/; s/version = "[0-9.]*"/version = "9.0.0"/' \
    "$root/plugins/contracts/retainer.lua" >plugins/contracts/retainer.lua
  again "a plugin that changed"
  bill 2026-11-09 October
  again "billed with the changed plugin"
  rm -r plugins/contracts
  again "the plugin as it was"
  echo 'return { price_rules = { { rule = "round-time", increment = 60 } } }' >plugins/rules/site.lua
  again "a site rule that is new"
  bill 2026-12-09 November
  again "billed with the site rule"
  rm -r plugins
  again "the site rule gone"
}

# Work that moved between contracts, clocks and defaults, and was billed, freed and removed in between.
small_book() {
  export BILLET_DB=$folder/small.db
  does init --currency USD --zone UTC --name Small
  take '{"customers":[{"id":"a","name":"A","zone":"America/New_York","invoice_per":"customer"},{"id":"b","name":"B","zone":"UTC"}],
    "taxes":[{"name":"vat","rule":"percent","params":{"rate":"19%","rounding":"document"}}],
    "contracts":[
      {"id":"k1","customer":"a","name":"One","type":"hourly","start":"2026-01-01","default":true,"taxable":true,
        "tax":"vat","params":{"rate":"33.33"}},
      {"id":"k2","customer":"a","name":"Two","type":"hourly","start":"2026-01-01","taxable":true,"tax":"vat",
        "invoice_detail":"entry","params":{"rate":"44.44"}},
      {"id":"k3","customer":"a","name":"Three","type":"retainer","start":"2026-01-16","bill_day":1,"taxable":true,"tax":"vat",
        "invoice_detail":"contract","params":{"price":"77.77"}},
      {"id":"m1","customer":"b","name":"M","type":"hourly","start":"2026-01-01","default":true,"params":{"rate":"10"}}],
    "tickets":[{"id":"T1","customer":"a","status":"closed","closed_at":"2026-01-10"},{"id":"T2","customer":"a","status":"closed"},
      {"id":"T3","customer":"a","contract":"k2","status":"closed"},{"id":"T4","customer":"a","contract":"k3","status":"open"},
      {"id":"T5","customer":"b","status":"closed"}],
    "time_entries":[
      {"id":"e1","ticket":"T1","start":"2026-01-05T09:00","minutes":37},{"id":"e2","ticket":"T1","start":"2026-01-31T23:30","minutes":11},
      {"id":"e3","ticket":"T2","start":"2026-01-06T09:00","minutes":41},{"id":"e4","ticket":"T3","start":"2026-01-07T09:00","minutes":13},
      {"id":"e5","ticket":"T3","start":"2026-01-08T09:00","minutes":17},{"id":"e6","ticket":"T4","start":"2026-01-20T09:00","minutes":59},
      {"id":"e7","ticket":"T5","start":"2026-01-20T09:00","minutes":61},{"id":"e8","ticket":"T1","start":"2026-02-02T09:00","minutes":7}],
    "charges":[{"id":"c1","customer":"a","date":"2026-01-09","description":"Cable","quantity":"3","unit_price":"1.115"},
      {"id":"c2","customer":"a","ticket":"T3","date":"2026-01-09","description":"Disk","quantity":"1","unit_price":"99.99",
        "discount":"12.5%"},
      {"id":"c3","customer":"a","date":"2026-02-09","description":"Later","quantity":"1","unit_price":"5.55"}]}'
  bill 2026-02-01 January
  again "January"
  take '{"contracts":[{"id":"k2","default":true,"period":"monthly"},{"id":"k1","default":false}],
    "tickets":[{"id":"T2","contract":"k3"},{"id":"T4","contract":"k1","status":"closed"}],
    "time_entries":[{"id":"e9","ticket":"T4","start":"2026-02-03T10:00","minutes":23}]}'
  again "the default moved"
  run invoice list --json
  number=$(python3 -c 'import json; print(json.load(open("out"))[0]["invoice"])')
  does invoice void "$number" --note "again please"
  again "voided"
  take '{"customers":[{"id":"a","zone":"Asia/Tokyo"}],"tickets":[{"id":"T1","title":"Moved","contract":"k2"}]}'
  again "the clock moved"
  bill 2026-03-01 February
  again "February"
  take '{"contracts":[{"id":"k2","default":false},
      {"id":"k1","default":true}],"customers":[{"id":"a","zone":"UTC","invoice_per":"contract"}],
    "changes":[{"contract":"k1","from":"2026-03-10","params":{"rate":"55.55"}}],
    "time_entries":[{"id":"f1","ticket":"T1","start":"2026-03-03T10:00","minutes":23},
      {"id":"f2","ticket":"T4","start":"2026-03-12T10:00","minutes":29},
      {"id":"f3","ticket":"T2","start":"2026-03-12T10:00","minutes":31},
      {"id":"f4","ticket":"T2","start":"2026-03-13T10:00","minutes":19}]}'
  again "more work"
  printf 'id,ticket,start,minutes\nf1,T1,2026-03-03T10:00,23\nf2,T4,2026-03-12T11:00,28\n' >time_entries.csv
  does import time_entries.csv --replace time_entries --since 2026-03-01
  again "work was removed"
  bill 2026-04-01 March
  again "March"
  take '{"time_entries":[{"id":"f3","ticket":"T5","start":"2026-03-12T10:00","minutes":90}],"contracts":[{"id":"k1","params":{"rate":"1"}}],
    "changes":[{"contract":"k1","from":"2026-03-10","params":{"rate":"66.66"}},
      {"contract":"k1","from":"2026-01-10","params":{"rate":"2"}}],
    "taxes":[{"name":"vat","rule":"percent","params":{"rate":"7%"}},
      {"name":"vat","from":"2026-01-01","rule":"percent","params":{"rate":"3%"}}]}'
  again "past rows changed"
  for invoice in $(python3 -c 'import json,subprocess,sys
found = subprocess.run([sys.argv[1], "invoice", "list", "--json"], capture_output=True).stdout
for i in json.loads(found): print(i["invoice"])' "$billet"); do
    run replay --invoice "$invoice" --json; exits "replay --invoice $invoice" 0; holds "replay --invoice $invoice" 'd["differ"] == 0'
  done
  does replay --since 2026-03-01
}

damage() {
  cp "$folder/small.db" damaged.db
  export BILLET_DB=$folder/damaged.db
  sqlite3 damaged.db 'UPDATE lines SET amount = amount + 1 WHERE n = (SELECT min(n) FROM lines)'
  run replay; exits "a damaged line" 3; says "a damaged line" err "invoice 1 line 1"; says "a damaged line" err ": amount: stored"
  run replay --json; exits "a damaged line, as JSON" 3
  cp "$folder/small.db" damaged.db
  sqlite3 damaged.db "UPDATE lines SET description = 'Something' WHERE n = (SELECT max(n) FROM lines)"
  run replay; exits "a damaged text" 3; says "a damaged text" err "description: stored Something"
  cp "$folder/small.db" damaged.db
  sqlite3 damaged.db "UPDATE bill_taxes SET amount = amount - 1"
  run replay; exits "a damaged tax" 3; says "a damaged tax" err "tax amount"
  cp "$folder/small.db" damaged.db
  sqlite3 damaged.db "UPDATE invoices SET due_date = due_date + 1 WHERE number = '2'"
  run replay; exits "a damaged date" 3; says "a damaged date" err "invoice 2: digest of the stored document"
  cp "$folder/credited.db" damaged.db
  sqlite3 damaged.db "UPDATE invoices SET po_number = 'PO' WHERE number = '3'"
  run replay; exits "a damaged credit note" 3; says "a damaged credit note" err "invoice 3: digest of the stored document"
  cp "$folder/small.db" damaged.db
  sqlite3 damaged.db "UPDATE bill_taxes SET amount = amount - 1"
  run replay; exits "damaged taxes" 3; says "a damaged tax" err "tax amount"
}

what_if() {
  export BILLET_DB=$folder/small.db
  local before
  before=$(digest)
  sed 's/price = c.price }/price = c.price * 2 }/' "$root/plugins/contracts/retainer.lua" >retainer.lua
  run what-if --plugin retainer.lua --json; exits "what-if" 0
  holds "the money of a doubled price" 'd["differ"] > 0 and all(x["customer"] == "a" for x in d["customers"])'
  holds "invoices sum up to customers" 'all(abs(sum(float(i["difference"]) for i in c["invoices"]) - float(c["difference"])) < 0.001
    for c in d["customers"])'
  holds "customers sum up to totals" 'abs(sum(float(c["difference"]) for c in d["customers"])
    - float(d["totals"][0]["difference"])) < 0.001'
  run what-if --plugin retainer.lua; exits "what-if for people" 0; says "what-if for people" out "Difference"
  cp "$root/plugins/contracts/retainer.examples.lua" .
  run what-if --plugin retainer.lua; exits "examples that fail" 1; says "examples that fail" err "expected 500.00, got 1000.00"
  says "examples that fail" err "--skip-examples"
  run what-if --plugin retainer.lua --skip-examples --json; exits "examples that are skipped" 0
  holds "the money of a doubled price, whatever its examples say" 'd["differ"] > 0'
  rm retainer.examples.lua
  printf 'return contract {\n  name = "retainer", api = 1,\n  opens = function(\n' >retainer.lua
  run what-if --plugin retainer.lua; exits "a plugin that does not load" 1; says "a plugin that does not load" err "retainer.lua:"
  echo 'return { price_rules = { { rule = "round-time", increment = 60 } } }' >site.lua
  run what-if --rules site.lua --json; exits "site rules" 0; holds "site rules" 'd["differ"] > 0'
  echo 'return { price_rules = { { rule = "round-time", incremnt = 60 } } }' >site.lua
  run what-if --rules site.lua; exits "site rules that are wrong" 1; says "site rules that are wrong" err "site.lua"
  says "site rules that are wrong" err "increment"
  run what-if; exits "what-if without a file" 2
  run what-if --plugin none.lua; exits "what-if with a file that is not there" 1
  if [ "$before" = "$(digest)" ]; then ok; else bad "what-if changed the file"; fi
}

# A fee per ticket that nobody had asked for: had it been there before, a ticket of two periods had paid once.
what_if_once() {
  export BILLET_DB=$folder/once.db
  does init --currency USD --zone UTC --name Small
  take '{"customers":[{"id":"a","name":"A"}],"contracts":[
      {"id":"k1","customer":"a","name":"One","type":"hourly","start":"2026-01-01","params":{"rate":"100.00"}}],
    "tickets":[{"id":"T","customer":"a","contract":"k1","status":"closed"},{"id":"U","customer":"a","contract":"k1","status":"closed"}],
    "time_entries":[{"id":"e1","ticket":"T","start":"2026-01-05T09:00","minutes":60},
      {"id":"e2","ticket":"T","start":"2026-02-05T09:00","minutes":60},{"id":"e3","ticket":"U","start":"2026-02-06T09:00","minutes":60}]}'
  bill 2026-02-01 January
  bill 2026-03-01 February
  echo 'return { price_rules = { { rule = "call-out", fee = "80.00" } } }' >site.lua
  run what-if --rules site.lua --json; exits "what-if of a fee per ticket" 0
  holds "each ticket pays once" '[(i["invoice"], i["after"]) for i in d["customers"][0]["invoices"]] == [("2", "280.00"), ("1", "180.00")]'
}

# Credit notes follow their invoices; what cannot be told is not money.
what_if_credited() {
  export BILLET_DB=$folder/credited.db
  does init --currency USD --zone UTC --name Small
  take '{"customers":[{"id":"a","name":"A"}],"contracts":[
      {"id":"k1","customer":"a","name":"One","type":"retainer","start":"2026-01-01","params":{"price":"7.00"}},
      {"id":"k2","customer":"a","name":"Two","type":"retainer","start":"2026-01-01","params":{"price":"100.00"}}],
    "charges":[{"id":"c1","customer":"a","contract":"k1","date":"2026-01-05","description":"Cable","quantity":"1","unit_price":"3.00"}]}'
  bill 2026-02-01 January
  does invoice credit 1 --lines 1 --rebill --note "wrong price"
  bill 2026-02-02 Again
  again "credited"
  sed 's/price = c.price }/price = c.price * 2 }/' "$root/plugins/contracts/retainer.lua" >retainer.lua
  run what-if --plugin retainer.lua --json; exits "what-if of credited lines" 0
  holds "a credit note takes back what its line would cost" '([(i["invoice"], i["after"]) for i in d["customers"][0]["invoices"]] ==
    [("4", "14.00"), ("1", "17.00"), ("3", "-14.00"), ("2", "200.00")] and d["totals"][0]["difference"] == "107.00")'
  sed -i 's/price = c.price \* 2 }/price = c.price > decimal "50" and c.nothing.there or c.price }/' retainer.lua
  run what-if --plugin retainer.lua --json; exits "a plugin that fails for one contract" 0
  holds "what would be held is not money" '(d["held"] == 1 and d["differ"] == 1 and d["totals"][0]["difference"] == "0.00" and
    d["customers"][0]["invoices"][0]["after"] is None)'
  run what-if --plugin retainer.lua; says "what would be held" out "contract k2: retainer.lua:"
  run what-if --plugin retainer.lua --plugin other.lua; exits "two files" 2; says "two files" err "--plugin is given twice"
}

# Work that a correction freed, blocks that were released, items that another batch left out.
released() {
  export BILLET_DB=$folder/released.db
  does init --currency USD --zone UTC --name Small
  take '{"customers":[{"id":"a","name":"A"}],"taxes":[{"name":"t","rule":"percent","params":{"rate":"10%","rounding":"document"}}],
    "contracts":[
      {"id":"b","customer":"a","name":"Block","type":"block-hours","start":"2026-01-01","params":{"hours":"2","rate":"80.00"}},
      {"id":"h","customer":"a","name":"Hours","type":"hourly","start":"2026-01-01","params":{"rate":"60.00"}},
      {"id":"m","customer":"a","name":"Money","type":"block-money","start":"2026-01-01","taxable":true,"tax":"t",
        "params":{"amount":"50.00","rate":"60.00","cover_tax":true}},
      {"id":"p","customer":"a","name":"Packs","type":"per-ticket","start":"2026-01-01","timing":"advance",
        "params":{"pack":"0","pack_price":"0","extra_price":"20.00"}}],
    "tickets":[{"id":"T1","customer":"a","contract":"b","status":"closed"},{"id":"T2","customer":"a","contract":"b","status":"closed"},
      {"id":"T3","customer":"a","contract":"h","status":"closed"},{"id":"T4","customer":"a","contract":"m","status":"closed"},
      {"id":"T5","customer":"a","contract":"p","status":"closed"}],
    "time_entries":[{"id":"e1","ticket":"T1","start":"2026-01-05T09:00","minutes":90},
      {"id":"e2","ticket":"T2","start":"2026-01-06T09:00","minutes":60},{"id":"e3","ticket":"T3","start":"2026-01-07T09:00","minutes":45},
      {"id":"e4","ticket":"T4","start":"2026-01-08T09:00","minutes":120},{"id":"e5","ticket":"T5","start":"2026-01-09T09:00","minutes":30},
      {"id":"e6","ticket":"T1","start":"2026-02-03T09:00","minutes":30}]}'
  does batch new --as-of 2026-02-01; does batch exclude b:T1:2026-01-01; does batch select --all; does batch run --name January
  does batch generate
  again "a ticket was left out"
  take '{"tickets":[{"id":"T3","contract":"b"},{"id":"T6","customer":"a","contract":"p","status":"closed"}],
    "time_entries":[{"id":"e7","ticket":"T6","start":"2026-01-20T09:00","minutes":15}]}'
  bill 2026-03-01 February
  again "it came back"
  for number in 2 1 4 3; do
    does invoice credit "$number" --lines 1 --rebill --note again
    again "a line of $number was credited"
  done
  bill 2026-04-01 March
  again "and billed again"
  does batch new --as-of 2026-05-01; does batch select --all; does batch run --name April; does batch consolidate on; does batch reopen
  does batch run --name "April again"; does batch consolidate on; does batch generate
  again "a batch was reopened"
  for number in 1 2 3 5 6; do
    run invoice void "$number" --note wrong
    again "$number was voided"
  done
  bill 2026-06-01 May
  again "voided work was billed again"
  does verify
}

# An invoice alone: a ticket that went from contract to contract, and since to one of that invoice, whose customer's clock was set anew.
ticket_on_the_move() {
  local BILLET_DB=$folder/move.db
  export BILLET_DB
  does init
  take '{"customers": [{"id": "a", "name": "A", "bill_to": "b"}, {"id": "b", "name": "B"}],
 "contracts": [{"id": "k0", "customer": "a", "name": "K0", "type": "hourly", "start": "2026-06-01", "params": {"rate": "100.00"}},
               {"id": "ka", "customer": "a", "name": "KA", "type": "hourly", "start": "2026-06-01", "params": {"rate": "100.00"}},
               {"id": "kb", "customer": "b", "name": "KB", "type": "hourly", "start": "2026-06-01", "params": {"rate": "100.00"}}],
 "tickets": [{"id": "T1", "customer": "b", "contract": "kb", "status": "closed"},
             {"id": "T6", "customer": "a", "contract": "k0", "status": "closed"}],
 "time_entries": [{"id": "e1", "ticket": "T1", "start": "2026-06-17T09:00", "minutes": 60},
                  {"id": "e2", "ticket": "T6", "start": "2026-06-18T10:00", "minutes": 20}]}'
  does batch new --as-of 2026-07-01; does batch select kb; does batch run --name June; does batch generate
  take '{"tickets": [{"id": "T6", "contract": "ka"}]}'
  does batch new --as-of 2026-07-02; does batch select ka; does batch run --name Late; does batch generate
  take '{"tickets": [{"id": "T6", "contract": "kb"}], "customers": [{"id": "a", "zone": "Asia/Tokyo"}]}'
  does explain 1
  does replay
}

start_demo
changed_rows
second_round
changed_plugins
small_book
released
ticket_on_the_move
what_if
what_if_credited
what_if_once
damage
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
