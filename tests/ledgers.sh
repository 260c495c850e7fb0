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

# ---- DATEV: two decimals, taxes that it knows, Windows-1252 in a file and UTF-8 elsewhere.
run export datev --batch 1
exits "a tax that DATEV does not know" 1
says "a tax that DATEV does not know" err "map tax GST + QST + WHT to a key"
echo '{"maps": [{"target": "datev", "kind": "tax", "key": "GST + QST + WHT", "value": "9"}]}' >maps.json
does import maps.json
run export datev --batch 1
exits "three decimals" 1
says "three decimals" err "12.345 KWD has more"
python3 - <<'PYTHON'
import json
kept = [invoice for invoice in json.load(open("invoices.json")) if invoice["currency"] != "KWD"]
json.dump(kept, open("invoices.json", "w"))
open("numbers", "w").write(" ".join(invoice["invoice"] for invoice in kept))
PYTHON
# shellcheck disable=SC2046 # numbers have no blanks
does export datev --output euro.datev --invoice $(cat numbers)
says "what had to be cut is told" err "texts are cut at 60 characters"
judged euro datev euro.datev EUR
does export datev --invoice INV-2026-00002
says "an answer is UTF-8" out "BU-Schlüssel"
says "which is told" err "--output FILE writes windows-1252"
echo '{"charges": [{"id": "9", "customer": "a", "contract": "a2", "date": "2026-06-02", "description": "€ Łódź „ß“",
  "quantity": "1", "unit_price": "1"}]}' >more.json
does import more.json
does batch new --as-of 2026-07-01
does batch select a2
does batch run --name June
does batch generate
does export datev --output more.datev --invoice INV-2026-00010
says "what Windows-1252 does not have is told" err "2 characters that windows-1252 cannot tell"
if grep -qaF "$(printf '\x80 ?\xf3d? \x84\xdf\x93')" more.datev; then ok; else bad "bytes of Windows-1252"; fi

# ---- What an exporter may ask, and when.
mkdir plugins
exporter() { # INVOICE BEGINS [FIELD]
  echo "return exporter { name = 'own', api = 1, invoice = function(i, t) $1 end, begins = function(t) $2 end, ${3:-} }" >plugins/own.lua
}
exporter "return t.map('account', 'x', 'fallback') .. t.currency .. tostring(t.map('account', nil))" ""
does export own --invoice INV-2026-00001
says "nothing is mapped" out "fallbackEURnil"
exporter "" "t.json()"
run export own --invoice INV-2026-00001
exits "no invoice at the beginning" 1
says "no invoice at the beginning" err "json: there is no invoice at the beginning"
exporter "t.map(1.5, 'x')" ""
run export own --invoice INV-2026-00001
exits "a kind that is no text" 1
exporter "t.warn('seen')  error('not this one', 0)" ""
run export own --batch 1 --output own.txt
exits "refused by the exporter" 1
says "refused by the exporter" err "not this one"
if [ ! -e own.txt ]; then ok; else bad "what is refused is not written"; fi
exporter "" "" "encoding = 'latin-1'"
run plugin check own
says "an encoding that there is not" err "exporter: 'encoding' must be utf-8 or windows-1252"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
