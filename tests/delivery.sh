#!/usr/bin/env bash
# Invoices delivered to other programs, from signing in to payments that come back: the sample book to servers like QuickBooks Online and
# Xero, every write also before prism with Xero's specification, signing in also at oidc-provider.
. "$(dirname "$0")/shell/book.sh"
. "$root/tests/shell/targets.sh"
export BILLET_TODAY=2026-06-07 root

book() { # NAME: the sample book, its batch generated
  export BILLET_DB=$folder/$1.db
  does init --zone America/New_York
  does import "$root/tests/data/demo"
  does batch new --as-of 2026-06-07
  does batch select --all
  does batch run --name May
  does batch generate
}
state() { "$billet" --json batch show --batch 1 --brief | sed -n 's/.*"state":"\([a-z]*\)".*/\1/p'; }
batch_is() { if [ "$(state)" = "$2" ]; then ok; else bad "$1: the batch is $(state), not $2"; fi; }
numbers() { "$billet" --json invoice list | python3 -c "import json,sys; print(*(i['invoice'] for i in json.load(sys.stdin) if $1))"; }
total() { "$billet" --json invoice list | python3 -c "import json,sys
from decimal import Decimal as D
print(sum((D(i['total']) for i in json.load(sys.stdin) if $1), D(0)))"; }

# ---- QuickBooks Online: the whole batch.
serve quickbooks fake-quickbooks.mjs
book demo
target quickbooks-online "$quickbooks" /connect/oauth2 /oauth2/v1/tokens/bearer '/v3/company/{company}/'
run export quickbooks-online --batch 1
exits "nobody is signed in" 4
says "nobody is signed in" err "export login quickbooks-online"
sign_in quickbooks-online
does export list
says "whose books" out "Sandbox Company_US_1"
does --json export quickbooks-online --batch 1 --dry-run
booked "a look ahead books nothing" "$quickbooks" 'l["booked"]' '[]'
run --json export quickbooks-online --batch 1 --limit 3
exits "a part of it" 7
booked "a part of it" "$quickbooks" 'len(l["Invoice"])' 3
batch_is "a part of it" generated
behave "$quickbooks" '{"clear": true}'
begun=$SECONDS
does --json export quickbooks-online --batch 1
count=$(ledger "$quickbooks" 'len(log)')
echo "QuickBooks Online: $count requests, $((SECONDS - begun)) s for 87 invoices"
answers "all of it" 'o["delivered"], o["waiting"], o["refused"], o["unknown"]' '(90, 0, 0, 0)'
batch_is "all of it" exported
booked "each once" "$quickbooks" 'sorted(int(i["DocNumber"]) for i in l["Invoice"]) == list(range(1, 91))' True
booked "the batch's total" "$quickbooks" \
  '"%.2f" % sum(float(i["TotalAmt"]) for i in l["Invoice"])' "$(total True)"
booked "nothing that Intuit's schema does not have" "$quickbooks" 'l["violations"]' '[]'
behave "$quickbooks" '{"clear": true}'
does export quickbooks-online --batch 1
booked "a second time sends nothing" "$quickbooks" '[r["url"] for r in log if r["method"] == "POST"]' '[]'

# ---- A credit note and its application, a void, what is paid, edited, voided and deleted there.
again() { does --json export quickbooks-online --invoice "$@"; }
owes() { ledger "$quickbooks" "[i['Balance'] for i in l['Invoice'] if i['DocNumber'] == '$1'][0]"; }
states() { # WHAT WANTED: of all documents that are not delivered
  run --json export status --target quickbooks-online
  answers "$1" '" ".join(sorted(i["invoice"] + " " + i["state"] for i in o["invoices"] if i["state"] != "delivered"))' "$2"
}
does invoice credit 1 --lines 1:100.00 --note 'a part of it'
does invoice void 2 --note 'twice'
again 1 2 91
booked "a credit note, applied" "$quickbooks" '[(c["DocNumber"], c["Balance"]) for c in l["CreditMemo"]], len(l["Payment"])' \
  "([('91', '0.00')], 1)"
booked "what is open of the invoice" "$quickbooks" "$(owes 1)" "$("$billet" --json invoice show 1 |
  python3 -c 'import json, sys; print(json.load(sys.stdin)[0]["open"])')"
