#!/usr/bin/env bash
# What why, explain, unbilled and the batch say is the truth, and nothing that matters goes without a word.
. "$(dirname "$0")/shell/book.sh"

takes() { cat >new.json; does import new.json; }
fresh() { rm -f book.db; does init --zone America/New_York; }
bill() { does batch new --as-of "$1"; does batch select --all; does batch run --name "$1"; does batch generate; } # DATE
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
    "invoice_detail": "contract", "rules": [{"rule": "after-hours", "multiplier": "1.5"}, {"rule": "cap", "amount": "80.00",
     "per": "period"}]}],
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

# What a contract waits for: the days of its type's own schedule, an end that it does not have, a demand; else its period.
rm -r plugins
fresh
takes <<'JSON'
{"customers": [{"id": "cool", "name": "CoolRealty"}],
 "contracts": [
   {"id": "move", "customer": "cool", "name": "Move", "type": "project-fee", "start": "2026-01-01", "end": "2026-01-31",
    "params": {"amount": "900.00", "milestones": [{"name": "Plan", "due": "2026-01-10", "ready": true},
      {"name": "Live", "due": "2026-01-20"}, {"name": "After", "due": "2026-03-20", "ready": true}]}},
   {"id": "fee", "customer": "cool", "name": "Fee", "type": "project-fee", "start": "2026-01-01", "params": {"amount": "900.00"}},
   {"id": "fee-ends", "customer": "cool", "name": "Fee", "type": "project-fee", "start": "2026-01-01", "end": "2026-02-28",
    "params": {"amount": "900.00"}},
   {"id": "done", "customer": "cool", "name": "Done", "type": "project-fee", "start": "2026-01-01",
    "params": {"amount": "900.00", "due": "completion"}},
   {"id": "deposit", "customer": "cool", "name": "Deposit", "type": "project-fee", "start": "2026-04-01",
    "params": {"amount": "900.00", "due": "start"}},
   {"id": "hours", "customer": "cool", "name": "Hours", "type": "project-hourly", "start": "2026-01-01", "params": {"rate": "100.00"}},
   {"id": "whole", "customer": "cool", "name": "Whole", "type": "retainer", "period": "whole-contract", "start": "2026-01-01",
    "params": {"price": "100.00"}},
   {"id": "whole-ends", "customer": "cool", "name": "Whole", "type": "retainer", "period": "whole-contract", "start": "2026-01-01",
    "end": "2026-06-30", "params": {"price": "100.00"}},
   {"id": "ahead", "customer": "cool", "name": "Ahead", "type": "retainer", "period": "whole-contract", "timing": "advance",
    "start": "2026-03-01", "params": {"price": "100.00"}},
   {"id": "block", "customer": "cool", "name": "Block", "type": "block-hours", "period": "on-demand", "start": "2026-01-01",
    "params": {"hours": "10", "rate": "100.00", "top_up": true}},
   {"id": "later", "customer": "cool", "name": "Later", "type": "hourly", "period": "on-demand", "start": "2026-03-01",
    "params": {"rate": "100.00"}},
   {"id": "stub", "customer": "cool", "name": "Stub", "type": "retainer", "bill_day": 1, "start": "2026-01-15", "end": "2026-02-10",
    "params": {"price": "100.00"}}],
 "tickets": [{"id": "T1", "customer": "cool", "contract": "move", "status": "closed"},
             {"id": "T2", "customer": "cool", "contract": "hours", "status": "closed"},
             {"id": "T3", "customer": "cool", "contract": "block", "status": "closed"}],
 "time_entries": [{"id": "e1", "ticket": "T1", "start": "2026-01-15T10:00", "minutes": 60},
                  {"id": "e2", "ticket": "T2", "start": "2026-01-15T10:00", "minutes": 60},
                  {"id": "e3", "ticket": "T3", "start": "2026-01-15T10:00", "minutes": 90}]}
