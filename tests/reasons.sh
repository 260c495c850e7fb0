#!/usr/bin/env bash
# What why, explain, unbilled and the batch say is the truth, and nothing that matters goes without a word.
. "$(dirname "$0")/shell/book.sh"

takes() { cat >new.json; does import new.json; }
fresh() { rm -f book.db; does init --zone America/New_York; }
bill() { # DATE
  does batch new --as-of "$1"; does batch select --all; does batch run --name "$1"; does batch generate
}
lacks() { if grep -qF -- "$3" "$2"; then bad "$1: '$3' not expected in $2"; else ok; fi; }

# Each step of an explanation names the rule that made it.
fresh
mkdir plugins
echo 'return { price_rules = { { rule = "discount", percent = "3%" }, { rule = "discount", amount = "2.00" } } }' >plugins/site.lua
takes <<'JSON'
{"customers": [{"id": "cool", "name": "CoolRealty"}],
 "contracts": [
   {"id": "desk", "customer": "cool", "name": "A desk", "type": "hourly", "start": "2026-01-01", "params": {"rate": "100.00"},
    "rules": [{"rule": "after-hours", "multiplier": "1.5", "business_hours": "08:00-18:00", "business_days": "mon-fri"},
      {"rule": "after-hours", "multiplier": "2", "business_hours": "08:00-17:30", "business_days": "mon-fri"},
      {"rule": "round-time", "increment": 15}, {"rule": "round-time", "increment": 60, "per": "ticket"},
      {"rule": "minimum-charge", "amount": "900.00", "per": "ticket"}, {"rule": "discount", "percent": "10%"},
      {"rule": "cap", "amount": "700.00", "per": "period"}]},
   {"id": "fee", "customer": "cool", "name": "B fee", "type": "retainer", "start": "2026-01-01", "params": {"price": "500.00"},
    "rules": [{"rule": "discount", "percent": "10%"}]},
   {"id": "sum", "customer": "cool", "name": "C sum", "type": "hourly", "start": "2026-01-01", "params": {"rate": "100.00"},
    "invoice_detail": "contract", "rules": [{"rule": "after-hours", "multiplier": "1.5"}, {"rule": "cap", "amount": "80.00", "per": "period"}]}],
 "tickets": [{"id": "T1", "customer": "cool", "contract": "desk", "status": "closed"},
             {"id": "T2", "customer": "cool", "contract": "sum", "status": "closed"},
             {"id": "T3", "customer": "cool", "contract": "sum", "status": "closed"}],
 "time_entries": [{"id": "e1", "ticket": "T1", "start": "2026-01-09T17:00", "minutes": 127},
                  {"id": "e2", "ticket": "T2", "start": "2026-01-09T10:00", "minutes": 60},
                  {"id": "e3", "ticket": "T3", "start": "2026-01-09T10:00", "minutes": 60}]}
JSON
bill 2026-02-01
does explain 1
sed -i -e '/period 2026/d' -e '/priced by/d' out
is "rules of every stage, of the contract and of the site" <<'TEXT'
Invoice 1: 677.00 + tax 0.00 = 677.00 USD
Line 1, A desk: Ticket T1: 45.14 USD
  30 × 100.00 / 60 = 50.00
  plus 10.00 by minimum-charge 1.0.0: 60.00
  60.00 × (1 − 0.1) = 54.00, less 10% by discount 1.0.0
  less 7.33 by cap 1.0.0: 46.67
  46.67 × (1 − 0.03) = 45.2699, rounded to 45.27, less 3% by discount 1.0.0 of the site
  less 0.13 by discount 1.0.0 of the site: 45.14
  entry e1, 2026-01-09 17:00, minutes: 127 → 135 by round-time 1.0.0 → 180 by round-time 1.0.0, 30 of them here
  price an hour, the contract's own: 100.00
Line 2, A desk: Ticket T1: 90.26 USD
  30 × 200.00 / 60 = 100.00
  plus 20.00 by minimum-charge 1.0.0: 120.00
  120.00 × (1 − 0.1) = 108.00, less 10% by discount 1.0.0
  less 14.67 by cap 1.0.0: 93.33
  93.33 × (1 − 0.03) = 90.5301, rounded to 90.53, less 3% by discount 1.0.0 of the site
  less 0.27 by discount 1.0.0 of the site: 90.26
  entry e1, 2026-01-09 17:00, minutes: 127 → 135 by round-time 1.0.0 → 180 by round-time 1.0.0, 30 of them here
  price an hour, the contract's own: 100.00 → 200.00 by after-hours 1.0.0
Line 3, A desk: Ticket T1: 541.60 USD
  120 × 300.00 / 60 = 600.00
  plus 120.00 by minimum-charge 1.0.0: 720.00
  720.00 × (1 − 0.1) = 648.00, less 10% by discount 1.0.0
  less 88.00 by cap 1.0.0: 560.00
  560.00 × (1 − 0.03) = 543.20, less 3% by discount 1.0.0 of the site
  less 1.60 by discount 1.0.0 of the site: 541.60
  entry e1, 2026-01-09 17:00, minutes: 127 → 135 by round-time 1.0.0 → 180 by round-time 1.0.0, 120 of them here
  price an hour, the contract's own: 100.00 → 150.00 by after-hours 1.0.0 → 300.00 by after-hours 1.0.0
TEXT
does explain 2
sed -i -e '/period 2026/d' -e '/priced by/d' out
is "rules on a fee" <<'TEXT'
Invoice 2: 434.50 + tax 0.00 = 434.50 USD
Line 1, B fee: Retainer fee: 434.50 USD
  1 × 500.00 × (1 − 0.1) × (1 − 0.03) = 436.50, less 10% by discount 1.0.0, less 3% by discount 1.0.0 of the site
  less 2.00 by discount 1.0.0 of the site: 434.50
TEXT
does explain 3
sed -i -e '/period 2026/d' -e '/priced by/d' out
is "rules on work that is one line" <<'TEXT'
Invoice 3: 75.60 + tax 0.00 = 75.60 USD
Line 1, C sum: Work: 75.60 USD
  37.80 + 37.80 = 75.60, changed by cap 1.0.0, by discount 1.0.0 of the site
  entry e2, 2026-01-09 10:00, minutes: 60
  entry e3, 2026-01-09 10:00, minutes: 60
  price an hour, the contract's own: 100.00
TEXT
printf '%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
