#!/usr/bin/env bash
# What was said of a final invoice is said for ever: documents, answers and exports after everything they named was renamed; what verify
# notices; books of before; bills of older rules.
. "$(dirname "$0")/shell/book.sh"

cat >book.json <<'JSON'
{"seller": [{"name": "My MSP", "bank": "First bank", "x.team": "north"}],
 "customers": [{"id": "a", "name": "Alpha", "tax": "GST", "invoice_per": "customer", "po_number": "P1", "terms_days": 10, "x.code": "C1"}],
 "taxes": [{"name": "GST", "rule": "components", "params": {"rates": [{"name": "State", "rate": "5%"}, {"name": "City", "rate": "2%"}]}}],
 "contracts": [
   {"id": "a1", "customer": "a", "name": "A \"desk\" \\ Ü", "type": "retainer", "start": "2026-01-01", "taxable": true,
    "params": {"price": "100.00"}, "x.floor": "1"},
   {"id": "a2", "customer": "a", "name": "B desk", "type": "hourly", "start": "2026-01-01", "params": {"rate": "60.00"}},
   {"id": "a3", "customer": "a", "name": "C block", "type": "block-hours", "start": "2026-01-01",
    "params": {"hours": "2", "rate": "50.00", "rollover": true}}],
 "tickets": [{"id": "T1", "customer": "a", "contract": "a2", "title": "Mail", "status": "closed", "x.priority": "P1"},
   {"id": "T2", "customer": "a", "contract": "a2", "title": "Printer", "status": "closed", "x.priority": "P2"},
   {"id": "T3", "customer": "a", "contract": "a3", "title": "Router", "status": "closed"}],
 "time_entries": [{"id": "e1", "ticket": "T1", "start": "2026-01-10T09:00", "minutes": 60},
   {"id": "e2", "ticket": "T2", "start": "2026-01-11T09:00", "minutes": 30},
   {"id": "e3", "ticket": "T3", "start": "2026-01-12T09:00", "minutes": 30}]}
JSON
cat >renamed.json <<'JSON'
{"seller": [{"name": "Other MSP", "bank": "Second bank", "x.team": "south"}],
 "customers": [{"id": "a", "name": "Omega", "tax": "VAT", "po_number": "P2", "terms_days": 30, "invoice_per": "contract", "x.code": "C2"}],
 "taxes": [{"name": "VAT", "rule": "percent", "params": {"rate": "20%"}},
   {"name": "GST", "rule": "components", "params": {"rates": [{"name": "Land", "rate": "5%"}, {"name": "Town", "rate": "2%"}]}}],
 "contracts": [{"id": "a1", "name": "Zulu desk", "tax": "VAT", "x.floor": "2", "po_number": "P3"},
  {"id": "a2", "name": "Yankee desk", "x.floor": "3"},
   {"id": "a3", "name": "A block"}],
 "tickets": [{"id": "T1", "title": "Post", "status": "open", "x.priority": "P8"},
  {"id": "T2", "x.priority": null}, {"id": "T3", "x.priority": "P9"}]}