booked "a void" "$quickbooks" '[i["DocNumber"] for i in l["Invoice"] if i["voided"]]' "['2']"
both=$(python3 -c "print(round($(owes 1) + 1.50 + 2.25, 2))")
act "$quickbooks" "{\"pay\": {\"1\": \"$(owes 1)\", \"3\": \"1.50\"}, \"amount\": \"$both\", \"date\": \"2026-06-05\",
  \"reference\": \"check 7\"}" >acted
act "$quickbooks" '{"edit": "5", "with": {"TxnDate": "2026-06-03", "TxnTaxDetail": {"TotalTax": 0.01}}}' >acted
act "$quickbooks" '{"void": "6"}' >acted
act "$quickbooks" '{"delete": "7"}' >acted
run --json export refresh quickbooks-online
states "what changed there" "2 voided 5 edited 6 voided 7 gone"
shown() { # WHAT INVOICE EXPRESSION WANTED: of the invoice, `i`
  does --json invoice show "$2"
  answers "$1" "(lambda i: ($3))(o[0])" "$4"
}
shown "paid there, and credited here" 1 'i["open"], i["payment"]' "('0.00', 'paid')"
shown "one payment of two invoices" 3 'i["paid"], i["payment"]' "('1.50', 'part')"
run export refresh quickbooks-online
shown "read again, not paid again" 3 'i["paid"]' 1.50
does export accept quickbooks-online 5 --note 'the bookkeeper is right'
does export forget quickbooks-online 6 --note 'not needed'
does export resend quickbooks-online 7 --note 'deleted by mistake'
again 5 6 7
booked "sent anew" "$quickbooks" '[i["DocNumber"] for i in l["Invoice"]].count("7")' 1
states "all is settled" "2 voided 6 forgotten"
run export forget quickbooks-online 7 --note 'no'
exits "what is there is not forgotten" 1

# ---- Documents of somebody else, names that are taken, taxes that differ.
book others
behave "$quickbooks" '{"clear": true}'
does export map quickbooks-online set customer coolrealty 'Nobody of this name'
target quickbooks-online "$quickbooks" /connect/oauth2 /oauth2/v1/tokens/bearer '/v3/company/{company}/'
sign_in quickbooks-online
run --json export quickbooks-online --invoice 8 30
exits "refused" 7
answers "by somebody else's document" '[i["state"] for i in o["invoices"]], "another document with the number 8" in str(o)' \
  "(['refused', 'refused'], True)"

does export map quickbooks-online set customer coolrealty CoolRealty

# ---- Taxes that QuickBooks computes by itself.
fresh() { # NAME: a book and a server of its own, signed in
  book "$1"
  serve quickbooks fake-quickbooks.mjs
  target quickbooks-online "$quickbooks" /connect/oauth2 /oauth2/v1/tokens/bearer '/v3/company/{company}/'
  sign_in quickbooks-online
}
fresh taxes
behave "$quickbooks" '{"settings": {"compute_tax": true, "rate": 0.05}}'
run --json export quickbooks-online --invoice 1
exits "another tax" 7
answers "another tax" '[(i["state"], i["difference"]) for i in o["invoices"]]' \
  "[('different', 'total is 3849.84 there and 4045.99 here, tax is 183.33 there and 379.48 here')]"
does config set export.quickbooks-online.tax theirs
does --json export quickbooks-online --invoice 3
answers "theirs is told" '[(i["state"], i["difference"]) for i in o["invoices"]]' \
  "[('delivered', 'total is 2251.12 there and 2365.82 here, tax is 107.20 there and 221.90 here')]"

