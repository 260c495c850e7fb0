#!/usr/bin/env bash
# customer statement: what is open by age, on any day, in all forms.
. "$(dirname "$0")/shell/book.sh"
export BILLET_TODAY=2026-06-10

bill() { # DATE
  does batch new --as-of "$1"; does batch select --all; does batch run --name "$1"; does batch generate --date "$1"
}
ages() { # DATE TEXT: of the first currency: open, and its parts by age
  run --json customer statement a --as-of "$1"
  exits "on $1" 0
  if [ "$(python3 -c 'import json; a = json.load(open("out"))["accounts"]
print(*[v for k, v in a[0].items() if k in ("open", "not_due") or k.startswith("days_")] if a else ["none"])')" = "$2" ]
  then ok; else bad "ages on $1"; fi
}

does init --currency EUR --zone Europe/Berlin
cat >book.json <<'JSON'
{"seller": [{"name": "Birch IT", "city": "Berlin", "country": "DE", "email": "b@birch.example"}],
 "customers": [{"id": "a", "name": "Acme <b>&", "country": "GB", "terms_days": 14, "invoice_per": "contract"},
               {"id": "b", "name": "Branch", "bill_to": "a"}],
 "contracts": [{"id": "a1", "customer": "a", "name": "Support", "type": "retainer", "start": "2026-01-01", "params": {"price": "100"}},
               {"id": "a2", "customer": "a", "name": "Abroad", "type": "retainer", "start": "2026-05-01", "currency": "JPY",
                "params": {"price": "2000"}},
               {"id": "b1", "customer": "b", "name": "Branch", "type": "retainer", "start": "2026-05-01", "params": {"price": "7"}}]}
JSON
does import book.json
run --json customer statement a
says "nothing yet" out '"accounts":[]'
for month in 02 03 04 05 06; do bill 2026-$month-01; done

# Invoices 1 to 4 of 100, then 5 of the branch or of a1; due 14 days after their date.
ages 2026-01-31 none
ages 2026-02-14 "100.00 100.00 0.00 0.00 0.00 0.00"
ages 2026-02-15 "100.00 100.00 0.00 0.00 0.00 0.00"
ages 2026-02-16 "100.00 0.00 100.00 0.00 0.00 0.00"
ages 2026-03-17 "200.00 0.00 200.00 0.00 0.00 0.00"
ages 2026-03-18 "200.00 0.00 100.00 100.00 0.00 0.00"
ages 2026-04-16 "300.00 0.00 100.00 200.00 0.00 0.00"
ages 2026-04-17 "300.00 0.00 100.00 100.00 100.00 0.00"
ages 2026-05-16 "400.00 0.00 100.00 100.00 200.00 0.00"
ages 2026-05-17 "400.00 0.00 100.00 100.00 100.00 100.00"
ages 2026-06-10 "507.00 107.00 100.00 100.00 100.00 100.00"
says "another currency" out '{"currency":"JPY","open":"2000","not_due":"2000"'
says "an item" out '{"invoice":"1","kind":"invoice","date":"2026-02-01","due_date":"2026-02-15",'
says "an item" out '"total":"100.00","credited":"0.00","paid":"0.00","open":"100.00","days_overdue":115}'
does invoice credit 1 --lines 1:30.00 --note goodwill --date 2026-06-02
ages 2026-06-01 "507.00 107.00 100.00 100.00 100.00 100.00"
ages 2026-06-02 "477.00 107.00 100.00 100.00 100.00 70.00"
does invoice credit 1 --note all --date 2026-06-03
ages 2026-06-03 "407.00 107.00 100.00 100.00 100.00 0.00"
does invoice void 2 --note wrong
ages 2026-06-03 "307.00 107.00 100.00 100.00 0.00 0.00"
run --json customer statement b
says "whose invoices another pays" out '"accounts":[]'

does customer statement a
says "as text" out "Statement of account"
says "as text" out "Open   EUR 307.00"
says "as text" out "Open   JPY 2,000"
run customer statement a --format html
says "as HTML" out "Acme &lt;b&gt;&amp;"
does customer statement a --format html --output a.html
says "a file" out a.html
if grep -q '<title>Statement of account</title>' a.html; then ok; else bad "its title"; fi
run customer statement a --format pdf
exits "a PDF to look at" 2
does customer statement a --format pdf --output a.pdf
if [ "$(head -c 5 a.pdf)" = %PDF- ]; then ok; else bad "a PDF"; fi
run customer statement nobody
exits "nobody" 1
mkdir plugins
cat >plugins/mine.lua <<'LUA'
return invoice_template { name = "mine", api = 1,
  blocks = function(invoice, t) return { { kind = "heading", text = "Mine" } } end,
  statement = function(account, t) return { { kind = "heading", text = "Owed by " .. account.customer_name } } end }
LUA
does config set template mine
does customer statement a
says "a template of one's own" out "Owed by Acme <b>&"
does invoice send 3 --dry-run --to x@y.example
exits "a template without a mail of its own" 0
does config set template mail
run invoice view 3 --template mail
exits "one that makes no documents" 1
says "one that makes no documents" err "makes no documents"
does verify

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
