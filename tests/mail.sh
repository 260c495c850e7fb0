#!/usr/bin/env bash
# Invoices by mail, against a real server that takes, refuses, loses and stalls; messages as another program reads them.
. "$(dirname "$0")/shell/book.sh"
unset CURL_CA_BUNDLE SSL_CERT_FILE XDG_CONFIG_HOME BILLET_SECRET_MAIL_PASSWORD
python=python3
$python -c 'import aiosmtpd' 2>/dev/null || python=/usr/bin/python3 # Debian's, where another comes first
password='sec ret%!'
export BILLET_TODAY=2026-02-02
export LSAN_OPTIONS=suppressions=$root/tests/documents/leaks.txt:print_suppressions=0 ASAN_OPTIONS=detect_leaks=1:fast_unwind_on_malloc=0

says_not() { if grep -qF -- "$3" "$2"; then bad "$1: '$3' in $2"; else ok; fi; }
sql() { sqlite3 book.db "$1"; }
sends() { # EXIT TEXT WORD…: sends, ends so, and answers a row with the text
  local code=$1 text=$2
  shift 2
  run --json invoice send "$@"
  exits "send $*" "$code"
  says "send $*" out "$text"
}
server() { does config set mail.url "$1:$(sed -n "$2p" box/ports)"; }

openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 3 -subj /CN=localhost \
  -addext subjectAltName=DNS:localhost,DNS:mail.localhost 2>/dev/null
mkdir box && printf %s "$password" >box/password
$python "$root/tests/mail/server.py" box cert.pem key.pem >server.log 2>&1 &
server=$!
trap 'kill $server; rm -rf "$folder"' EXIT
for _ in $(seq 100); do [ -e box/ports ] || sleep 0.1; done
if [ -e box/ports ]; then ok; else bad "the server of mail: $(tail -n 3 server.log)"; fi

cat >book.json <<'JSON'
{"seller": [{"name": "Größe & Söhne IT", "country": "DE", "email": "billing@birch.example"}],
 "customers": [{"id": "a", "name": "Acme", "country": "GB", "email": "a@acme.example", "terms_days": 14},
               {"id": "b", "name": "Blau AG", "country": "CH", "language": "de", "email": "b@blau.example"},
               {"id": "c", "name": "Clair\r\nBcc: evil@evil.example", "language": "fr", "email": "c@clair.example"},
               {"id": "d", "name": "Delta"},
               {"id": "e", "name": "Echo", "email": "e@echo.example"}],
 "contracts": [{"id": "a1", "customer": "a", "name": "Support", "type": "retainer", "start": "2026-01-01", "params": {"price": "1234.50"}},
               {"id": "b1", "customer": "b", "name": "Wartung", "type": "retainer", "start": "2026-01-01", "params": {"price": "1234.50"}},
               {"id": "c1", "customer": "c", "name": "Support", "type": "retainer", "start": "2026-01-01", "params": {"price": "20"}},
               {"id": "d1", "customer": "d", "name": "Support", "type": "retainer", "start": "2026-01-01", "params": {"price": "20"}},
               {"id": "e1", "customer": "e", "name": "Support", "type": "retainer", "start": "2026-01-01", "params": {"price": "20"}}]}
JSON
does init --zone Europe/Berlin --currency EUR --number-format 'RÉ/{SEQ:3}'
does import book.json
does batch new --as-of 2026-02-01
does batch select --all
does batch run --name January
run invoice send D1
exits "a draft" 1
says "a draft" err "only what is numbered is sent"
does batch generate
sql "UPDATE customers SET delivery = 'email' WHERE id IN ('a', 'b', 'd'); UPDATE customers SET delivery = 'target' WHERE id = 'e';
     UPDATE customers SET email_to = 'a@acme.example; \"Ann; \\\"the\\\" boss\" <ann@acme.example>' WHERE id = 'a'"

# ---- A dry run: files that another program reads.
run invoice send --batch 1 --dry-run --output mails
exits "a dry run: one has no address" 7
says "a dry run leaves out who gets no mail" out "customer c says: none"
says "a dry run leaves out whom another program serves" out "customer e says: target"
cp -r mails first
run invoice send --batch 1 --dry-run --output mails
says "files are replaced" err "files were there before"
if diff -r mails first >diff.txt; then ok; else bad "a dry run twice: $(cat diff.txt)"; fi
if [ "$(sql 'SELECT count(*) FROM mails')" = 0 ]; then ok; else bad "a dry run records something"; fi
if python3 "$root/tests/mail/read.py" mails/RÉ-001.eml a.pdf >out 2>err; then ok; else bad "what Python reads"; fi
for text in "headers: Content-Type Date From MIME-Version Message-ID Subject To" "Subject: Invoice RÉ/001 from Größe & Söhne IT" \
  "Date: Sun, 01 Feb 2026 12:00:00 +0000" "From: 'Größe & Söhne IT' billing@birch.example" "To: '' a@acme.example" \
  "To: 'Ann; \"the\" boss' ann@acme.example" "types: multipart/mixed text/plain utf-8 application/pdf" "file: attachment RÉ-001.pdf" \
  "our invoice RÉ/001 of 1 February 2026 for EUR 1,234.50. It is due on 15 February 2026." \
  "Amount due      EUR 1,234.50"; do says "the message" out "$text"; done