# ---- Nobody is signed in any more, in mid-batch: the others stay, and go on after signing in.
fresh tokens
act "$quickbooks" '{"expire": true}' >acted
act "$quickbooks" '{"forget": true}' >acted
run --json export quickbooks-online --invoice 4 5
exits "sign in first" 4
answers "the others stay" '[i["state"] for i in o["invoices"]], "export login quickbooks-online" in o["result"]' \
  "(['waiting', 'waiting'], True)"
sign_in quickbooks-online
does --json export quickbooks-online --invoice 4 5
behave "$quickbooks" '{"what": "expire", "skip": 3}'
does --json export quickbooks-online --invoice 9 10 11
booked "a token that ends in mid-batch is renewed" "$quickbooks" 'l["tokens"]["refreshes"], len(l["Invoice"])' "(1, 5)"

# ---- Two exports at once, and Ctrl-C.
for sort in invoice customer; do behave "$quickbooks" "{\"what\": \"slow\", \"seconds\": 0.1, \"on\": \"$sort\", \"times\": 200}"; done
"$billet" export quickbooks-online --invoice 12 13 14 15 16 17 18 >first 2>&1 &
first=$!
run export quickbooks-online --invoice 12 13 14 15 16 17 18
wait "$first"
does export quickbooks-online --invoice 12 13 14 15 16 17 18
booked "two at once" "$quickbooks" \
  'len(l["Invoice"]), len({i["DocNumber"] for i in l["Invoice"]}), len(l["Customer"]) == len(set(l["Customer"]))' "(12, 12, True)"
"$billet" --json export quickbooks-online --batch 1 >out 2>err </dev/null &
export=$!
sleep 1.5
kill -INT "$export"
wait "$export"
status=$?
exits "Ctrl-C" 130
there=$(ledger "$quickbooks" 'len(l["Invoice"])')
answers "what is there is told" 'o["delivered"]' "$there"
run --json export quickbooks-online --batch 1 --limit 2
booked "and it goes on" "$quickbooks" 'len(l["Invoice"])' $((there + 2))

# ---- Answers that are none, each to an invoice that is booked: nothing is lost, nothing twice. To a question none is no answer either.
fresh odd
behave "$quickbooks" '{"what": "nothing", "on": "query"}'
does --json export quickbooks-online --invoice 60
for name in html half-json other-host other-scheme redirect-loop flood gzip-bomb wrong-types fault nothing; do
  behave "$quickbooks" "{\"what\": \"$name\", \"on\": \"invoice\", \"when\": \"after\"}"
done
does --json export quickbooks-online --invoice 60 61 62 63 64 65 66 67 68 69 70
booked "odd answers" "$quickbooks" 'len(l["Invoice"]), len({i["DocNumber"] for i in l["Invoice"]}), sum(l["struck"])' "(11, 11, 11)"

# ---- A customer and an item that were merged or deleted there: what refers to them is refused, and looked for anew by the next export.
does --json export quickbooks-online --invoice 1
act "$quickbooks" '{"remove": "Alder & Finch Architects", "type": "Customer"}' >acted
act "$quickbooks" '{"remove": "Labor", "type": "Item"}' >acted
run --json export quickbooks-online --invoice 2
exits "a customer that is gone" 7
answers "a customer that is gone" '"make it active in QuickBooks" in o["invoices"][0]["message"]' True
does --json export quickbooks-online --invoice 2
booked "and is made anew" "$quickbooks" 'l["Customer"].count("Alder & Finch Architects"), l["Item"].count("Labor")' "(1, 1)"
does --json export quickbooks-online --invoice 4
act "$quickbooks" '{"remove": "Amber Coast Fisheries", "type": "Customer"}' >acted
run --json export quickbooks-online --invoice 5
exits "another one" 7
does export resend quickbooks-online 5 --note 'the customer was merged'
does --json export quickbooks-online --invoice 5
booked "what is sent anew looks for it again too" "$quickbooks" \
  'l["Customer"].count("Amber Coast Fisheries"), [i["DocNumber"] for i in l["Invoice"]].count("5")' "(1, 1)"