JSON
does batch new --as-of 2026-02-01
does why move
says "one milestone is due, the others are told" out 'move:Live, 300.00 USD: locked: milestone "Live" is not ready (ready = false)'
says "a milestone with a day" out 'move:After, 300.00 USD: locked until 2026-03-20: milestone "After" is due from 2026-03-20 on'
does batch select --all; does batch run --name January; does batch generate
does batch new --as-of 2026-02-05
run batch show --json; exits "batch show" 0
python3 -c 'import json
for c in json.load(open("out"))["contracts"]: print(c["contract"], c["state"], c["ready_on"], c["reason"])' >reasons && mv reasons out
is "the reason of each contract" <<'TEXT'
ahead locked 2026-03-01 None
block empty None it bills on demand, as soon as something is due
deposit locked 2026-04-01 it bills as the project starts
done locked None it bills when it is completed, and completed has no date
fee locked None it bills when it has ended, and it has no end
fee-ends locked 2026-03-01 it bills when it has ended, on 2026-02-28
hours locked None it bills when it has ended, and it has no end
later empty None it bills on demand, as soon as something is due
move locked 2026-03-20 milestone "After" is due from 2026-03-20 on
stub locked 2026-02-11 None
whole locked None it bills when it has ended, and it has no end
whole-ends locked 2026-07-01 it bills when it has ended, on 2026-06-30
TEXT
does batch show; says "in the list" out 'ready on 2026-03-20: milestone "After" is due from 2026-03-20 on'
says "in the list" out "open until 2026-02-11"
does batch expand move; says "in the items" out 'milestone "Live" is not ready (ready = false); it is due from 2026-01-20 on'
run batch expand move --json; says "in the items as JSON" out '"ready_on":null,"reason":"milestone \"Live\" is not ready (ready = false); '
names="move fee fee-ends done deposit hours whole whole-ends ahead block later stub T1 T2"
for c in $names; do "$billet" why "$c"; done | grep -v "last billed" >out
is "why each of them waits" <<'TEXT'
move
  contract move is locked until 2026-03-20: milestone "After" is due from 2026-03-20 on
  move:Live, 300.00 USD: locked: milestone "Live" is not ready (ready = false); it is due from 2026-01-20 on
fee
  contract fee is locked: it bills when it has ended, and it has no end
fee-ends
  contract fee-ends is locked until 2026-03-01: it bills when it has ended, on 2026-02-28
done
  contract done is locked: it bills when it is completed, and completed has no date
deposit
  contract deposit is locked until 2026-04-01: it bills as the project starts
  it starts on 2026-04-01
hours
  contract hours is locked: it bills when it has ended, and it has no end
whole
  contract whole is locked: it bills when it has ended, and it has no end
whole-ends
  contract whole-ends is locked until 2026-07-01: it bills when it has ended, on 2026-06-30
ahead
  contract ahead is locked until 2026-03-01: nothing is due before
  it starts on 2026-03-01
block
  contract block is empty: nothing is due; it bills on demand, as soon as something is due
  its balance has 8.5 hours left
later
  contract later is empty: nothing is due; it bills on demand, as soon as something is due
  it starts on 2026-03-01
stub
  contract stub is locked until 2026-02-11: it is still in an open contract period, 2026-02-01 – 2026-02-10
T1
  1 hour of work on 2026-01-15: locked: milestone "Live" is not ready (ready = false); it is due from 2026-01-20 on
T2
  1 hour of work on 2026-01-15: locked: it bills when it has ended, and it has no end
TEXT
run batch select move; exits "a locked contract" 1
says "a locked contract" err 'locked until 2026-03-20: milestone "After" is due from 2026-03-20 on'
run batch exclude done:project; exits "a locked item" 1
says "a locked item" err "item done:project is locked: it bills when it is completed"
# A milestone of the last one that waits: no day is known.
takes <<'JSON'
{"contracts": [{"id": "move", "params": {"amount": "900.00", "milestones": [{"name": "Plan", "due": "2026-01-10", "ready": true},
  {"name": "Live", "due": "2026-01-20"}, {"name": "After", "due": "2026-02-01", "ready": true}]}}]}