does invoice print RÉ/001 --format pdf --output pdf
if cmp a.pdf pdf/RÉ-001.pdf; then ok; else bad "the PDF in the mail is the document"; fi
python3 "$root/tests/mail/read.py" mails/RÉ-002.eml >out 2>err
says "in German" out "Subject: Rechnung RÉ/002 von Größe & Söhne IT"
says "in German" out "1’234.50 EUR"
does invoice send RÉ/003 --dry-run --output mails
python3 "$root/tests/mail/read.py" mails/RÉ-003.eml >out 2>err
says "a name is no header" out "headers: Content-Type Date From MIME-Version Message-ID Subject To"
does config set mail.from $'"Größe\r\nBcc: evil@evil.example" <billing@birch.example>'
does invoice send RÉ/003 --dry-run --output mails
python3 "$root/tests/mail/read.py" mails/RÉ-003.eml >out 2>err
says "a sender's name is no header" out "headers: Content-Type Date From MIME-Version Message-ID Subject To"
says "a sender's name is shown" out "Bcc: evil@evil.example' billing@birch.example"
does config set mail.from 'Größe & Söhne <billing@birch.example>'
for address in 'no address' 'a@b@c' 'a@b.example' 'b@ü.example' 'a b@c.example' 'x@-c.example'; do
  run config set mail.from "$address"
  case $address in a@b.example) exits "$address" 0 ;; *) exits "$address" 1 ;; esac
done
for url in http://a.example smtp:// smtps://me:secret@a.example 'smtp://a.example/x y' smtp://a.example:0 smtp://a.example:99999; do
  run config set mail.url "$url"
  exits "$url" 1
  says_not "$url" err secret@
done
run invoice send RÉ/003
exits "no server is set" 1
says "no server is set" err "config set mail.url"

# ---- A server that takes and refuses.
server smtp://127.0.0.1 1
does config set mail.timeout 2
does config set mail.from ''
sends 7 '{"invoice":"RÉ/004","to":null,"state":"refused","message":"customer d has no e-mail address"}' --batch 1
says "of a batch" out '{"invoice":"RÉ/001","to":"a@acme.example","state":"accepted","message":"250 taken"}'
says "of a batch" out '{"invoice":"RÉ/001","to":"ann@acme.example","state":"accepted","message":"250 taken"}'
says "of a batch" out '{"invoice":"RÉ/003","to":null,"state":"left-out"'
if [ "$(ls box/*.eml | wc -l)" = 3 ]; then ok; else bad "a message for each recipient"; fi
if [ "$(grep -h X-Peer box/*.eml | sort -u | wc -l)" = 1 ]; then ok; else bad "one connection for a batch"; fi
if cmp <(grep -v '^X-\|^Date' box/1.eml) <(grep -v '^Date' mails/RÉ-001.eml); then ok; else bad "what is sent is what a dry run writes"; fi
sends 0 'it was accepted at' RÉ/001
if [ "$(ls box/*.eml | wc -l)" = 3 ]; then ok; else bad "what was accepted is sent again"; fi
sends 0 '"state":"accepted","message":"250 taken"' RÉ/001 --again
does config set mail.from other@sender.example
sends 0 '"state":"accepted"' RÉ/001 --again
does config set mail.from ''
if [ "$(grep -h ^Message-ID box/[14567].eml | sort -u | wc -l)" = 1 ]; then ok; else bad "a mail that is sent again is another one"; fi
sends 7 '"to":"refused@acme.example","state":"refused","message":"550 5.1.1 no such mailbox"' RÉ/002 \
  --to 'refused@acme.example; c@c.example'
says "one is refused, the next is not" out '"to":"c@c.example","state":"accepted"'
sends 7 '"state":"refused","message":"550' RÉ/002 --to refused@acme.example
sends 7 '"state":"refused","message":"451 4.3.0 come again later"' RÉ/002 --to later@acme.example
sends 7 'not tried: ' RÉ/002 --to 'slow-rcpt@acme.example; d@d.example'
says "what was never sent is not unknown" out '"to":"slow-rcpt@acme.example","state":"refused"'
sends 0 '"to":"after@bye.example","state":"accepted"' RÉ/002 --to 'bye@bye.example; after@bye.example'
sends 0 '"to":"after@busy.example","state":"accepted"' RÉ/002 --to 'busy@busy.example; after@busy.example'
if [ "$(grep -lx $'X-To: after@bye.example\r' box/*.eml | wc -l)" = 1 ]; then ok; else bad "once after a lost connection"; fi
python3 - <<'PYTHON' &
import sqlite3, time
book = sqlite3.connect("book.db", isolation_level=None)
while not book.execute("SELECT count(*) FROM mails WHERE recipient = 'wait@acme.example'").fetchone()[0]:
    time.sleep(0.05)