JSON
export_rule() { # a plugin that writes every field it is given
  mkdir -p plugins
  cat >plugins/everything.lua <<'LUA'
local function text(v)
  if type(v) ~= "table" then return tostring(v) end
  local keys, parts = {}, {}
  for k in pairs(v) do keys[#keys + 1] = k end
  table.sort(keys, function(a, b) return tostring(a) < tostring(b) end)
  for i, k in ipairs(keys) do parts[i] = tostring(k) .. "=" .. text(v[k]) end
  return "{" .. table.concat(parts, ",") .. "}"
end
return exporter { name = "everything", api = 1, version = "1.0.0", title = "Everything", extension = "txt",
  invoice = function(invoice) return text(invoice) .. "\n" end }
LUA
}
# Everything that the program says of the first invoice, and what each line's explanation says of where it stands.
answers() { # FOLDER
  mkdir -p "$1"
  "$billet" invoice show 1 --json >"$1/show"
  "$billet" invoice show 1 --statement --json | sed 's/, *"movements".*//' >"$1/statement"
  "$billet" invoice view 1 --statement >"$1/view"
  "$billet" invoice list --to 2026-02-01 --json --brief >"$1/list"
  "$billet" export csv --batch 1 >"$1/csv"
  "$billet" export everything --batch 1 >"$1/everything"
  for line in 1 2 3 4; do "$billet" explain 1 $line | sed -n 1p; done >"$1/explain"
}
unchanged() { # WHAT FOLDER
  if diff -r before "$2" >diff.txt; then ok; else bad "$1: $(cat diff.txt)"; fi
}
proven() { does verify; does replay; }

export_rule
does init --currency USD --zone UTC
does import book.json
does batch new --as-of 2026-02-01; does batch select --all; does batch run --name January; does batch generate
answers before
run invoice view 1; says "the document" out 'A "desk" \ Ü'; says "the document" out "State"
run export everything --batch 1; says "the exporter's own columns" out "priority=P2"; says "the exporter's own columns" out "floor=1"
does import renamed.json
answers renamed
unchanged "renamed" renamed
proven

# A credit by line takes what was printed on it, and changes nothing else; neither does a void of another one.
does invoice credit 1 --lines 2 --note "wrong ticket"
run invoice show 2 --json; says "the credit" out '"ticket":"T1"'; says "the credit" out '"contract_name":"Yankee desk"'
does invoice credit 1 --lines 1 --rebill --note "once more"
run explain 1 1; exits "explained by line" 0; says "explained by line" out "Retainer fee"
"$billet" export csv --batch 1 | grep -E '^(invoice|1),' >csv.after
if diff before/csv csv.after >diff.txt; then ok; else bad "credited: $(cat diff.txt)"; fi
"$billet" invoice show 1 --json >after.json
if python3 - before/show after.json <<'PYTHON' 2>err; then ok; else bad "credited: show"; fi
import json, sys
was, now = (json.load(open(f))[0] for f in sys.argv[1:3])
for name in ("credited_by", "paid", "open", "payment"):
    was.pop(name, None), now.pop(name, None)
assert was == now
PYTHON
proven

# A ticket that only a void invoice names stays, with its id.
cat >gone.json <<'JSON'
{"customers": [{"id": "b", "name": "Beta"}],
 "contracts": [{"id": "b1", "customer": "b", "name": "Desk", "type": "hourly", "start": "2026-01-01", "params": {"rate": "60.00"}}],
 "tickets": [{"id": "B1", "customer": "b", "contract": "b1", "title": "Lost", "status": "closed", "closed_at": "2026-01-20"}],
 "time_entries": [{"id": "b1", "ticket": "B1", "start": "2026-01-10T09:00", "minutes": 60}]}
JSON
does import gone.json
does batch new --as-of 2026-02-01; does batch select b1; does batch run --name Beta; does batch generate
number=$("$billet" invoice list --customer b --json --brief | python3 -c 'import json, sys; print(json.load(sys.stdin)[0]["invoice"])')
# Its state, and what is paid of it, which nobody asks of a void one.
told_of_all() { sed -E 's/"state":"[a-z]*"//; s/"paid":.*"paid_by":\[[^]]*\],//'; }
"$billet" invoice show "$number" --json | told_of_all >void.before
does invoice void "$number" --note "not theirs"
printf '{"tickets": [], "time_entries": []}' >empty.json
does import empty.json --replace tickets,time_entries --since 2026-01-01
"$billet" invoice show "$number" --json | told_of_all >void.after
if diff void.before void.after >diff.txt; then ok; else bad "void: $(cat diff.txt)"; fi
does verify

# What verify notices, each in a copy of the book.
tampered() { # WHAT SQL
  cp book.db tampered.db
  sqlite3 tampered.db "$2" || bad "$1: no such thing"
  run verify --json --db tampered.db
  exits "$1" 3
}
tampered "a contract's name" "UPDATE invoices SET contracts = json_set(contracts, '\$[0].name', 'Other') WHERE number = '1'"
tampered "a contract's own column" "UPDATE invoices SET contracts = json_set(contracts, '\$[0].x.floor', '9') WHERE number = '1'"
tampered "a ticket's own column" "UPDATE invoices SET contracts = replace(contracts, 'P2', 'P7') WHERE number = '1'"
tampered "the order of print" \
  "UPDATE invoices SET contracts = (SELECT json_group_array(json(value)) FROM (SELECT value FROM json_each(contracts) ORDER BY key DESC))
    WHERE number = '1'"
tampered "the order of print is gone" "UPDATE invoices SET contracts = NULL WHERE number = '1'"
tampered "the seller" "UPDATE invoices SET seller = json_set(seller, '\$.bank', 'Other') WHERE number = '1'"
tampered "the buyer's name" "UPDATE invoices SET bill_to = json_set(bill_to, '\$.name', 'Other') WHERE number = '1'"
tampered "the PO number" "UPDATE invoices SET po_number = 'P9' WHERE number = '1'"
tampered "the terms" "UPDATE invoices SET due_date = due_date + 1 WHERE number = '1'"
tampered "the batch" "UPDATE invoices SET batch = 2 WHERE number = '1'; UPDATE bills SET batch = 2 WHERE invoice = 1"
tampered "a tax's name" "UPDATE bill_taxes SET name = 'Other' WHERE name = 'City'"
tampered "how a tax was rounded" "UPDATE bill_taxes SET rounding = 'document'"
tampered "the version of its rules" "UPDATE bills SET rules_version = rules_version + 1 WHERE n = 1"
tampered "the form of its digest" "UPDATE bills SET form = 1 WHERE n = 1"
tampered "the form of the document's digest" "UPDATE invoices SET form = 1 WHERE number = '1'"
for key in "tickets SET id = 'T9' WHERE id = 'T1'" "taxes SET name = 'Other' WHERE name = 'GST'"; do
  if sqlite3 book.db "UPDATE $key" 2>/dev/null; then bad "$key"; else ok; fi
done

# A book of before is frozen as it stands when it is brought up: what it says, it says after everything was renamed.
mkdir old
cp "$root/tests/data/book-1.db" old/book.db
export BILLET_DB=$folder/old/book.db
texts() { # FILE
  "$billet" --json invoice list >list.json
  python3 -c 'import json; print(*[i["invoice"] for i in json.load(open("list.json")) if i["state"] != "draft"])' |
    xargs "$billet" invoice view >"$1"
  "$billet" export csv --batch 1 >>"$1"
}
texts old/before
does tables --output old/tables
python3 - old/tables <<'PYTHON' >old/renamed.json
import csv, json, sys
out = {}
for table in ("customers", "contracts"):
  rows = list(csv.DictReader(open(f"{sys.argv[1]}/{table}.csv", encoding="utf-8")))
  out[table] = [{"id": r["id"], "name": f"{chr(122 - i % 26)} renamed {i}", "x.colour": "blue"} for i, r in enumerate(rows)]
rows = list(csv.DictReader(open(f"{sys.argv[1]}/tickets.csv", encoding="utf-8")))
out["tickets"] = [{"id": r["id"], "title": "renamed", "x.priority": "P0"} for r in rows]
print(json.dumps(out))
PYTHON
does import old/renamed.json
texts old/after
if diff old/before old/after >diff.txt; then ok; else bad "a book of before: $(head -5 diff.txt)"; fi
does verify
printf '%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