JSON
bill 2026-02-06
does why move
says "no day is known" out 'contract move is locked: milestone "Live" is not ready (ready = false); it is due from 2026-01-20 on'
does batch new --as-of 2026-02-07; says "no day is known" out 'milestone "Live" is not ready'
does verify

# Meters that a contract counts and nobody reads are told, and so are those that are read and nobody counts.
fresh
takes <<'JSON'
{"customers": [{"id": "a", "name": "Alpha"}, {"id": "b", "name": "Beta"}, {"id": "c", "name": "Gamma"}],
 "contracts": [
   {"id": "never", "customer": "a", "name": "Never", "type": "remote-monitoring", "start": "2026-01-01",
    "params": {"count_by": "pc_agents", "rate": "15.00"}},
   {"id": "zero", "customer": "a", "name": "Zero", "type": "remote-monitoring", "start": "2026-01-01",
    "params": {"count_by": "mac_agents", "rate": "15.00"}},
   {"id": "held-over", "customer": "a", "name": "Read before", "type": "remote-monitoring", "start": "2026-01-01",
    "params": {"count_by": "agents", "rate": "15.00"}},
   {"id": "gone", "customer": "a", "name": "Device gone", "type": "remote-monitoring", "start": "2026-01-01",
    "params": {"count_by": "other_devices", "rate": "15.00", "committed": "2"}},
   {"id": "ahead", "customer": "a", "name": "In advance", "type": "per-user", "start": "2026-01-01", "timing": "advance", "bill_day": 1,
    "params": {"lines": [{"meter": "users", "description": "Users", "unit_price": "9.00"}]}},
   {"id": "backup", "customer": "a", "name": "Backup", "type": "online-backup", "start": "2026-01-01",
    "params": {"count_by": "total_gb", "rate": "1.00"}},
   {"id": "two", "customer": "b", "name": "Two in one", "type": "agreement", "start": "2026-01-01",
    "params": {"lines": [{"type": "retainer", "params": {"price": "100.00"}},
      {"type": "remote-monitoring", "params": {"count_by": [{"meter": "firewalls", "unit_price": "5.00"}, {"meter": "switches",
     "unit_price": "2.00"}]}}]}},
   {"id": "ended", "customer": "b", "name": "Ended", "type": "remote-monitoring", "start": "2025-01-01", "end": "2025-12-31",
    "bill_from": "2026-01-01", "params": {"count_by": "pc_agents", "rate": "15.00"}}],
 "readings": [{"customer": "a", "meter": "mac_agents", "at": "2026-01-10", "value": "0"},
              {"customer": "a", "meter": "server_agents", "at": "2025-11-10", "value": "3"},
              {"customer": "a", "meter": "pc_agent", "at": "2026-01-10", "value": "20"},
              {"customer": "a", "meter": "pc_agent", "at": "2026-01-20", "value": "21"},
              {"customer": "b", "meter": "switches", "at": "2026-01-10", "value": "4", "contract": "two"},
              {"customer": "b", "meter": "firewall", "at": "2026-01-10", "value": "1", "contract": "two"},
              {"customer": "b", "meter": "users", "at": "2026-01-10", "value": "7"}],
 "devices": [{"id": "d1", "customer": "a", "meter": "other_devices", "from": "2025-11-01", "to": "2025-12-31"},
             {"id": "d2", "customer": "c", "meter": "pc_agents", "from": "2026-01-05"}]}
