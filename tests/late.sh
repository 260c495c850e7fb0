#!/usr/bin/env bash
# Facts that came after their period was billed: caught up where the contract prorates by days, else listed by unbilled, never silence.
. "$(dirname "$0")/shell/book.sh"

takes() { cat >new.json; does import new.json; }
bill() { # DATE
  does batch new --as-of "$1"; does batch select --all; does batch run --name "$1"; does batch generate
}

does init --zone America/New_York
takes <<'JSON'
{"customers": [{"id": "cool", "name": "CoolRealty"}],
 "contracts": [
   {"id": "mon", "customer": "cool", "name": "Monitoring", "type": "remote-monitoring", "start": "2026-06-01",
    "params": {"count_by": "agents", "rate": "10.00"}},
   {"id": "desk", "customer": "cool", "name": "Desk", "type": "hourly", "start": "2026-06-01", "params": {"rate": "100.00"}},
   {"id": "days", "customer": "cool", "name": "By days", "type": "hourly", "start": "2026-06-01", "bill_day": 1,
    "params": {"rate": "100.00"}},
   {"id": "capped", "customer": "cool", "name": "Capped", "type": "hourly", "start": "2026-06-01", "bill_day": 1,
    "params": {"rate": "100.00"}, "rules": [{"rule": "cap", "amount": "50.00", "per": "period"}]},
   {"id": "flat", "customer": "cool", "name": "Flat", "type": "retainer", "start": "2026-06-01", "timing": "advance",
    "params": {"price": "80.00"}}],
 "rates": [{"code": "night", "unit_price": "150.00"}, {"code": "day", "unit_price": "90.00"}],
 "tickets": [{"id": "T1", "customer": "cool", "contract": "desk", "status": "closed"},
             {"id": "T2", "customer": "cool", "contract": "days", "status": "closed"},
             {"id": "T3", "customer": "cool", "contract": "capped", "status": "closed"}],
 "time_entries": [{"id": "e1", "ticket": "T1", "start": "2026-06-20T22:00", "minutes": 60, "rate": "night"},
                  {"id": "e2", "ticket": "T1", "start": "2026-06-21T09:00", "minutes": 60},
                  {"id": "e3", "ticket": "T2", "start": "2026-06-18T09:00", "minutes": 60},
                  {"id": "e4", "ticket": "T2", "start": "2026-06-22T09:00", "minutes": 60},
                  {"id": "e5", "ticket": "T3", "start": "2026-06-23T09:00", "minutes": 60}],
 "readings": [{"customer": "cool", "meter": "pc_agents", "at": "2026-06-01", "value": "10"}],
 "devices": [{"id": "d1", "customer": "cool", "meter": "server_agents", "from": "2026-06-01"}]}
JSON
does unbilled
is "nothing is late yet" <<'TEXT'
Nothing: all work and charges are billed, or wait for a batch.
TEXT
bill 2026-07-01
does unbilled
says "nothing is late" out "Nothing:"

# What shows what was there already is no news, nor is what only renames a device, or what comes in an open period.
takes <<'JSON'
{"readings": [{"customer": "cool", "meter": "pc_agents", "at": "2026-06-08", "value": "10"},
              {"customer": "cool", "meter": "users", "at": "2026-06-08", "value": "3"},
              {"customer": "cool", "meter": "pc_agents", "at": "2026-07-08", "value": "12"}],
 "devices": [{"id": "d1", "customer": "cool", "meter": "server_agents", "from": "2026-06-01", "name": "srv1"}],
 "rates": [{"code": "day", "unit_price": "95.00", "from": "2026-06-01"}, {"code": "night", "unit_price": "160.00", "from": "2026-07-01"}],
 "changes": [{"contract": "mon", "from": "2026-07-01", "params": {"rate": "11.00"}}]}
JSON
does unbilled
is "what changes nothing that was billed" <<'TEXT'
meters
customer  customer_name  contract  meter  rows  first       last        reason
cool      CoolRealty               users     1  2026-06-08  2026-06-08  no contract of customer cool counts it
TEXT

takes <<'JSON'
{"readings": [{"customer": "cool", "meter": "pc_agents", "at": "2026-06-16", "value": "12"},
              {"customer": "cool", "meter": "pc_agents", "at": "2026-06-18", "value": "13"}],
 "devices": [{"id": "d1", "customer": "cool", "meter": "server_agents", "from": "2026-06-01", "to": "2026-06-25"},
             {"id": "d2", "customer": "cool", "meter": "mac_agents", "from": "2026-06-20"}],
 "rates": [{"code": "night", "unit_price": "180.00", "from": "2026-06-15"}],
 "changes": [{"contract": "mon", "from": "2026-06-20", "params": {"rate": "12.00"}},
             {"contract": "desk", "from": "2026-06-20", "params": {"rate": "120.00"}},
             {"contract": "days", "from": "2026-06-20", "params": {"rate": "120.00"}},
             {"contract": "capped", "from": "2026-06-20", "params": {"rate": "120.00"}},
             {"contract": "flat", "from": "2026-07-10", "params": {"price": "90.00"}}]}
JSON
does unbilled
sed -i 's/, and its contract does not prorate$/ …/' out
is "late facts" <<'TEXT'
facts
contract  table     name           rows  date        last        reason
flat      changes                     1  2026-07-10  2026-07-10  came after 2026-07-01 to 2026-07-31 was billed …
mon       changes                     1  2026-06-20  2026-06-20  came after 2026-06-01 to 2026-06-30 was billed …
capped    changes                     1  2026-06-20  2026-06-20  came after work of 2026-06-23 was billed, which is not priced again
desk      changes                     1  2026-06-20  2026-06-20  came after work of 2026-06-21 was billed, which is not priced again
mon       readings  pc_agents         2  2026-06-16  2026-06-18  came after 2026-06-01 to 2026-06-30 was billed …
mon       devices   mac_agents        1  2026-06-20  2026-06-20  came after 2026-06-01 to 2026-06-30 was billed …
mon       devices   server_agents     1  2026-06-26  2026-06-26  came after 2026-06-01 to 2026-06-30 was billed …
desk      rates     night             1  2026-06-15  2026-06-15  came after work of 2026-06-20 was billed, which is not priced again
meters
customer  customer_name  contract  meter  rows  first       last        reason
cool      CoolRealty               users     1  2026-06-08  2026-06-08  no contract of customer cool counts it
TEXT

# What is billed again takes them in.
run invoice list --json
for invoice in $(python3 -c 'import json; print(*[i["invoice"] for i in json.load(open("out"))])'); do
  does invoice credit "$invoice" --rebill --note "late facts"
done
bill 2026-07-02
does unbilled
is "billed again" <<'TEXT'
meters
customer  customer_name  contract  meter  rows  first       last        reason
cool      CoolRealty               users     1  2026-06-08  2026-06-08  no contract of customer cool counts it
TEXT
does verify
printf '%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
