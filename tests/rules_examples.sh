#!/usr/bin/env bash
# The taxes of rules/examples: each file is imported, and each of its taxes bills labor, a service and a product.
set -u
cd "$(dirname "$0")/.." || exit 2
billet=$PWD/billet
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

check() { # NAME STATUS DETAIL
  if [ "$2" -eq 0 ]; then passed=$((passed + 1)); else failed=$((failed + 1)); printf 'not ok %s\n%s\n' "$1" "$3"; fi
}

for file in rules/examples/*.json; do
  name=$(basename "$file" .json)
  db=$work/$name.db
  python3 - "$file" > "$work/$name.json" <<'PY'
import json, sys
taxes = [r["name"] for r in json.load(open(sys.argv[1]))["taxes"]]
book = {"customers": [{"id": "c", "name": "C"}], "contracts": [], "tickets": [], "time_entries": [], "charges": []}
for n, tax in enumerate(dict.fromkeys(taxes)):
    k = f"k{n}"
    book["contracts"].append({"id": k, "customer": "c", "name": tax, "type": "agreement", "start": "2026-01-01", "tax": tax, "params": {
        "lines": [{"type": "retainer", "params": {"price": "100.00"}}, {"type": "hourly", "params": {"rate": "100.00"}}]}})
    book["tickets"].append({"id": k, "customer": "c", "contract": k, "status": "closed"})
    book["time_entries"].append({"id": k, "ticket": k, "start": "2026-01-10T09:00", "minutes": 60})
    book["charges"].append({"id": k, "customer": "c", "contract": k, "date": "2026-01-11", "description": "Cable", "quantity": "1",
                            "unit_price": "100.00"})
json.dump(book, sys.stdout)
PY
  out=$({ "$billet" --db "$db" init && "$billet" --db "$db" import "$file" && "$billet" --db "$db" import "$work/$name.json" &&
    "$billet" --db "$db" batch new --as-of 2026-02-01 && "$billet" --db "$db" batch select --all &&
    "$billet" --db "$db" batch run --name Taxes && "$billet" --db "$db" batch generate && "$billet" --db "$db" verify &&
    "$billet" --db "$db" replay && "$billet" --db "$db" rules check; } 2>&1)
  check "$file bills, verifies and replays" $? "$out"
  "$billet" --db "$db" --json invoice list > "$work/$name.invoices"
  out=$(python3 tests/rules_examples.py "$name" "$work/$name.invoices" 2>&1)
  check "$file: the tax of each category" $? "$out"
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