JSON
does batch new --as-of 2026-02-01
run batch show --json; exits "batch show" 0
python3 -c 'import json
for c in json.load(open("out"))["contracts"]: print(c["contract"], c["state"], c["total_balance"], c["reason"])' >reasons && mv reasons out
is "what is due and was not read" <<'TEXT'
backup ready 0.00 pc_backup_gb, server_backup_gb: no reading and no device in 2026-01-01 to 2026-01-31, which counts as 0
gone ready 30.00 other_devices: no reading and no device in 2026-01-01 to 2026-01-31, which counts as 0
ahead ready 0.00 users: no reading and no device in 2026-01-01 to 2026-01-31, which counts as 0
never ready 0.00 pc_agents: no reading and no device in 2026-01-01 to 2026-01-31, which counts as 0
held-over ready 45.00 None
zero ready 0.00 None
ended empty 0.00 None
two ready 108.00 firewalls: no reading and no device in 2026-01-01 to 2026-01-31, which counts as 0
TEXT
does batch show; says "in the list" out "firewalls: no reading and no device in 2026-01-01 to 2026-01-31"
run batch expand two --json; exits "batch expand" 0
python3 -c 'import json
for i in json.load(open("out"))["items"]: print(i["description"], i["amount"], i["state"], i["reason"])' >reasons && mv reasons out
is "the items of an agreement" <<'TEXT'
Retainer fee 100.00 due None
firewalls 0.00 due firewalls: no reading and no device in 2026-01-01 to 2026-01-31, which counts as 0
switches 8.00 due None
Retainer fee 100.00 locked None
firewalls 0.00 locked firewalls: no reading and no device in 2026-02-01 to 2026-02-28, which counts as 0
switches 8.00 locked None
TEXT
does batch expand never; says "in the items" out "pc_agents: no reading and no device in 2026-01-01 to 2026-01-31, which counts as 0"
does why never
is "why of a contract that nobody reads" <<'TEXT'
never
  contract never is ready: 0.00 USD due on 2026-02-01 (1 item)
  it is not selected in batch 1
  pc_agents: no reading and no device in 2026-01-01 to 2026-01-31, which counts as 0
  pc_agents: no reading and no device in 2026-02-01 to 2026-02-28, which counts as 0
  meter pc_agent is read (2 rows): no contract of customer a counts it; did you mean "pc_agents"?
TEXT
does why two
says "a meter of the contract's own" out 'meter firewall is read (1 row): contract two does not count it; did you mean "firewalls"?'
does why never:2026-01-01; says "why of an item" out "pc_agents: no reading and no device"
does batch select --all; does batch run --name January; does batch generate
does unbilled
sed -n -e 's/ which counts as 0$//' -e 's/  */ /gp' out >told && mv told out
is "unbilled tells both" <<'TEXT'
customer customer_name contract meter rows first last reason
a Alpha never pc_agents 0 2026-02-01 2026-02-28 no reading and no device in 2026-02-01 to 2026-02-28,
a Alpha gone other_devices 0 2026-02-01 2026-02-28 no reading and no device in 2026-02-01 to 2026-02-28,
a Alpha ahead users 0 2026-02-01 2026-02-28 no reading and no device in 2026-02-01 to 2026-02-28,
a Alpha backup pc_backup_gb, server_backup_gb 0 2026-02-01 2026-02-28 no reading and no device in 2026-02-01 to 2026-02-28,
b Beta two firewalls 0 2026-02-01 2026-02-28 no reading and no device in 2026-02-01 to 2026-02-28,
a Alpha pc_agent 2 2026-01-10 2026-01-20 no contract of customer a counts it; did you mean "pc_agents"?
b Beta two firewall 1 2026-01-10 2026-01-10 contract two does not count it; did you mean "firewalls"?
b Beta users 1 2026-01-10 2026-01-10 no contract of customer b counts it
c Gamma pc_agents 1 2026-01-05 2026-01-05 no contract of customer c counts it
TEXT
# What is read at last is told no more, and what catches up is billed.
takes <<'JSON'
{"readings": [{"customer": "a", "meter": "pc_agents", "at": "2026-02-10", "value": "20"}, {"customer": "b", "meter": "firewalls",
     "at": "2026-02-10", "value": "1"}],
 "devices": [{"id": "d3", "customer": "a", "meter": "users", "from": "2026-01-05"}]}
