#!/usr/bin/env bash
# Totals that are rounded, as people meet them: the setting, the text of an invoice, the export, explanations, what-if.
. "$(dirname "$0")/shell/book.sh"
export BILLET_TODAY=2026-07-01

refused() { # WHAT EXIT TEXT COMMAND…
  local what=$1 code=$2 text=$3
  shift 3
  run "$@"
  exits "$what" "$code"
  says "$what" err "$text"
}

does init --currency CHF --zone Europe/Zurich --name 'My MSP'
refused 'finer than a centime' 1 'no amount of CHF above zero' config set round_to.CHF 0.005
says 'what would work' err 'such as 0.05'
refused 'an example in yen' 1 'such as 10:' config set round_to.JPY 0.5
refused 'an example in dinars' 1 'such as 0.005:' config set round_to.KWD 0
refused 'small letters' 1 'three capital letters' config get round_to.chf
refused 'no currency' 2 'there is no setting "round_to"' config get round_to
refused 'a slip' 2 'did you mean round_to.CHF' config set roundto.CHF 0.05
run --json config list --show-origin; says 'a setting for the own currency' out '{"key":"round_to.CHF","value":null,'
does config set round_to.CHF 0.05; does config set round_to.JPY 10
run --json config list --show-origin; says 'and for those that have one' out '{"key":"round_to.JPY","value":"10",'
run --json config get round_to.CHF; says 'what it is' out '"value":"0.05"'
run log; says 'it is in the log' out '"key":"round_to.CHF","value":"0.05"'
run help config set; says 'how it is set' out 'round_to.CHF 0.05'

printf 'id,name\na,Alpha\n' >customers.csv; does import customers.csv
printf 'id,customer,name,type,start,params\nk,a,Fee,retainer,2026-05-01,"{""price"":""10.03""}"\n' >contracts.csv; does import contracts.csv
does batch new --as-of 2026-06-01; does batch select --all; does batch run --name June
run explain D1 2; is 'a draft explained' <<'END'
Line 2: Rounding: 0.02 CHF
  total before 10.03, to the nearest multiple of 0.05: 10.05
END
does batch generate
run invoice view 1; sed -n '/^---/,/Total/p' out >lines; mv lines out; is 'the invoice' <<'END'
--------------------------------------------------------------------------------
Fee
Retainer fee                                                    1  10.03   10.03
  May 1, 2026 – May 31, 2026
Rounding                                                                    0.02

                                                             Subtotal      10.05
                                                             Total     CHF 10.05
END
run export csv --batch 1; tail -n 1 out | tr -d '\r' >last; mv last out; is 'the export' <<'END'
1,invoice,2026-06-01,2026-06-01,a,Alpha,CHF,10.05,0.00,10.05,,,2,,,,,,,rounding,Rounding,1,,0.02,,0.02,0.00,,final
END
run --json explain 1; says 'the whole invoice' out '"matches":true'
run explain 1 2 --full; says 'every node' out 'over the multiple = 200.60'
refused 'lines of the invoice' 1 'no line 3' explain 1 3

# A fee of 10.49 would be 10.50: 0.01 of rounding in the place of 0.02, taken back as such.
does invoice credit 1 --lines 2 --note rounding
run explain 2; is 'a credit note explained' <<'END'
Credit note 2: -0.02 + tax 0.00 = -0.02 CHF
Line 1: Rounding: -0.02 CHF
  takes back line 2 of invoice 1
  total before 10.03, to the nearest multiple of 0.05: 10.05
END
sed 's/price = c.price/price = decimal "10.49"/' "$root/plugins/contracts/retainer.lua" >retainer.lua
run --json what-if --plugin retainer.lua
says 'the invoice would be rounded otherwise' out '"before":"10.05","after":"10.50"'
says 'its credit note too' out '"before":"-0.02","after":"-0.01"'

# What was forged is told, and where.
does verify; does replay
python3 - <<'END'
import sqlite3
book = sqlite3.connect("book.db")
book.execute("UPDATE invoices SET rounding = 3, subtotal = 1006, total = 1006 WHERE n = 1")
book.commit()
END
run verify; exits 'a forged rounding' 3; says 'what is wrong with it' err 'totals are rounded to what was set when they were made: 1'
run replay; exits 'and computed again' 3; says 'what it was' err 'invoice 1: rounding: stored 0.03, recomputed 0.02'
printf '%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
