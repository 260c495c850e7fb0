#!/usr/bin/env bash
# What customers paid: as tables, by hand, on invoices and statements; documents stay as they were sent.
. "$(dirname "$0")/shell/book.sh"
export BILLET_TODAY=2026-06-10

bill() { # DATE
  does batch new --as-of "$1"; does batch select --all; does batch run --name "$1"; does batch generate --date "$1"
}
field() { # INVOICE TEXT: paid, open, payment and by what
  run --json invoice show "$1"
  if [ "$(python3 -c 'import json; i = json.load(open("out"))[0]
print(i.get("paid"), i.get("open"), i.get("payment"), *[p["payment"] + ":" + p["amount"] for p in i.get("paid_by", [])])')" = "$2" ]
  then ok; else bad "invoice $1: $2"; fi
}
account() { # CUSTOMER DATE TEXT: open, on account, balance of each currency, and its payments
  run --json customer statement "$1" --as-of "$2"
  if [ "$(python3 -c 'import json
for a in json.load(open("out"))["accounts"]:
    came = [p["payment"] + ":" + p["on_account"] for p in a["payments"]]
    print(a["currency"], a["open"], a["on_account"], a["balance"], *came, end=";")')" = "$3" ]
  then ok; else bad "account of $1 on $2: $3"; fi
}

does init --currency USD --zone America/New_York
cat >book.json <<'JSON'
{"seller": [{"name": "Birch IT"}],
 "customers": [{"id": "acme", "name": "Acme", "terms_days": 14, "invoice_per": "customer"},
               {"id": "branch", "name": "Branch", "bill_to": "acme"}, {"id": "zed", "name": "Zed", "currency": "JPY"}],
 "contracts": [{"id": "a", "customer": "acme", "name": "Support", "type": "retainer", "start": "2026-01-01", "params": {"price": "100"}},
               {"id": "z", "customer": "zed", "name": "Zed", "type": "retainer", "start": "2026-01-01", "params": {"price": "5000"}}]}
JSON
does import book.json
for month in 02 03 04; do bill 2026-$month-01; done   # acme: 1, 3, 5; zed: 2, 4, 6
does batch new --as-of 2026-05-01; does batch select --all; does batch run --name drafts
run --json invoice list
says "a draft says nothing of payments" out '"invoice":"D7"'
field D7 "None None None"
field 1 "0.00 100.00 none"

# As documents were sent, so they stay.
for form in text html; do run invoice view 1 --format $form; cp out "1.$form"; done
run --json explain 1; cp out explained
does export csv --batch 1 --output before.csv

# By hand: what is open without --amount; in the order of the words; a rest is on account.
does invoice pay 1
says "its id" out "P1"
does invoice pay 3 5 --amount 250 --date 2026-05-02 --reference "check 9" --id chk-9
says "on account" out "50.00"
field 1 "100.00 0.00 paid P1:100.00"
field 3 "100.00 0.00 paid chk-9:100.00"
does invoice pay 2 --amount 1000
field 2 "1000 4000 part P3:1000"
for form in text html; do
  run invoice view 1 --format $form
  if cmp -s out "1.$form"; then ok; else bad "a payment changed a document: $form"; fi
done
run --json explain 1
if cmp -s out explained; then ok; else bad "a payment changed an explanation"; fi
does export csv --batch 1 --output after.csv
if cmp -s before.csv after.csv; then ok; else bad "a payment changed an export"; fi
run --json invoice list --unpaid
if [ "$(grep -o '"invoice":"[^"]*"' out | tr -d '\n')" = '"invoice":"2""invoice":"4""invoice":"6"' ]; then ok; else bad "unpaid"; fi
run invoice pay 1
exits "paid before" 1
says "paid before" err "nothing is open of invoice 1"
run invoice pay 2 4 --id chk-9
exits "an id that is taken" 1
run invoice pay 4 --amount 10.5
exits "half a yen" 1
says "half a yen" err 'hint: what is open: --amount 5000'
run invoice pay 1 2
exits "of two customers" 1
run invoice pay D7
exits "a draft" 1
says "a draft" err "D7 is a draft"
run invoice void 1 --note wrong
exits "void" 1
says "void" err "1 was paid by P1: it cannot be voided"
says "void" err "billet invoice unpay P1"
does replay

# On any day: what was there then.
account acme 2026-04-01 "USD 300.00 0.00 300.00;"
account acme 2026-05-02 "USD 100.00 50.00 50.00 chk-9:50.00;"
account acme 2026-06-10 "USD 0.00 50.00 -50.00 chk-9:50.00;"
account zed 2026-06-10 "JPY 14000 0 14000 P3:0;"
does customer statement acme
says "in words" out "On account  USD 50.00"
says "in words" out "Balance     USD -50.00"
says "in words" out "check 9"

# A credit note of what was paid: on account, and it may pay another invoice.
does invoice credit 5 --lines 1:30 --note goodwill --date 2026-06-01
field 5 "100.00 -30.00 paid chk-9:100.00"
account acme 2026-06-10 "USD -30.00 50.00 -80.00 chk-9:50.00;"
does batch generate --date 2026-06-02
field 8 "0.00 100.00 none"
echo '{"allocations": [{"payment": "7", "invoice": "8", "amount": "30.01"}]}' >more.json
run import more.json
exits "more than is left of it" 1
echo '{"allocations": [{"payment": "7", "invoice": "8", "amount": "30"}, {"payment": "chk-9", "invoice": "8", "amount": "50"}]}' >rest.json
does import rest.json
field 5 "100.00 0.00 paid chk-9:100.00"
field 8 "80.00 20.00 part chk-9:50.00 7:30.00"
account acme 2026-06-10 "USD 20.00 0.00 20.00 chk-9:0.00;"
account acme 2026-06-01 "USD 70.00 50.00 20.00 chk-9:50.00;"  # the day before invoice 8
run invoice void 8 --note wrong
exits "void" 1

# A credit note of its own pays too, and says so.
cat >refund.json <<'JSON'
{"customers": [{"id": "ret", "name": "Returner"}],
 "contracts": [{"id": "r", "customer": "ret", "name": "Goods", "type": "retainer", "start": "2026-04-01", "params": {"price": "0"}},
               {"id": "s", "customer": "ret", "name": "Support", "type": "retainer", "start": "2026-04-01", "end": "2026-04-30",
                "params": {"price": "70"}}],
 "charges": [{"id": "back", "customer": "ret", "contract": "r", "date": "2026-04-10", "description": "Refund", "quantity": -1,
              "unit_price": "50"}]}
JSON
does import refund.json
does batch new --as-of 2026-06-03; does batch select r s; does batch run --name refund; does batch generate --date 2026-06-03
note=$("$billet" --json invoice list --customer ret | python3 -c 'import json, sys
print(*[i["invoice"] for i in json.load(sys.stdin) if i["kind"] == "credit"])')
field "$note" "0.00 -50.00 none"
echo "{\"allocations\": [{\"payment\": \"$note\", \"invoice\": \"$((note + 1))\", \"amount\": \"20\"}]}" >part.json
does import part.json
field "$note" "-20.00 -30.00 part"
field $((note + 1)) "20.00 50.00 part $note:20.00"
sed -i 's/"20"/"50"/' part.json
does import part.json
field "$note" "-50.00 0.00 paid"
account ret 2026-06-10 "USD 20.00 0.00 20.00;"
run invoice void "$note" --note wrong
exits "void" 1
says "void" err "credit note $note pays invoice $((note + 1)): it cannot be voided"

# Tables: out and in again; what the file has no more goes; own columns stay.
mkdir in
printf 'id,customer,date,amount,reference,x.bank\r\nW1,branch,2026-06-05,20.00,wire,"Old Bank"\r\n' >in/payments.csv
printf 'payment,invoice,amount\r\nW1,8,20.00\r\n' >in/allocations.csv
does import in --dry-run
does import in
field 8 "100.00 0.00 paid chk-9:50.00 7:30.00 W1:20.00"
does tables --output out-1
says "payments" out-1/payments.csv "W1,branch,2026-06-05,20.00,USD,wire,Old Bank"
says "payments" out-1/payments.csv "P3,zed,2026-06-10,1000,JPY,,"
says "allocations" out-1/allocations.csv "7,8,30.00"
does import out-1
same=$(awk '$1 ~ /^(payments|allocations)$/ { print $1, $2, $5 }' out | tr '\n' ' ')
if [ "$same" = "payments 4 4 allocations 8 8 " ]; then ok; else bad "all the same"; fi
does import in --replace payments,allocations --since 2026-06-01
says "removed" out "removed from payments: P1"
says "a note of 2026-06-01 too" out "removed from allocations: 7 8"
field 1 "0.00 100.00 none"
field 8 "70.00 30.00 part chk-9:50.00 W1:20.00"
printf 'id,customer,date,amount\r\n' >payments.csv
does import payments.csv --replace payments --since 2026-06-01
says "what still pays stays" out "not in payments any more, kept: W1: still pays invoices"
run invoice unpay P1
exits "gone" 1
says "gone" err 'there is no payment "P1"'
does invoice unpay chk-9
account acme 2026-06-10 "USD 350.00 0.00 350.00;"
does invoice unpay W1
does import out-1
field 8 "100.00 0.00 paid chk-9:50.00 7:30.00 W1:20.00"
run --json log
says "the log" out '"command":"invoice unpay"'
says "the log" out '"command":"invoice pay"'
does invoice pay 2
run undo --dry-run
says "a payment is taken back by its name" out '`invoice pay`'
does undo
does redo
does undo
does help table payments
says "its columns" out "how much came"
does import --template empty
if [ "$(head -n 1 empty/allocations.csv)" = $'payment,invoice,amount\r' ]; then ok; else bad "a template"; fi
does replay
does verify

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
