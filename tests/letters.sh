#!/usr/bin/env bash
# Letters about prices that go up: one to each customer, in its language, before anything is raised or with it; in the words of the MSP.
. "$(dirname "$0")/shell/book.sh"
holds() { if tr -s ' \n' ' ' <"$2" | grep -qF -- "$3"; then ok; else bad "$1: '$3' expected in $2: $(cat "$2" 2>&1)"; fi; }
lacks() { if grep -qF -- "$3" "$2"; then bad "$1: '$3' in $2"; else ok; fi; }

cat >book.json <<'JSON'
{"seller": [{"name": "Elm IT", "country": "US"}],
 "customers": [{"id": "oak/1", "name": "Oak"}, {"id": "oak-1", "name": "Oak again"},
  {"id": "b", "name": "Birke", "language": "de", "currency": "EUR", "country": "DE"}, {"id": "n", "name": "Nothing"}],
 "contracts": [
  {"id": "flat", "customer": "oak/1", "name": "Flat", "type": "retainer", "start": "2026-01-01", "params": {"price": "100.00"}},
  {"id": "desk", "customer": "oak/1", "name": "Desk", "type": "hourly", "start": "2026-02-01", "params": {"rate": "80.00"}},
  {"id": "more", "customer": "oak-1", "name": "More", "type": "retainer", "start": "2026-01-01", "params": {"price": "10.00"}},
  {"id": "hilfe", "customer": "b", "name": "Hilfe", "type": "hourly", "start": "2026-01-01", "params": {"rate": "90.00"}},
  {"id": "free", "customer": "n", "name": "Free", "type": "retainer", "start": "2026-01-01", "params": {"price": "0.00"}}],
 "rates": [{"code": "night", "unit_price": "150.00"}, {"code": "night", "contract": "desk", "unit_price": "140.00"},
  {"code": "travel", "customer": "b", "unit_price": "40.00", "currency": "EUR"}],
 "tickets": [{"id": "T1", "customer": "oak-1", "contract": "more", "title": "t", "status": "open"},
  {"id": "T2", "customer": "oak/1", "contract": "desk", "title": "t", "status": "open"}],
 "time_entries": [{"id": "E1", "ticket": "T1", "start": "2026-02-03T09:00", "minutes": 30, "rate": "night"},
  {"id": "E2", "ticket": "T2", "start": "2026-02-03T09:00", "minutes": 30, "rate": "night"}]}
JSON
does init --currency USD --zone America/New_York
does import book.json
export BILLET_TODAY=2026-03-10
cp book.db before.db

does price raise 10% --from 2026-06-01 --dry-run --letters letters --format text --json
holds_json "who gets one" out 'd["letters"] == ["letters/b.txt", "letters/oak-1.txt", "letters/oak-1-2.txt"]'
if cmp -s book.db before.db; then ok; else bad "a letter is no change"; fi
holds "what it is" letters/oak-1.txt "Our prices from June 1, 2026"
holds "of when, from whom, to whom" letters/oak-1.txt "Date March 10, 2026 From Elm IT US To Oak Hello, our prices change."
holds "each contract" letters/oak-1.txt "Flat Price USD 100.00 USD 110.00 June 1, 2026 Desk Rate USD 80.00 USD 88.00 June 1, 2026"
holds "its own rate, not that of all" letters/oak-1.txt "Work by rate night, Desk USD 140.00 USD 154.00 June 1, 2026 Everything else"
holds "the rate of all, where work was done at it" letters/oak-1-2.txt "Work by rate night USD 150.00 USD 165.00 June 1, 2026 Everything"
holds "in its language and currency" letters/b.txt "Unsere Preise ab 01.06.2026"
holds "as its country writes them" letters/b.txt \
  "Hilfe Satz 90,00 EUR 99,00 EUR 01.06.2026 Arbeit nach Satz travel 40,00 EUR 44,00 EUR 01.06.2026"
lacks "no rate of others" letters/b.txt night

does price raise 10% --on anniversary --within 2026-06-01..2027-05-31 --dry-run --letters days --format text
holds "days that differ" days/oak-1.txt "Our new prices"
holds "each with its own" days/oak-1.txt "Flat Price USD 100.00 USD 110.00 January 1, 2027 Desk Rate USD 80.00 USD 88.00 February 1, 2027"

# What is refused has no letters; a template that fails raises nothing.
run price raise 10% --from 2026-06-01 --format pdf; exits "a form of no letter" 2
run price raise 10% --from 2026-06-01 --letters l --format word; exits "no such form" 2
mkdir plugins
cat >plugins/prices.lua <<'LUA'
return invoice_template { name = "prices", api = 1, version = "2.0.0", title = "Mine",
  prices = function(letter, t) return { { kind = "heading", text = letter.customer_name .. ", by " .. letter.raise .. nothing } } end }
LUA
run price raise 10% --from 2026-06-01 --letters failed; exits "a template that fails" 1
says "with its file and line" err "prices.lua:2"
if cmp -s book.db before.db && [ ! -e failed ]; then ok; else bad "nothing came of it"; fi
sed -i 's/ \.\. nothing//' plugins/prices.lua
touch file
run price raise 10% --from 2026-06-01 --dry-run --letters file; exits "a file for a folder" 1

does price raise 10% --from 2026-06-01 --letters mine --json
holds_json "raised, with letters" out 'not d["dry_run"] and len(d["letters"]) == 3 and len(d["rows"]) == 7'
holds "in the words of the MSP" mine/oak-1.html "Oak, by 10%"
run price raise 10% --from 2026-06-01 --letters file; exits "done, and not told" 6
rm plugins/prices.lua
does undo
does undo
does price raise 1.00 --from 2026-06-01 --customer b --letters pdf --format pdf
if [ "$(head -c 5 pdf/b.pdf)" = "%PDF-" ] && [ "$(ls pdf)" = b.pdf ]; then ok; else bad "as PDF: $(ls pdf)"; fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
