#!/usr/bin/env bash
# Invoices delivered to other programs, from signing in to payments that come back: the sample book to servers like QuickBooks Online and
# Xero, every write also before prism with Xero's specification, signing in also at oidc-provider.
. "$(dirname "$0")/shell/book.sh"
. "$root/tests/shell/targets.sh"
export BILLET_TODAY=2026-06-07

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
begun=$SECONDS
does --json export quickbooks-online --batch 1
count=$(ledger "$quickbooks" 'len(log)')
echo "QuickBooks Online: $count requests, $((SECONDS - begun)) s for 90 invoices"
answers "all of it" 'o["delivered"], o["waiting"], o["refused"], o["unknown"]' '(90, 0, 0, 0)'
batch_is "all of it" exported
booked "each once" "$quickbooks" 'sorted(int(i["DocNumber"]) for i in l["Invoice"]) == list(range(1, 91))' True
booked "the batch's total" "$quickbooks" \
  '"%.2f" % sum(float(i["TotalAmt"]) for i in l["Invoice"])' "$(total True)"
booked "nothing that Intuit's schema does not have" "$quickbooks" 'l["violations"]' '[]'
behave "$quickbooks" '{"clear": true}'
does export quickbooks-online --batch 1
booked "a second time sends nothing" "$quickbooks" '[r["url"] for r in log if r["method"] == "POST"]' '[]'

# ---- A credit note and its application, a void, what is paid, edited and deleted there.
answers_of() { does --json export quickbooks-online --invoice "$@"; }
does invoice credit 1 --lines 1:100.00 --note 'a part of it'
does invoice void 2 --note 'twice'
answers_of 1 2 91
booked "a credit note, applied" "$quickbooks" '[(c["DocNumber"], c["Balance"]) for c in l["CreditMemo"]], len(l["Payment"])' "([('91', '0.00')], 1)"
booked "a void" "$quickbooks" '[i["DocNumber"] for i in l["Invoice"] if i["voided"]]' "['2']"
owes=$(ledger "$quickbooks" '[i["Balance"] for i in l["Invoice"] if i["DocNumber"] == "3"][0]')
act "$quickbooks" "{\"pay\": {\"3\": \"$owes\", \"4\": \"1.50\"}, \"amount\": \"$owes\", \"date\": \"2026-06-05\"}" >acted
says "more is applied than was paid" acted "more than the payment"
act "$quickbooks" "{\"pay\": {\"3\": \"$owes\"}, \"amount\": \"$owes\", \"date\": \"2026-06-05\", \"reference\": \"check 7\"}" >acted
act "$quickbooks" '{"edit": "5", "with": {"TxnDate": "2026-06-03", "TxnTaxDetail": {"TotalTax": 0.01}}}' >acted
act "$quickbooks" '{"void": "6"}' >acted
act "$quickbooks" '{"delete": "7"}' >acted
does --json export refresh quickbooks-online
does --json export status --target quickbooks-online
answers "what changed there" '{i["invoice"]: i["state"] for i in o["invoices"] if i["state"] != "delivered" and i["invoice"] != "2"}' \
  "{'5': 'edited', '6': 'voided', '7': 'gone'}"
does --json invoice show 3
answers "what was paid there" 'o["paid"] == o["total"], o["open"], o["payment"]' "(True, '0.00', 'paid')"
does export refresh quickbooks-online
does --json invoice show 3
answers "and is not paid twice" 'o["open"]' 0.00
does export accept quickbooks-online 5 --note 'the bookkeeper is right'
does export forget quickbooks-online 6 --note 'not needed'
does export resend quickbooks-online 7 --note 'deleted by mistake'
answers_of 5 6 7
booked "sent anew" "$quickbooks" '[i["DocNumber"] for i in l["Invoice"]].count("7")' 1

# ---- Documents of somebody else, and names that are taken.
book refused
act "$quickbooks" '{"book": {"DocNumber": "8", "CustomerRef": {"value": "'"$(ledger "$quickbooks" 'l["Invoice"][0]["customer"]')"'"}, "Line": []}}' \
  >acted

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