JSON
does unbilled; lacks "read at last" out "never"; lacks "read at last" out "firewalls: no"; lacks "read at last" out "users: no"
does batch new --as-of 2026-03-01
run batch show --json
python3 -c 'import json
for c in json.load(open("out"))["contracts"]: print(c["contract"], c["total_balance"], c["reason"])' >reasons && mv reasons out
says "read at last" out "never 300.00 None"
does verify

# An earlier end leaves days that were billed: told until they are given back, for the end that holds.
fresh
takes <<'JSON'
{"customers": [{"id": "a", "name": "Alpha"}],
 "contracts": [
   {"id": "month", "customer": "a", "name": "A", "type": "retainer", "start": "2026-01-01", "params": {"price": "100.00"}},
   {"id": "ahead", "customer": "a", "name": "B", "type": "retainer", "timing": "advance", "start": "2026-01-01",
     "params": {"price": "100.00"}},
   {"id": "year", "customer": "a", "name": "C", "type": "retainer", "timing": "advance", "period": "yearly", "start": "2026-01-01",
    "params": {"price": "365.00"}},
   {"id": "days", "customer": "a", "name": "D", "type": "retainer", "timing": "advance", "bill_day": 1, "start": "2026-01-01",
    "params": {"price": "310.00"}}]}
