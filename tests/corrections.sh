#!/usr/bin/env bash
# What is said around corrections and numbers: warnings about dates, documents exported by themselves, voids in exports, init's numbering.
. "$(dirname "$0")/shell/book.sh"
export BILLET_TODAY=2026-07-01

refused() { # WHAT EXIT TEXT COMMAND…
  local what=$1 code=$2 text=$3
  shift 3
  run "$@"
  exits "$what" "$code"
  says "$what" err "$text"
}
bill() { does batch new --as-of "$1"; does batch select --all; does batch run --name "$1"; does batch generate; }
columns() { # NAMES: of the CSV in out, without its heading
  python3 -c 'import csv, sys
for row in csv.DictReader(open("out", newline="")): print(*(row[name] for name in sys.argv[1:]))' "$@" >picked
  mv picked out
}

refused 'a fiscal start without years' 2 '--number-reset yearly' init --fiscal-start 07-01
refused 'numbers that come back every year' 1 'the same numbers every year' init --number-reset yearly
refused 'a year that does not begin' 1 'not a day of the year' init --number-format '{YY}-{SEQ}' --number-reset yearly --fiscal-start 13-01
refused 'two formats, one number' 1 'the same numbers' init --credit-format '{SEQ}'
refused 'a reset that there is not' 2 'none|yearly' init --number-reset monthly
does init --zone America/New_York
printf 'id,name\na,Alpha\n' >customers.csv; does import customers.csv
printf 'id,customer,name,type,start,params\n' >contracts.csv
for k in 1 2 3; do printf 'k%s,a,Fee %s,retainer,2026-04-01,"{""price"":""%s.00""}"\n' $k $k $k >>contracts.csv; done
  does import contracts.csv
bill 2026-05-01

# A void keeps its number and its rows, and says what it is.
refused 'a void without a reason' 2 'needs a reason' invoice void 2 --note ' '
does invoice void 2 --note twice
run export csv --batch 1; columns invoice total state; is 'a void in the export' <<'END'
1 1.00 final
2 2.00 void
3 3.00 final
END

# A credit note's date: that of its series, told where it lies in a month before today's.
run --json invoice credit 1 --lines 1:0.40 --note goodwill; exits credit 0
says 'the warning in the answer' out '"warnings":[{"code":"credit-date"'
says 'and beside it' err 'credit note 4 is dated 2026-05-01'
run --json invoice credit 1 --lines 1:0.10 --date 2026-05-02 --note goodwill; exits 'a date that was given' 0
if grep -q warnings out || grep -q dated err; then bad 'a date that was given is not doubted'; else ok; fi
BILLET_TODAY=2026-05-31 run --json invoice credit 1 --lines 1:0.10 --note goodwill
if grep -q warnings out; then bad 'the month of today is not doubted'; else ok; fi

# Documents by themselves.
run export csv --invoice 4 1; columns invoice kind total credits; is 'two documents in the order in which they are named' <<'END'
4 credit -0.40 1
1 invoice 1.00 
END
run export csv --invoice 2; columns invoice state; is 'a void by itself' <<'END'
2 void
END
run --json export csv --invoice 4 --output one.csv; exits 'to a file' 0; says 'no batch' out '"batch":null'
run --json batch list; says 'one document does not make its batch exported' out '"state":"generated"'
refused 'a document twice' 2 'named twice' export csv --invoice 1 1
refused 'a document that there is not' 1 'no invoice' export csv --invoice 77
refused 'a batch and a document' 2 'not both' export csv --batch 1 --invoice 1
refused 'a number without its option' 2 '--invoice 17 18' export csv 1
does batch new --as-of 2026-06-01; does batch select --all; does batch run --name June
refused 'a draft' 1 'is a draft' export csv --invoice D8
does batch generate

# Far dates: told from the 32nd day on, refused past 1,100 days.
run --json batch new --as-of 2026-08-01; if grep -q far-date out; then bad '31 days are not far'; else ok; fi; does batch discard
run --json batch new --as-of 2026-08-02; says '32 days are far' out '"code":"far-date"'
run batch show; says 'each time it is looked at' err '32 days after today'
does batch select --all; does batch run --name July
refused '1,101 days' 1 '1100 days after today' batch generate --date 2029-07-06
does batch generate --date 2029-07-05
run log; says 'what was set is in the log' out 'batch generate'
does config set numbering.format 'N-{SEQ}'; run log; says 'a setting is in the log' out '"key":"numbering.format","value":"N-{SEQ}"'
does verify; does replay
printf '%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