# ---- Xero: fifty invoices a request, each write shown to prism with Xero's own specification.
book xero
serve_prism
serve xero fake-xero.mjs PRISM="$prism"
target xero "$xero" /identity/connect/authorize /connect/token /api.xro/2.0/
sign_in xero
run export xero --invoice 1
exits "a tax that is not mapped" 7
says "a tax that is not mapped" out "billet export map xero set tax"
python3 - <<'PYTHON'
import csv, json, os
names = [row["name"] for row in csv.DictReader(open(os.environ["root"] + "/tests/data/demo/taxes.csv"))]
maps = [{"target": "xero", "kind": "tax", "key": name, "value": "OUTPUT"} for name in names]
maps += [{"target": "xero", "kind": "tax", "key": "GST + Ontario HST", "value": "OUTPUT"}]
json.dump({"maps": maps}, open("maps.json", "w"))
PYTHON
does import maps.json
behave "$xero" '{"clear": true}'
begun=$SECONDS
run --json export xero --batch 1
echo "Xero: $(ledger "$xero" 'len(log)') requests, $((SECONDS - begun)) s for 90 invoices"
exits "all of it" 0
booked "each once" "$xero" 'sorted(int(i["number"]) for i in l["Invoices"]) == list(range(1, 91)), l["overwritten"]' "(True, [])"
booked "the batch's total" "$xero" '"%.2f" % sum(float(i["total"]) for i in l["Invoices"])' "$(total True)"
booked "prism was shown each write, and refused none" "$xero" 'l["violations"], l["shown"] > 40' '([], True)'
booked "in few requests" "$xero" 'sum(r["sort"] == "invoice" for r in log)' 2
batch_is "all of it" exported

does invoice credit 1 --lines 1:100.00 --note 'a part of it'
does invoice void 2 --note 'twice'
does --json export xero --invoice 1 2 91
booked "a credit note, allocated" "$xero" '[(c["number"], c["left"]) for c in l["CreditNotes"]]' "[('91', '0.00')]"
booked "a void" "$xero" '[i["number"] for i in l["Invoices"] if i["status"] == "VOIDED"]' "['2']"
act "$xero" '{"pay": "3", "amount": "100.00", "date": "2026-06-05", "reference": "check 8"}' >acted
act "$xero" '{"void": "6"}' >acted
run --json export refresh xero
shown "paid at Xero" 3 'i["paid"], i["payment"]' "('100.00', 'part')"
run --json export status --target xero
answers "voided there" '[i["invoice"] for i in o["invoices"] if i["state"] == "voided"]' "['2', '6']"
booked "still nothing that prism refuses" "$xero" 'l["violations"]' '[]'

# ---- The same signed in at oidc-provider, whose tokens live for a second: two exports at once use no refresh token twice, for
# that would kill the grant.
book certified
does import maps.json
redirect=http://localhost:$(free_port)/callback
serve authority oidc.mjs REDIRECT="$redirect" ACCESS_SECONDS=1
serve certified fake-xero.mjs OIDC="$authority" PRISM="$prism"
target xero "$certified" /auth /token /api.xro/2.0/
does config set export.xero.scopes 'offline_access accounting.transactions accounting.contacts accounting.settings.read'
sign_in xero
for sort in query invoice customer; do
  behave "$certified" "{\"what\": \"slow\", \"seconds\": 0.4, \"on\": \"$sort\", \"times\": 90}"
done
"$billet" export xero --invoice 1 4 7 >first 2>&1 &
first=$!
run --json export xero --invoice 8 12 13 14
wait "$first"
does --json export xero --invoice 1 4 7 8 12 13 14
booked "all are there" "$certified" 'sorted(int(i["number"]) for i in l["Invoices"])' '[1, 4, 7, 8, 12, 13, 14]'
curl -s "$authority/_counts" >out
answers "tokens were renewed, and no grant died" 'o["grants"] > 3, o["revoked"], o["refused"]' '(True, 0, 0)'

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
