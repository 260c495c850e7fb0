#!/usr/bin/env bash
# A bill of older rules in C: replay names it and passes, explain says so, verify still proves it; a bill of today's rules has no excuse.
. "$(dirname "$0")/shell/book.sh"

cat >book.json <<'JSON'
{"customers": [{"id": "a", "name": "Alpha"}, {"id": "b", "name": "Beta"}],
 "contracts": [{"id": "a1", "customer": "a", "name": "Desk", "type": "retainer", "start": "2026-01-01", "params": {"price": "100.00"}},
   {"id": "b1", "customer": "b", "name": "Desk", "type": "retainer", "start": "2026-01-01", "params": {"price": "70.00"}}]}
JSON
does init --currency USD --zone UTC
does import book.json
does batch new --as-of 2026-02-01; does batch select --all; does batch run --name January; does batch generate
run replay --json; exits "no older rules" 0; says "no older rules" out '"older_rules":0'

# As older rules of this program would have written it: invoice 1 at 101.00, with digests of form 1 and a chain of its own.
cat >older.py <<'PYTHON'
import datetime, hashlib, sqlite3, sys
NEVER = (datetime.date.max - datetime.date(1970, 1, 1)).days + 1
book = sqlite3.connect(sys.argv[1])
def one(sql, *args): return book.execute(sql, args).fetchone()
def digest(values): return hashlib.sha256("".join(("" if v is None else str(v)) + "\x1f" for v in values).encode()).hexdigest()
bill, = one("SELECT n FROM bills WHERE invoice = 1")
book.execute("UPDATE lines SET amount = 10100, unit_price = '101.00' WHERE n >> 20 = ?", (bill,))
book.execute("UPDATE bills SET amount = 10100, form = 1, rules_version = ? WHERE n = ?", (int(sys.argv[2]), bill))
book.execute("UPDATE invoices SET subtotal = 10100, total = 10100, form = 1 WHERE n = 1")
book.execute("UPDATE open_by_due SET owed = owed + 100")
book.execute("UPDATE document_sums SET amount = amount + 100, export_amount = export_amount + 100")
book.execute("UPDATE postings SET amount = amount / 10000 * 10100 WHERE invoice = 1")
line = list(one("SELECT kind, from_day, until_day, ifnull(ticket, 0), ifnull(day, ?), sku, category, description, quantity, unit, "
                "unit_price, "
                "discount, amount, tax, ifnull(tax_row, 0) FROM lines WHERE n >> 20 = ?", NEVER, bill))
book.execute("UPDATE bills SET digest = ? WHERE n = ?", (digest(line), bill))
header = list(one("SELECT i.number, i.kind, c.id, i.currency, i.subtotal, i.tax, i.total, i.po_number, i.date, i.due_date, i.seller, "
                  "i.bill_to, "
                  "i.credits, i.note FROM invoices i JOIN customers c ON c.n = i.customer WHERE i.n = 1"))
book.execute("UPDATE invoices SET digest = ? WHERE n = 1", (digest(header + [digest(line)]),))
chain = ""
for n, own in book.execute("SELECT n, digest FROM invoices ORDER BY seq").fetchall():
    chain = hashlib.sha256((chain + own).encode()).hexdigest()
    book.execute("UPDATE invoices SET chain = ? WHERE n = ?", (chain, n))
book.commit()
PYTHON
now=$(sqlite3 book.db 'SELECT max(rules_version) FROM bills')
cp book.db before.db
python3 older.py book.db $((now - 1))
does verify
run replay --json; exits "older rules" 0
says "older rules" out '"older_rules":1'; says "older rules" out '"differ":0'
says "older rules are named" out 'invoice 1 line 1 (contract a1): amount: stored 101.00, recomputed 100.00'
run replay; exits "older rules, as text" 0; says "older rules, as text" out "made with older rules"
run replay --invoice 2 --json; says "another invoice" out '"older_rules":0'
run explain 1 --json; exits "explained" 0; says "explained" out '"matches":false'; says "explained" out '"older_rules":['
run explain 1 1; says "explained by line" out "made with older rules"
run explain 2 --json; says "another one explained" out '"matches":true'
if grep -q older_rules out; then bad "another one explained"; else ok; fi
# What is broken stays broken, whatever made it.
cp book.db broken.db
sqlite3 broken.db "UPDATE lines SET description = 'Other' WHERE amount = 10100"
run replay --db broken.db; exits "a damaged bill of older rules" 3; says "a damaged bill of older rules" err "digest of the stored lines"

cp before.db book.db
python3 older.py book.db "$now"
does verify
run replay; exits "today's rules" 3; says "today's rules" err "amount: stored 101.00"
printf '%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
