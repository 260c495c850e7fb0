#!/usr/bin/env bash
# A proof of an invoice: the same bytes each time, checked without any book, by hand too; and each thing in it that is not so is seen.
. "$(dirname "$0")/shell/book.sh"
same() { if cmp -s "$2" "$3"; then ok; else bad "$1"; fi; }

cat >book.json <<'JSON'
{"seller": [{"name": "Elm IT"}],
 "taxes": [{"name": "Two", "rule": "components",
            "params": {"rates": [{"name": "State", "rate": "4%"}, {"name": "City", "rate": "2.5%"}]}}],
 "customers": [{"id": "c", "name": "Oak & Elm", "tax": "Two", "invoice_per": "customer", "po_number": "PO-7", "terms_days": 14}],
 "contracts": [
  {"id": "a", "customer": "c", "name": "A retainer", "type": "retainer", "start": "2026-04-01", "taxable": true,
   "params": {"price": "100.05"}},
  {"id": "b", "customer": "c", "note": "pays late", "name": "B help", "type": "hourly", "start": "2026-04-01", "taxable": true,
   "default": true,
   "params": {"rate": "90.00"}},
  {"id": "m", "customer": "c", "name": "C agents", "type": "remote-monitoring", "start": "2026-04-01", "taxable": true,
   "params": {"count_by": "pc_agents", "rate": "3.00"}}],
 "tickets": [{"id": "T1", "customer": "c", "title": "No sound", "status": "closed"}],
 "time_entries": [{"id": "E1", "ticket": "T1", "start": "2026-04-07T09:00", "minutes": 50, "technician": "ada"}],
 "charges": [{"id": "G1", "customer": "c", "date": "2026-04-09", "description": "Cable", "quantity": "3", "unit_price": "4.10",
   "cost": "1.23"}],
 "readings": [{"customer": "c", "meter": "pc_agents", "at": "2026-04-01", "value": "7"}]}
JSON
does init --currency USD --zone America/New_York
does import book.json
does batch new --as-of 2026-05-01
does batch select --all
does batch run --name April
refuses "a draft" "a draft proves nothing" prove D1 --output draft.zip
does batch generate
if [ -e draft.zip ]; then bad "nothing is left of what was refused"; else ok; fi

does prove 1 --output 1.zip
TZ=Asia/Tokyo "$billet" prove 1 --output again.zip >out 2>err
same "the same bytes, in every zone" 1.zip again.zip
run prove 1; exits "no place" 2
refuses "over a book" "is a database" prove 1 --output book.db
refuses "into no folder" "there is no folder" prove 1 --output nowhere/1.zip
mkdir empty && cd empty && mv ../out ../err . && BILLET_DB=none.db run verify ../1.zip --json
exits "checked without any book" 0
holds_json "every check ran" out '(d["invoice"] == "1" and len(d["checks"]) == 10 and not d["failures"] and len(d["head"]) == 64 and
  all(c["checked"] and not c["failed"] for c in d["checks"]))'
if [ "$(ls)" = "$(printf 'err\nout')" ]; then ok; else bad "checking leaves nothing: $(ls)"; fi
cd .. && mv empty/out empty/err .

# By hand, as README.txt says.
python3 -m zipfile -e 1.zip 1
if (cd 1 && sha256sum --quiet -c MANIFEST); then ok; else bad "the manifest by sha256sum"; fi
digest() { sha256sum <"$1" | cut -c -64; }
says "the digest of the document by hand" 1/proof.json "\"digest\": \"$(digest 1/digests/document)\""
for bill in 1/digests/bill-*; do says "the digest of $bill by hand" 1/proof.json "\"digest\": \"$(digest "$bill")\""; done
holds_json "rows that its lines took" 1/rows.json '((at := {r["row"].get("id"): r for r in d["rows"]}) and
  at["E1"]["row"]["minutes"] == 50 and
  at["E1"]["lines"] == [2] and at["G1"]["lines"] == [3] and at["T1"]["table"] == "tickets" and
  at["a"]["row"]["params"]["price"] == "100.05" and d["imports"][0]["command"] == "import" and
  any(r["table"] == "readings" and r["row"]["value"] == "7" for r in d["rows"]))'
if grep -q '1\.23\|pays late' 1/rows.json; then bad "what the seller keeps to itself is told"; else ok; fi
holds_json "who did what" 1/log.json '([e["command"] for e in d["entries"]] == ["batch run", "batch generate"] and
  d["head"]["seq"] == d["entries"][-1]["seq"])'
says "its words" 1/README.txt "Invoice 1 of Elm IT to Oak & Elm, and what proves it."
says "in words" 1/explanation.txt "No sound"
says "the document" 1/invoice.html "Oak &amp; Elm"
if [ "$(head -c 5 1/invoice.pdf)" = "%PDF-" ]; then ok; else bad "the document as PDF"; fi

# What was edited since stands in the history, beside the row as it was.
cat >later.json <<'JSON'
{"customers": [{"id": "c", "phone": "+1 555 0100"}], "tickets": [{"id": "T1", "title": "Sound came back"}],
 "changes": [{"contract": "a", "from": "2026-06-01", "params": {"price": "110.00"}}]}
JSON
does import later.json
does prove 1 --output 1.zip
python3 -m zipfile -e 1.zip later
holds_json "rows as of the bill" later/rows.json '((t := next(r for r in d["rows"] if r["table"] == "tickets")) and
  t["row"]["title"] == "No sound" and
  [h["change"] for h in t["history"]] == ["added", "changed"] and t["history"][1]["before"]["title"] == "No sound" and
  not any(r["table"] == "changes" for r in d["rows"]) and len(d["imports"]) == 2)'
same "the invoice is as it was" 1/invoice.json later/invoice.json

does invoice credit 1 --lines 2:25.00 --date 2026-05-02 --note "half of it"
does prove 2 --output 2.zip
does verify 2.zip --json
python3 -m zipfile -e 2.zip 2
holds_json "rows of what it takes back" 2/rows.json '((at := {r["row"].get("id"): r for r in d["rows"]}) and
  at["E1"]["lines"] == [1] and "G1" not in at)'

does batch new --as-of 2026-06-01
does batch select --all
does batch run --name May
does batch generate
does invoice void 3 --note "not May"
does prove 3 --output 3.zip
does verify 3.zip

# Everything that is not so is told, each by its own check.
mkdir forged
python3 "$root/tests/prove/forge.py" again.zip forged >list || bad "forging: $(cat list)"
if [ "$(wc -l <list)" -gt 65 ]; then ok; else bad "few were forged: $(wc -l <list)"; fi
while IFS=$'\t' read -r name expected text; do
  run verify "forged/$name.zip"
  exits "$name" "$expected"
  says "$name" err "$text"
done <list
refuses "no file" "nowhere.zip" verify nowhere.zip

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
