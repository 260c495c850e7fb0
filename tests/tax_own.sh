#!/usr/bin/env bash
# Tax rules of the MSP's own: what they answer stands on invoices and credit notes as it should, or is refused.
set -u
cd "$(dirname "$0")/.." || exit 2
billet=$PWD/billet
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0 books=0

check() { # NAME WANTED GOT
  if [ "$2" = "$3" ]; then passed=$((passed + 1)) && return; fi
  failed=$((failed + 1))
  printf 'not ok %s\nwanted %s\ngot    %s\n' "$1" "$2" "$3"
}

# A book with an hour of labor at 100.00 and a part at 50.00, taxed by a rule whose function `rates` has this body.
book() { # BODY
  books=$((books + 1))
  db=$work/$books/book.db
  mkdir -p "$work/$books/plugins"
  printf -- '-- A tax of our own.\nreturn tax_rule { name = "own", api = 1, version = "1.0.0", title = "Own", params = {}, examples = {},
    rates = function(tax, category) %s end }\n' "$1" >"$work/$books/plugins/own.lua"
  printf '%s' '{"customers":[{"id":"c","name":"C"}],"taxes":[{"name":"T","rule":"own"}],"contracts":[{"id":"k","customer":"c","name":"K",
    "type":"hourly","start":"2026-04-01","tax":"T","params":{"rate":"100.00"}}],"tickets":[{"id":"A","customer":"c","contract":"k",
    "status":"closed"}],"time_entries":[{"id":"e","ticket":"A","start":"2026-04-02T09:00","minutes":60}],"charges":[{"id":"p",
    "customer":"c","contract":"k","date":"2026-04-10","description":"Part","quantity":"1","unit_price":"50.00"}]}' >"$work/book.json"
  { "$billet" --db "$db" init && "$billet" --db "$db" import "$work/book.json" && "$billet" --db "$db" batch new --as-of 2026-05-01; } \
    >"$work/log" 2>&1 || cat "$work/log"
}

billed() {
  { "$billet" --db "$db" batch select --all && "$billet" --db "$db" batch run --name Own && "$billet" --db "$db" batch generate; } \
    >"$work/log" 2>&1 || cat "$work/log"
}

taxes() { # INVOICE: name, category, rate, base, amount of each of its taxes
  "$billet" --db "$db" --json invoice show "$1" | python3 -c 'import json, sys
print("; ".join(" ".join(str(t[k]) for k in ("name", "category", "rate", "base", "amount")) for t in json.load(sys.stdin)[0]["taxes"]))'
}

proved() { { "$billet" --db "$db" verify && "$billet" --db "$db" replay; } >"$work/log" 2>&1 || cat "$work/log"; }

book 'if category == "labor" then return {} end return { { rate = "10%" } }'
billed
check "labor without a tax stands by itself" "T labor 0% 100.00 0.00; T None 10% 50.00 5.00" "$(taxes 1)"
"$billet" --db "$db" invoice credit 1 --lines 1 --note labor >"$work/log" 2>&1
"$billet" --db "$db" invoice credit 1 --note rest >"$work/log" 2>&1
check "so does its credit note" "T labor 0% -100.00 0.00" "$(taxes 2)"
check "and the other line's" "T None 10% -50.00 -5.00" "$(taxes 3)"
check "the book holds" "" "$(proved)"

book 'return { { rate = category == "labor" and "5%" or "10%" } }'
billed
check "a rate of its own without a category" "T labor 5% 100.00 5.00; T None 10% 50.00 5.00" "$(taxes 1)"
check "the book of it holds" "" "$(proved)"

book 'if category == "service" then error("no services here") end return { { rate = "10%" } }'
billed
check "a rule that knows no services" "T None 10% 150.00 15.00" "$(taxes 1)"

book 'return { { name = "A", rate = "1%" }, { name = "A", rate = "2%" } }'
check "two taxes of one name are refused" '1' "$("$billet" --db "$db" --json batch show | grep -c 'rates\[2\].name: \\"A\\" comes twice')"

book 'return { { rate = "1%" }, { rate = "2%" } }'
check "two taxes without a name are refused" '1' "$("$billet" --db "$db" --json batch show | grep -c 'rates\[2\]: needs a name of its own')"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
