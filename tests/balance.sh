#!/usr/bin/env bash
# Prepaid balances as people see them: the list, what is nearly used up, and statements that open where the one before closed.
. "$(dirname "$0")/shell/book.sh"

refuses() { # EXIT WORDS COMMAND …
  local code=$1 words=$2
  shift 2
  run "$@"
  if [ "$status" -eq "$code" ] && grep -qF -- "$words" err; then ok; else bad "$*: exit $code and '$words' expected"; fi
}
same_statements() { # WHAT FILE
  if diff <(sed -n '/^Statement/,$p' "$2") <(sed -n '/^Statement/,$p' out) >diff.txt; then ok; else bad "$1: $(cat diff.txt)"; fi
}
bill() { # DATE
  does batch new --as-of "$1"; does batch select --all; does batch run --name "$1"; does batch consolidate on; does batch generate
}

# All invoices of the book: each statement adds up, and opens where the one before of its balance closed.
chain() { # WHAT
  run invoice list --json
  if python3 - "$billet" <<'PYTHON' 2>err; then ok; else bad "$1: statements"; fi
import json, subprocess, sys
from fractions import Fraction as F
closing, seen = {}, 0
for i in json.load(open("out")):
    shown = json.loads(subprocess.check_output([sys.argv[1], "invoice", "show", i["invoice"], "--statement", "--json"]))
    for s in (shown[0] if isinstance(shown, list) else shown)["statements"]:
        key, seen = (s["contract"], s["line"], s["unit"]), seen + 1
        parts = [F(s[name]) for name in ("opening", "granted", "used", "lapsed", "closing")]
        assert parts[0] + parts[1] - parts[2] - parts[3] == parts[4], s
        assert sum(F(m["quantity"]) for m in s["movements"]) == parts[4] - parts[0], s
        assert closing.get(key, 0) == parts[0], (s, closing.get(key))
        closing[key] = parts[4]
assert seen, "no statement"
PYTHON
}

cat >book.json <<'JSON'
{"customers": [{"id": "cool", "name": "CoolRealty"}],
 "contracts": [
   {"id": "money", "customer": "cool", "name": "Prepaid", "type": "block-money", "start": "2026-04-01",
    "params": {"amount": "500.00", "rate": "100.00", "rollover": true, "cover_charges": true}},
   {"id": "hours", "customer": "cool", "name": "Block", "type": "block-hours", "start": "2026-04-01",
    "params": {"hours": "10", "rate": "90.00", "overage_rate": "120.00", "rollover": true, "rollover_periods": 1, "rollover_cap": "5"}}],
 "tickets": [
   {"id": "T1", "customer": "cool", "contract": "money", "title": "Move a printer", "status": "closed"},
   {"id": "T2", "customer": "cool", "contract": "hours", "title": "New router", "status": "closed"},
   {"id": "T3", "customer": "cool", "contract": "hours", "title": "Slow laptop", "status": "open"}],
 "time_entries": [
   {"id": "e1", "ticket": "T1", "start": "2026-04-10T09:00", "minutes": 60},
   {"id": "e2", "ticket": "T2", "start": "2026-04-10T09:00", "minutes": 180},
   {"id": "e3", "ticket": "T3", "start": "2026-04-20T09:00", "minutes": 30}],
 "charges": [{"id": "C1", "customer": "cool", "contract": "money", "date": "2026-04-12", "description": "Dock", "quantity": "1",
              "unit_price": "89.00"}]}
JSON
does init --zone UTC
does import book.json

# Before anything is billed: what today's work would draw, and open tickets beside it.
does balance --as-of 2026-04-30
is "the list" <<'TEXT'
Contract  Customer Name  Contract Name  Unit   Opening  Granted    Used  Lapsed    Left         On open tickets  Expires
money     CoolRealty     Prepaid        money     0.00   500.00  189.00    0.00  311.00  62.2%             0.00
hours     CoolRealty     Block          hours        0       10       3       0       7    70%              0.5  2026-05-31
TEXT
does balance hours --as-of 2026-04-15
says "a day before the open ticket" out "70%                0  2026-05-31"
does balance --as-of 2026-04-30 --statement
is "statements" <<'TEXT'
CoolRealty, Prepaid: money
Opening 0.00, granted 500.00, used 189.00, lapsed 0.00, left 311.00 on 2026-04-30
Date                                    Quantity
2026-04-01  granted                       500.00
2026-04-10  used     T1 Move a printer   -100.00  not billed yet
2026-04-12  used     Dock                 -89.00  not billed yet

CoolRealty, Block: hours
Opening 0, granted 10, used 3, lapsed 0, left 7 on 2026-04-30 (0.5 on open tickets)
Date                                Quantity
2026-04-01  granted                       10
2026-04-10  used     T2 New router        -3  not billed yet

TEXT

