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
act "$quickbooks" "{\"pay\": {\"1\": \"$(owes 1)\", \"3\": \"1.50\"}, \"amount\": \"$both\", \"date\": \"2026-06-05\", \"reference\": \"check 7\"}" \
  >acted
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
answers "by somebody else's document" '[i["state"] for i in o["invoices"]], "another document with the number 8" in str(o)' "(['refused', 'refused'], True)"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
