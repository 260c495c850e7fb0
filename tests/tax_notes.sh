#!/usr/bin/env bash
# What the text of an invoice says about its taxes: why something is not taxed, and how tax was rounded.
set -u
cd "$(dirname "$0")/.." || exit 2
billet=$PWD/billet
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

# The last lines of the only invoice of a book whose contracts have these taxes, below its total. Every second bills labor.
notes() { # TAX…
  local db=$work/$books.db contracts="" tax n=0
  for tax in "$@"; do
    n=$((n + 1))
    contracts+=',{"id":"'$n'","customer":"c","name":"'$n'","type":"retainer","start":"2026-04-01","tax":"'$tax'",'
    contracts+='"category":"'$([ $((n % 2)) -eq 0 ] && echo labor)'","params":{"price":"100.00"}}'
  done
  printf '%s' '{"taxes":[{"name":"line","rule":"percent","params":{"rate":"10%"}},
    {"name":"document","rule":"percent","params":{"rate":"19%","rounding":"document"}},
    {"name":"two","rule":"components","params":{"rates":[{"name":"GST","rate":"5%"},{"name":"QST","rate":"9.975%"}]}},
    {"name":"abroad","rule":"reverse-charge"},{"name":"eu","rule":"reverse-charge"},
    {"name":"zero","rule":"percent","params":{"rate":"0%","reason":"Zero-rated","categories":[{"category":"labor","rate":"0%"}]}},
    {"name":"silent","rule":"none"},
    {"name":"export","rule":"none","params":{"reason":"Export outside the EU"}}],
    "customers":[{"id":"c","name":"C","invoice_per":"customer"}],"contracts":['"${contracts#,}"']}' >"$work/book.json"
  { "$billet" --db "$db" init && "$billet" --db "$db" import "$work/book.json" && "$billet" --db "$db" batch new --as-of 2026-05-01 &&
    "$billet" --db "$db" batch select --all && "$billet" --db "$db" batch run --name Taxes && "$billet" --db "$db" batch generate; } \
    >"$work/log" 2>&1 || cat "$work/log"
  "$billet" --db "$db" invoice view 1 | sed '1,/^ *Total /d; /^$/d'
}

says() { # NAME WANTED TAX…
  local name=$1 wanted=$2 got
  shift 2
  got=$(notes "$@")
  if [ "$got" = "$wanted" ]; then passed=$((passed + 1)); else failed=$((failed + 1)); printf 'not ok %s\n%s\n' "$name" "$got"; fi
  books=$((books + 1))
}

books=0
says "rounded by line" "Tax is rounded on each line." line
says "several taxes rounded by line" "Tax is rounded on each line." line two
says "rounded on the document" "Tax is rounded once, on the sum of the document." document
says "both ways" "document is rounded once, on the sum of the document.
Other tax is rounded on each line." document line
says "reverse charge" "abroad: Reverse charge: the customer accounts for the VAT" abroad
says "no tax, with a reason" "export: Export outside the EU" export
says "no tax and no reason" "" silent
says "a reason beside a tax" "abroad: Reverse charge: the customer accounts for the VAT
Tax is rounded once, on the sum of the document." abroad document
says "one reason of several contracts is told once" "abroad, eu: Reverse charge: the customer accounts for the VAT" abroad eu abroad
says "one tax of several contracts and categories is told once" "zero: Zero-rated" zero zero zero
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
