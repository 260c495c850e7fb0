#!/usr/bin/env bash
# The story of a billing batch, told with the sample book: demo.sh [BILLET [BOOK]]. Every command is real; the first that fails ends it.
# BOOK: where the book is kept, so that the reader can go on with it; a book of an earlier telling there is replaced.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
program=$(realpath "${1:-${BILLET:-$root/billet}}")
kept=${2:+$(realpath -m "$2")}
[ -z "$kept" ] || shown=$(realpath -m --relative-to=. "$kept") command=$(realpath --relative-to=. "$program")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
ln -s "$root/tests" tests
export BILLET_DB=demo.db LC_ALL=C.UTF-8
unset NO_COLOR XDG_DATA_HOME
export HOME=$folder
passed=0

step() { printf '\n== %s\n' "$1"; }
say() { printf '\n%s\n' "$1"; }

# The command as it would be typed.
typed() {
  local word line='$ billet'
  for word; do case $word in *' '*) line+=" \"$word\"" ;; *) line+=" $word" ;; esac; done
  printf '\n%s\n' "$line"
}

fail() { printf '\ndemo: %s\n' "$1" >&2; echo "$passed passed, 1 failed"; exit 1; }

# Runs a command and keeps what it answers in $answer.
run() {
  typed "$@"
  answer=$("$program" "$@") || fail "billet $* ended with $?"
  passed=$((passed + 1))
}

full() { run "$@"; printf '%s\n' "$answer"; }

# The first rows of a long list, and from Batch Details on.
short() { # ROWS COMMAND…
  local rows=$1
  shift
  run "$@"
  printf '%s\n' "$answer" | awk -v rows="$((rows + 3))" '
    /^(□ can be|Batch Details)/ { if (left > 0) print "…  " left " more"; left = 0 }
    /^Batch Details/ { tail = 1; print "" }
    tail || NR <= rows || /^□ can be/ { print; next }
    NF { left++ }'
}

# The first rows of a long list alone.
rows() { # ROWS COMMAND…
  local rows=$1
  shift
  run "$@"
  printf '%s\n' "$answer" | awk -v rows="$((rows + 3))" '
    /^(□ can be|Batch Details)/ { exit }
    NR <= rows { print; next }
    NF { left++ }
    END { if (left > 0) print "…  " left " more" }'
}

# The rows of a long list that hold a text, and from Batch Details on.
only() { # TEXT COMMAND…
  local text=$1
  shift
  run "$@"
  printf '%s\n' "$answer" | awk -v text="$text" '
    /^Batch Details/ { tail = 1; print "" }
    tail || NR <= 3 || index($0, text) { print; next }
    NF && NR == 4 || cut && !printed { print "…"; printed = 1 } NF { cut = 1 }'
}

# The story's own numbers must be on the page.
expect() {
  grep -qF -- "$1" <<<"$answer" || fail "the answer has no \"$1\""
  passed=$((passed + 1))
}

step "The book: 41 customers, 100 contracts of every type, 3,000 time entries"
full init --currency USD --zone America/New_York --name "Harbor Point IT"
full import tests/data/demo

step "1. From the left hand panel click Billing  2. Click Create New Batch"
full batch new --as-of 2026-06-07
expect "Create Billing Batch"

step "The list can be filtered by contract type, taxable contracts, customer and periods"
rows 6 batch show --type retainer --taxable yes
rows 4 batch show --customer coolrealty
expect "Retainer"
rows 4 batch show --periods ready

step "3. Select contracts by clicking the white boxes: they turn black, and the Batch Details follow"
only CoolRealty batch select cool-retainer
expect "■"
expect "1,500.00 USD"
only CoolRealty batch select cool-desk beacon-street-law-2

step "4. Click the expand icon next to a selected contract"
say "All that is due is selected, what is overdue included. The period still open has a lock."
full batch expand cool-retainer
expect "overdue"
expect "open period"

step "5. Deselect the Apr 7 billing period, as a gesture of goodwill: the Batch Details follow"
only CoolRealty batch exclude cool-retainer:2026-04-07 --note "gesture of goodwill"
full batch expand cool-retainer
expect "gesture of goodwill"

step "6. Select the rest and review the Batch Details"
short 6 batch select --all
expect "Bills To Create"

step "7. Enter a batch name in the Save As field  8. Click Run: the invoices are listed"
short 6 batch run --name "May 2026"
expect "May 2026"

step "Use Delete to remove an unwanted invoice: what it billed is due again"
short 4 batch delete D67
expect "79"

step "9. One invoice per customer"
rows 14 batch consolidate on
expect "40"

step "10. Click Generate Invoices: all are numbered and frozen, or none"
rows 14 batch generate
full invoice list --customer coolrealty
expect "12 "

step "Click View to see an invoice, and Print for paper or a folder"
full invoice view 12
expect "CoolRealty"
run invoice print --batch 1 --output invoices
printf '%s\n' "$answer" | tail -n 3

step "11. Click Export  12. Select the export method: a CSV file"
full export csv --output may-2026.csv
[ "$(wc -l <may-2026.csv)" -gt 40 ] || fail "may-2026.csv is too short"
printf '\n$ head -n 2 may-2026.csv\n'
head -n 2 may-2026.csv

step "Afterwards: what was left out comes back as overdue, billed contracts are locked until their period closes"
run batch new --as-of 2026-06-07
rows 4 batch show --customer coolrealty
expect "🔒"
full batch expand cool-retainer
expect "overdue"

step "What is left of prepaid hours and money"
full balance --as-of 2026-06-06
expect "zephyr-block"

step "How an amount came about"
full explain 41 2
expect "priced by"

step "Everything adds up, and comes to the same cents when it is computed again"
run replay
printf '%s\n' "$answer" | tail -n 1
run verify
expect "checks passed"
printf '…\n%s\n' "$(tail -n 1 <<<"$answer")"
if [ -n "$kept" ]; then
  mkdir -p "$(dirname "$kept")"
  rm -f "$kept-journal"
  mv -f demo.db "$kept"
  printf '\nThe book is kept. Go on with it, for example:\n  export BILLET_DB=%s\n' "$shown"
  for words in "batch show" "batch select --customer CoolRealty" "batch expand cool-retainer" "why cool-desk" help; do
    printf '  ./%s %s\n' "$command" "$words"
  done
fi
echo
echo "$passed passed, 0 failed"
