#!/usr/bin/env bash
# Reports as people and spreadsheets read them: a table with its totals, bars, CSV.
. "$(dirname "$0")/shell/book.sh"

world() {
  does init --zone UTC
  cat >data.json <<'JSON'
{"customers":[{"id":"a","name":"=Alpha, \"Sons\""},{"id":"b","name":"Beta"}],
 "contracts":[{"id":"a1","customer":"a","name":"Fee","type":"retainer","start":"2026-01-01","params":{"price":"1000.00"}},
              {"id":"b1","customer":"b","name":"Fee","type":"retainer","start":"2026-01-01","params":{"price":"250.00"}}]}
JSON
  does import data.json
  does batch new --as-of 2026-02-01; does batch select --all; does batch run --name January; does batch generate
}

world
does report revenue
says "the title" out "Customer name"; says "amounts" out "1,000.00"; says "the total" out "Total"; says "the sum" out "1,250.00"
does --ascii report revenue --chart
says "the longest bar fills" out "########################################"
if [ "$(grep -c '#' out)" = 2 ] && [ "$(grep Beta out | tr -cd '#' | wc -c)" = 10 ]; then ok; else bad "a quarter of the longest bar"; fi
does report revenue --csv
printf '%s\r\n' customer,customer_name,currency,documents,billed,credited,revenue,tax,total \
  "a,\"'=Alpha, \"\"Sons\"\"\",USD,1,1000.00,0.00,1000.00,0.00,1000.00" b,Beta,USD,1,250.00,0.00,250.00,0.00,250.00 >want
if cmp -s want out; then ok; else bad "CSV is quoted, guarded and plain"; fi
run report revenue --from 2026-03-01 --to 2026-02-01; exits "an end before the beginning" 2
does report revenue --from 2026-03-01; says "no documents" out "Nothing."
cat >block.json <<'JSON'
{"contracts":[{"id":"b2","customer":"b","name":"Block","type":"block-hours","start":"2026-01-01","default":true,
 "params":{"hours":"10","rate":"80.00"}},
              {"id":"b3","customer":"b","name":"Half","type":"block-hours","start":"2026-01-01","params":{"hours":"5","rate":"80.00"}}]}
JSON
does import block.json; does --ascii report blocks --to 2026-01-20 --chart
if [ "$(grep b2 out | tr -cd '#' | wc -c)" = 40 ] &&
  [ "$(grep b3 out | tr -cd '#' | wc -c)" = 20 ]; then ok; else bad "hours are drawn to one scale"; fi

# On books that lived: however margins are grouped, revenue and costs add up to the same, and revenue to that of the documents.
for kept in "$root"/tests/data/book-[12].db; do
  cp "$kept" book.db; rm -f ./*.json
  python3 - >costs.json <<'PY'
import json, sqlite3
book = sqlite3.connect("book.db")
people = [row[0] for row in book.execute("SELECT DISTINCT technician FROM time_entries WHERE technician IS NOT NULL")]
print(json.dumps({"technicians": [{"id": who, "name": who, "cost": f"{31 + 7 * n}.37"} for n, who in enumerate(people)],
  "charges": [{"id": row[0], "cost": "3.333"} for row in book.execute("SELECT id FROM charges")]}))
PY
  does import costs.json
  does report revenue --json; mv out revenue.json
  for by in customer contract type technician month; do does report margin --by "$by" --json; mv out "margin-$by.json"; done
  python3 - >out <<'PY'
import glob, json
def totals(name, *columns):
    return [[total[column] for column in ("currency", *columns)] for total in json.load(open(name))["totals"]]
first = totals("margin-customer.json", "revenue", "work_cost", "charge_cost", "margin")
assert any(float(row[2]) and float(row[3]) for row in first)
assert [row[:2] for row in first] == totals("revenue.json", "revenue")
assert all(totals(name, "revenue", "work_cost", "charge_cost", "margin") == first for name in glob.glob("margin-*.json"))
print("the same")
PY
  says "$(basename "$kept"): sums are the same however margins are grouped" out "the same"
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
