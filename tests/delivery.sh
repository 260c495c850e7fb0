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

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