JSON
bill 2026-03-01
ends() { # DATE
  { echo id,end; for c in month ahead year days; do echo "$c,$1"; done; } >contracts.csv; does import contracts.csv
}
told() { # WHAT: standard input is contract and days
  run unbilled --json
  python3 -c 'import json
for f in json.load(open("out"))["facts"]: print(f["contract"], f["reason"])' >reasons && mv reasons out
  sed -i -e 's/it ends on [-0-9]*, and //' -e 's/ was billed: it does not prorate, a credit may be due//' out
  is "$1"
}
ends 2026-03-10
told "an earlier end" <<'TEXT'
ahead 2026-03-11 to 2026-03-31
year 2026-03-11 to 2026-12-31
TEXT
does why year
says "an earlier end" out "it ends on 2026-03-10, and 2026-03-11 to 2026-12-31 was billed: it does not prorate"
does why days; says "what prorates gives back" out "days:2026-03-11+1, -210.00 USD: locked until 2026-03-11"
ends 2026-02-10
told "earlier still" <<'TEXT'
ahead 2026-02-11 to 2026-03-31
month 2026-02-11 to 2026-02-28
year 2026-02-11 to 2026-12-31
TEXT
ends 2026-04-15
told "later" <<'TEXT'
year 2026-04-16 to 2026-12-31
TEXT
ends ""
told "no end" </dev/null
ends 2026-02-10
run invoice list --json
number() { python3 -c 'import json, sys
print(next(i["invoice"] for i in json.load(open("out")) if i["total"] == sys.argv[1]))' "$1"; }
year=$(number 365.00)
month=$(number 200.00)
does invoice credit "$year" --lines 1 --after 2026-02-10 --note "ended"
does invoice credit "$month" --lines 2:20.00 --note "agreed"
told "what was credited since is told no more" <<'TEXT'
ahead 2026-02-11 to 2026-03-31
TEXT
does why year; lacks "what was credited since is told no more" out "a credit may be due"
takes <<'JSON'
{"contracts": [{"id": "year", "name": "C again"}]}
JSON
ends 2026-01-20
told "what was credited for another end does not suffice" <<'TEXT'
ahead 2026-01-21 to 2026-03-31
month 2026-01-21 to 2026-02-28
year 2026-01-21 to 2026-12-31
TEXT
ends 2026-02-10
told "what was credited for this end does" <<'TEXT'
ahead 2026-02-11 to 2026-03-31
month 2026-02-11 to 2026-02-28
TEXT
does invoice credit "$month" --lines 2:80.00 --note "all of it"
run invoice list --json
ahead=$(number 300.00)
does invoice void "$ahead" --note "anew"
told "what is void was not billed" </dev/null
does verify

# What bills no tax though one is set is told at import and by why.
fresh
takes <<'JSON'
{"taxes": [{"name": "vat", "rule": "percent", "params": {"rate": "20%"}}],
 "customers": [{"id": "a", "name": "Alpha", "tax": "vat"}, {"id": "b", "name": "Beta"}, {"id": "c", "name": "Gamma", "tax": "vat",
     "tax_exempt": true}],
 "contracts": [
   {"id": "a-none", "customer": "a", "name": "A", "type": "retainer", "start": "2026-01-01", "params": {"price": "100.00"}},
   {"id": "a-yes", "customer": "a", "name": "B", "type": "retainer", "start": "2026-01-01", "taxable": true, "params": {"price": "100.00"}},
   {"id": "a-tax", "customer": "a", "name": "C", "type": "retainer", "start": "2026-01-01", "tax": "vat", "params": {"price": "100.00"}},
   {"id": "b-own", "customer": "b", "name": "D", "type": "retainer", "start": "2026-01-01", "tax": "vat", "taxable": false,
     "params": {"price": "100.00"}},
   {"id": "b-none", "customer": "b", "name": "E", "type": "retainer", "start": "2026-01-01", "params": {"price": "100.00"}},
   {"id": "b-yes", "customer": "b", "name": "F", "type": "retainer", "start": "2026-01-01", "taxable": true, "params": {"price": "100.00"}},
   {"id": "c-none", "customer": "c", "name": "G", "type": "retainer", "start": "2026-01-01", "params": {"price": "100.00"}}],
 "charges": [
   {"id": "c1", "customer": "b", "contract": "b-none", "date": "2026-01-10", "description": "Part", "quantity": "1",
     "unit_price": "5.00", "tax": "vat"},
   {"id": "c2", "customer": "b", "contract": "b-yes", "date": "2026-01-10", "description": "Part", "quantity": "1",
     "unit_price": "5.00", "tax": "vat"},
   {"id": "c3", "customer": "b", "contract": "b-none", "date": "2026-01-11", "description": "Part", "quantity": "1",
     "unit_price": "5.00", "tax": "vat"},
   {"id": "c4", "customer": "c", "contract": "c-none", "date": "2026-01-11", "description": "Part", "quantity": "1",
     "unit_price": "5.00", "tax": "vat"}]}
JSON
sed -n 's/^note: //p' out >notes && mv notes out
is "untaxed contracts and charges" <<'TEXT'
contracts:1: contract a-none bills no tax: it is not taxable (taxable is no where tax is not given), and a has the tax vat
contracts:4: contract b-own bills no tax: it is not taxable, and it has the tax vat
charges:1: tax: contract b-none bills none, that of its charges included: it is not taxable (taxable is no where tax is not given)
TEXT
for c in a-none a-yes a-tax b-own b-none b-yes c-none c1 c2 c4; do "$billet" why "$c"; done | grep -E "^[^ ]| tax( |:)" >out
is "why of contracts and charges" <<'TEXT'
a-none
  it bills no tax: it is not taxable, though the tax vat is set for it or its customer
a-yes
a-tax
b-own
  it bills no tax: it is not taxable, though the tax vat is set for it or its customer
b-none
  2 charges name a tax and bill none: the contract is not taxable
b-yes
c-none
c1
  it names the tax vat and bills none: contract b-none is not taxable
c2
c4
TEXT
takes <<'JSON'
{"customers": [{"id": "c", "tax_exempt": false}]}
JSON
says "a customer who is exempt no more" out "contract c-none bills no tax: it is not taxable"
takes <<'JSON'
{"customers": [{"id": "b", "tax": "vat"}]}
JSON
says "a customer's new tax" out "contract b-none bills no tax"; lacks "a taxable one" out "b-yes"
bill 2026-02-01
does why b-none; lacks "what was billed is told no more" out "charges name"
does verify

# A late price is told where something is owed that nothing catches up, and only there.
fresh
takes <<'JSON'
{"customers": [{"id": "a", "name": "Alpha"}],
 "contracts": [
   {"id": "days", "customer": "a", "name": "Days", "type": "hourly", "bill_day": 1, "start": "2026-01-01", "params": {"rate": "100.00"}},
   {"id": "none", "customer": "a", "name": "None", "type": "hourly", "start": "2026-01-01", "params": {"rate": "100.00"}}],
 "rates": [{"code": "night", "unit_price": "150.00"}, {"code": "free", "unit_price": "0.00"}],
 "tickets": [{"id": "T1", "customer": "a", "contract": "days", "status": "closed"}, {"id": "T2", "customer": "a",
     "contract": "none", "status": "closed"}],
 "time_entries": [{"id": "e1", "ticket": "T1", "start": "2026-01-15T10:00", "minutes": 60, "rate": "night"},
                  {"id": "e2", "ticket": "T2", "start": "2026-01-15T10:00", "minutes": 60, "rate": "night"},
                  {"id": "e3", "ticket": "T1", "start": "2026-01-16T10:00", "minutes": 60, "rate": "free"}]}
JSON
bill 2026-02-01
takes <<'JSON'
{"rates": [{"code": "night", "from": "2026-01-10", "unit_price": "150.00"}]}
JSON
does unbilled; says "the same price" out "Nothing:"
takes <<'JSON'
{"rates": [{"code": "night", "from": "2026-01-10", "unit_price": "180.00"}]}
JSON
told "what does not prorate" <<'TEXT'
none came after work of 2026-01-15 was billed, which is not priced again
TEXT
bill 2026-02-02
takes <<'JSON'
{"contracts": [{"id": "days", "proration": "none", "params": {"rate": "120.00"}}]}
JSON
told "what was caught up before the contract was edited" <<'TEXT'
none came after work of 2026-01-15 was billed, which is not priced again
TEXT
takes <<'JSON'
{"contracts": [{"id": "days", "proration": "daily"}], "rates": [{"code": "free", "from": "2026-01-10", "unit_price": "50.00"}]}
JSON
told "what was free" <<'TEXT'
days came after work of 2026-01-16 was billed, which is not priced again
none came after work of 2026-01-15 was billed, which is not priced again
TEXT
does verify

# What is said to come next can be done.
does import --template empty; says "after templates" out "billet import empty takes them in"; lacks "after templates" out "billet batch new"
does import empty; says "after an import" out "Next: billet batch new"
does import empty --dry-run; says "after a dry run" out "Next: billet import PATH, without --dry-run"
does help table contracts

# One is one.
takes <<'JSON'
{"customers": [{"id": "a", "name": "Alpha"}],
 "contracts": [{"id": "k", "customer": "a", "name": "Fee", "type": "retainer", "start": "2026-01-01", "params": {"price": "100.00"}}]}
JSON
does batch new --as-of 2026-02-01; does batch select --all
python3 -c 'import sqlite3; d = sqlite3.connect("book.db"); d.execute("UPDATE batches SET tickets = tickets + 1"); d.commit()'
run verify; exits "a broken invariant" 3; says "a broken invariant" err "1 invariant is broken"
python3 -c 'import sqlite3; d = sqlite3.connect("book.db"); d.execute("UPDATE batches SET tickets = tickets - 1"); d.commit()'
does verify
printf 'id,name\nx\n' >customers.csv
run import customers.csv; says "one field" err "has 1 field, the header 2"

printf '%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
