#!/usr/bin/env bash
# A recorded session is a regression test: source --expect compares the amounts that comments note.
. "$(dirname "$0")/shell/book.sh"

echo '{"customers": [{"id": "c", "name": "Cool"}],
       "contracts": [{"id": "a", "customer": "c", "name": "A", "type": "retainer", "start": "2026-04-01",
                       "params": {"price": "1510.00"}}]}' >book.json
printf '%s\n' '# May' 'batch new --as-of 2026-05-07' '# Total 0.00 USD' 'batch select a' \
  '# Billable Amount 1,510.00 USD' '#Total 1510 USD' \
  '# Total of what Cool owes' >may.billet
sed 's/1510 USD/1,510.01 USD/; s/^# Total 0.00 USD/# Tax 0.00 EUR/' may.billet >wrong.billet

run source --expect may.billet; exits "without a book" 1
does init --currency USD --zone Etc/UTC
does import book.json
cp book.db before.db
does source --expect may.billet; is "as recorded" <<<'3 amounts as expected'
cp before.db book.db
run source --expect wrong.billet; exits "other amounts" 1; is "other amounts" <<'TEXT'
wrong.billet:3: expected Tax 0.00 EUR, got no such amount
  batch new --as-of 2026-05-07
wrong.billet:6: expected Total 1,510.01 USD, got Total 1,510.00 USD
  batch select a
2 of 3 amounts differ
TEXT
cp before.db book.db
run source --expect wrong.billet --json; exits "other amounts as JSON" 1
holds_json "other amounts as JSON" out 'd["commands"] == 2 and d["amounts"] == 3 and [r["line"] for r in d["differences"]] == [3, 6]'
holds_json "what it is now as JSON" out '[r["got"] for r in d["differences"]] == [None, "Total 1,510.00 USD"]'

# Rows of lists: by what each begins with.
printf '%s\n' 'batch new --as-of 2026-05-07' '# a: Total Balance 1,510.00 USD' 'batch expand a' '# a:2026-04-01: Amount 1510 USD' \
  'batch select a' '# a: Selected Balance 1,510.00 USD' 'batch run --name May' '# D1: Total 1,510.00 USD' \
  'batch generate --date 2026-05-07' 'invoice list' '# 1: Total 1,510.00 USD' '# not: an amount' >rows.billet
cp before.db book.db
does source --expect rows.billet; is "rows as recorded" <<<'5 amounts as expected'
sed -i 's/^# 1: Total 1,510.00/# 1: Total 1,510.01/; s/^# D1:/# D2:/' rows.billet
cp before.db book.db
run source --expect rows.billet; exits "other rows" 1; is "other rows" <<'TEXT'
rows.billet:8: expected D2: Total 1,510.00 USD, got no such amount
  batch run --name May
rows.billet:11: expected 1: Total 1,510.01 USD, got 1: Total 1,510.00 USD
  invoice list
2 of 5 amounts differ
TEXT
cp before.db book.db
run source wrong.billet; exits "not asked, not compared" 0
cp before.db book.db
echo 'batch select nobody' >>wrong.billet
run source --expect wrong.billet; exits "a refusal ends it" 1; says "a refusal ends it" err 'wrong.billet:8: there is no contract'
run log on may.billet; exits "no prompt, no recording" 2; says "no prompt, no recording" err 'at the prompt'
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