# What a nightly job asks: strictly below the share, none below it.
does balance --as-of 2026-04-30 --below 70% --json
if [ "$(grep -c '"contract":"money"' out)" = 1 ] && ! grep -q '"contract":"hours"' out; then ok; else bad "70 % is not below 70 %"; fi
does balance --as-of 2026-04-30 --below 70.1
says "a percentage without its sign" out "hours "
does balance --as-of 2026-04-30 --below 5%
is "nothing below" <<'TEXT'
No prepaid balances.
TEXT
refuses 2 'not a percentage' balance --below much
refuses 2 'not a percentage' balance --below -5%
refuses 1 'no contract' balance other
refuses 2 'not a date' balance --as-of soon

# Months on: billed draws stay, a cap and an expiry lapse, the open ticket draws when it closes.
bill 2026-05-01
does balance --as-of 2026-04-30 --statement
if grep -qx "2026-04-12  used     Dock                 -89.00" out; then ok; else bad "a charge stays what it was"; fi
bill 2026-06-01
does invoice view 2 --statement
says "the cap" out "May 1, 2026   lapsed                                                          -2"
says "the end" out "May 31, 2026  lapsed                                                          -5"
says "closing" out "              Closing                                                         10"
echo '{"tickets": [{"id": "T3", "customer": "cool", "contract": "hours", "title": "Slow laptop", "status": "closed"}]}' >closed.json
does import closed.json
does balance hours --as-of 2026-06-30 --statement
says "late work draws on the open period" out "used     T3 Slow laptop      -0.5  not billed yet"
bill 2026-07-01
does invoice view 3 --statement
says "late work" out "used: T3 Slow laptop"
chain "three months"

# A void gives its draws back; the statements of other invoices stay what they were.
for n in 1 2 3; do does invoice view "$n" --statement; cp out "before-$n"; done
does invoice void 3 --note "wrong month"
for n in 1 2; do
  does invoice view "$n" --statement
  if cmp -s out "before-$n"; then ok; else bad "invoice $n after the void of 3"; fi
done
does invoice view 3 --statement
if diff <(sed '1{/^VOID$/d};2d' out) before-3 >diff.txt; then ok; else bad "the void: $(cat diff.txt)"; fi
bill 2026-07-01
does invoice view 4 --statement
same_statements "billed again" before-3
does invoice credit 4 --note "once more" --rebill
bill 2026-07-01
does invoice view 6 --statement
same_statements "credited and billed again" before-3
does invoice print 4 --statement --output printed
does invoice view 4 --statement
if diff <(cat printed/4.txt; echo) out >diff.txt; then ok; else bad "printed, not as viewed: $(cat diff.txt)"; fi
does verify

# A block that is shared: whose work drew on it, before and after it is billed.
export BILLET_DB=$folder/shared.db
cat >shared.json <<'JSON'
{"customers": [{"id": "cool", "name": "CoolRealty"}],
 "contracts": [
   {"id": "block", "customer": "cool", "name": "Block", "type": "block-hours", "start": "2026-04-01",
    "params": {"hours": "10", "rate": "90.00", "overage_rate": "120.00", "rollover": true}},
   {"id": "desk", "customer": "cool", "name": "Desk", "type": "block-hours", "start": "2026-04-01", "draws_on": "block",
    "params": {"hours": "1", "rate": "90.00", "overage_rate": "150.00"}}],
 "tickets": [
   {"id": "T1", "customer": "cool", "contract": "block", "status": "closed"},
   {"id": "T2", "customer": "cool", "contract": "desk", "title": "Slow laptop", "status": "closed"},
   {"id": "T3", "customer": "cool", "contract": "desk", "status": "closed"}],
 "time_entries": [
   {"id": "e1", "ticket": "T1", "start": "2026-04-10T09:00", "minutes": 180},
   {"id": "e2", "ticket": "T2", "start": "2026-04-12T09:00", "minutes": 240},
   {"id": "e3", "ticket": "T3", "start": "2026-05-12T09:00", "minutes": 120}]}
JSON
does init --zone UTC
does import shared.json
does balance --as-of 2026-04-30 --statement
cp out before
is "a shared block" <<'TEXT'
CoolRealty, Block: hours
Opening 0, granted 10, used 7, lapsed 0, left 3 on 2026-04-30
Date                                                 Quantity
2026-04-01  granted                                        10
2026-04-10  used     T1                                    -3  not billed yet
2026-04-12  used     T2 Slow laptop (contract desk)        -4  not billed yet

CoolRealty, Desk: hours
Opening 0, granted 1, used 0, lapsed 0, left 1 on 2026-04-30
Date                   Quantity
2026-04-01  granted           1

TEXT
bill 2026-05-01
does balance --as-of 2026-04-30 --statement
if diff <(sed 's/  not billed yet//' before) out >diff.txt; then ok; else bad "billed: $(cat diff.txt)"; fi
does explain 1
says "whose block it is" out "draws 4 of the 10 hours of contract block granted on 2026-04-01"
does invoice view 1 --statement
says "on the statement" out "April 12, 2026  used: T2 Slow laptop"
bill 2026-06-01
chain "a shared block"
does verify

# A book with a contract of every type, over a quarter.
export BILLET_DB=$folder/demo.db
does init --zone America/New_York
does import "$root/tests/data/demo"
for month in 04 05 06 07; do bill "2026-$month-01"; done
chain "the sample book"
does verify
printf '%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
