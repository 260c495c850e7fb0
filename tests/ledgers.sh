#!/usr/bin/env bash
# Files that other programs read: the sample book and one in five currencies with credits, a void and each sort of tax, through every file
# exporter. ledger, hledger and beancount judge theirs; the others are read by the columns that their formats document.
. "$(dirname "$0")/shell/book.sh"
export BILLET_TODAY=2026-06-07

judged() { # WHAT TARGET FILE CURRENCY: against the file invoices.json
  python3 "$root/tests/ledgers/check.py" "$2" "$3" invoices.json "$4" >out 2>err
  status=$?
  exits "$1: $2" 0
}
exported() { # WHAT CURRENCY
  local target file
  run --json invoice list --batch 1
  cp out invoices.json
  for target in json journal ledger beancount xero-csv quickbooks-iif; do
    file=$1.$target
    does export "$target" --batch 1 --output "$file"
    judged "$1" "$target" "$file" "$2"
  done
  judged "$1" hledger "$1.ledger" "$2"
}
state() { "$billet" --json batch show --batch 1 --brief | sed -n 's/.*"state":"\([a-z]*\)".*/\1/p'; }
whole() { # TARGET STATE: what the batch is after the whole of it was written
  local was
  does export "$1" --batch 1 --output "whole.$1"
  was=$(state)
  if [ "$was" = "$2" ]; then ok; else bad "after $1 the batch is $was, not $2"; fi
}

# ---- The sample book: US dollars and some Canadian ones.
does init --zone America/New_York
does import "$root/tests/data/demo"
does batch new --as-of 2026-06-07
does batch select --all
does batch run --name May
does batch generate

# A copy to look at books nothing; a part of a batch, and a look ahead, neither.
for target in json journal ledger beancount; do whole "$target" generated; done
does export xero-csv --batch 1 --dry-run --output no.csv
does export xero-csv --invoice 1 --output one.csv
if [ "$(state)" = generated ] && [ ! -e no.csv ]; then ok; else bad "a part, or a look ahead, books nothing"; fi
run export quickbooks-iif --batch 1 --output no.iif
exits "a currency that an IIF file cannot tell" 1
says "a currency that an IIF file cannot tell" err "map account receivable.CAD"
if [ "$(state)" = generated ] && [ ! -e no.iif ]; then ok; else bad "what is refused writes and books nothing"; fi
echo '{"maps": [{"target": "quickbooks-iif", "kind": "account", "key": "receivable.CAD", "value": "A/R CAD"}]}' >maps.json
does import maps.json
whole quickbooks-iif exported
exported demo USD

# ---- Another book.
export BILLET_DB=$folder/euro.db
does init --zone Europe/Berlin --currency EUR --number-format 'INV-{YYYY}-{SEQ:5}'
cp "$root/tests/ledgers/book.json" .
does import book.json
does config set round_to.CHF 0.05
does batch new --as-of 2026-06-01
does batch select --all
does batch run --name May
does batch consolidate on
does batch generate
does invoice credit INV-2026-00001 --note 'given back'
does invoice credit INV-2026-00002 --lines 1:10.00 --note 'a part of it'
does invoice void INV-2026-00003 --note 'twice'
exported euro EUR
does export quickbooks-iif --batch 1
says "what had to be cut is told" err "QuickBooks Desktop takes no longer numbers"
for target in ledger beancount; do says "a void is named" "euro.$target" "; INV-2026-00003 is void"; done
says "a rate" euro.ledger "P 2026-05-29 CHF 1.05 EUR"
says "a rate" euro.beancount "2026-05-29 price CHF 1.05 EUR"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