book.execute("BEGIN IMMEDIATE")
time.sleep(8)
book.execute("ROLLBACK")
PYTHON
holder=$!
sends 0 '"to":"wait@acme.example","state":"accepted"' RÉ/002 --to wait@acme.example
wait $holder
run invoice send RÉ/005 --to a@b.example
exits "another program sends" 1
says "another program sends" err "the accounting system sends"
run invoice send RÉ/001 RÉ/001
exits "named twice" 2
run invoice send
exits "nothing named" 2

# ---- Outcomes that nobody knows.
for who in dropped slow; do
  sends 7 "\"to\":\"$who@acme.example\",\"state\":\"unknown\",\"message\":\"sent as a whole, and no answer came" RÉ/002 \
    --to "$who@acme.example"
  count=$(ls box/*.eml | wc -l)
  sends 7 "--again sends it once more" RÉ/002 --to "$who@acme.example"
  if [ "$(ls box/*.eml | wc -l)" = "$count" ]; then ok; else bad "$who: what may have arrived is sent again by itself"; fi
done
sends 7 '"state":"unknown"' RÉ/002 --to dropped@acme.example --again
if [ "$(ls box/*.eml | wc -l)" = $((count + 1)) ]; then ok; else bad "--again repeats"; fi
"$billet" invoice send RÉ/003 --to slow@c.example >/dev/null 2>&1 &
sender=$!
for _ in $(seq 50); do grep -qs X-To:.slow@c.example box/*.eml || sleep 0.1; done
kill -9 $sender && wait $sender 2>/dev/null
if [ "$(sql "SELECT state FROM mails WHERE recipient = 'slow@c.example'")" = sending ]; then ok; else bad "the row before the network"; fi
sends 7 '"to":"slow@c.example","state":"unknown"' RÉ/003 --to slow@c.example
does config set mail.timeout 60
"$billet" --json invoice send RÉ/003 --to 'slow-rcpt@c.example; n@c.example' >out 2>err &
sender=$!
for _ in $(seq 50); do [ "$(sql "SELECT count(*) FROM mails WHERE recipient = 'slow-rcpt@c.example'")" = 1 ] || sleep 0.1; done
kill -INT $sender
wait $sender
status=$?
exits "interrupted" 130
says "interrupted" out '"to":"slow-rcpt@c.example","state":"refused","message":"interrupted before it was sent"'
says "interrupted: the next is not sent" out '"to":"n@c.example","state":"refused","message":"not sent: interrupted"'

# ---- Certificates and passwords.
does config set mail.timeout 5
server smtps://localhost 3
sends 7 'certificate' RÉ/003 --to t@c.example
does config set mail.user birch
run invoice send RÉ/003 --to t@c.example
exits "no password" 4
says "no password" err "billet secret set mail.password"
printf '%s\n' "$password" | "$billet" secret set mail.password >out 2>err
status=$?
exits "secret set" 0
sends 7 'certificate' RÉ/003 --to t@c.example
export SSL_CERT_FILE=$folder/cert.pem
sends 0 '"state":"accepted"' RÉ/003 --to t@c.example
BILLET_SECRET_MAIL_PASSWORD='wr ong%!' sends 7 'the server lets nobody in: 535' RÉ/003 --to u@c.example
says_not "a wrong password" out 'wr ong'
sends 7 '********' RÉ/003 --to words@c.example
says_not "a server that says the password" out "$password"
server smtp://mail.localhost 2
sends 0 '"state":"accepted"' RÉ/003 --to v@c.example
SSL_CERT_FILE=/dev/null sends 7 '"state":"refused"' RÉ/003 --to w@c.example
server smtp://mail.localhost 1
sends 7 'STARTTLS' RÉ/003 --to x@c.example
does config set mail.url smtp://127.0.0.1:1
sends 7 'not tried: ' RÉ/003 --to 'y@c.example; z@c.example'

# ---- The password is nowhere.
server smtps://localhost 3
"$billet" invoice send RÉ/003 --to slow@d.example >/dev/null 2>&1 &
sender=$!
for _ in $(seq 50); do grep -qs X-To:.slow@d.example box/*.eml || sleep 0.1; done
tr '\0' '\n' <"/proc/$sender/cmdline" >ps.txt
kill $sender && wait $sender 2>/dev/null
run log
cat out ps.txt book.db >everywhere
says_not "the password" everywhere "$password"
says "the log" out '"state":"unknown","to":"slow@acme.example"'
does verify
BILLET_MODULES=$folder/none run invoice send RÉ/003 --to again@c.example
exits "with its module" 0
cp "$(dirname "$billet")/billet" alone && ln -s "$root/plugins" "$root/rules" "$root/lua" .
billet=$folder/alone run invoice send RÉ/003 --to alone@c.example
exits "without its module" 1
says "without its module" err "billet-net.so is not installed"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
