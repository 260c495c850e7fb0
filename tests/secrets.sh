#!/usr/bin/env bash
# Secrets: files that nobody else reads, the order in which they are looked for, and no answer that holds one.
. "$(dirname "$0")/shell/book.sh"
unset XDG_CONFIG_HOME
unset -v "${!BILLET_SECRET_@}"
place=$folder/.config/billet/secrets

keeps() { # EXIT NAME SECRET: sets it from the standard input
  printf '%s' "$3" | "$billet" secret set "$2" >out 2>err
  status=$?
  exits "secret set $2" "$1"
}
found() { # TEXT: what becomes of a mail says which password was found, for a server that nobody asks
  run invoice send 1
  says "what was found" err "$1"
}
mode() { stat -c %a "$1"; }

run secret list
exits "none yet" 0
keeps 0 mail.password 'pass word ü'
is "the answer" <<<"secret  mail.password"
if [ "$(cat "$place/mail.password")" = 'pass word ü' ]; then ok; else bad "what is kept"; fi
modes="$(mode "$place/mail.password") $(mode "$place") $(mode "$folder/.config/billet")"
if [ "$modes" = "600 700 700" ]; then ok; else bad "who may read it: $modes"; fi
(umask 0 && keeps 0 other.one $'second\n')
if [ "$(mode "$place/other.one")" = 600 ]; then ok; else bad "whatever the mask is"; fi
if [ "$(cat "$place/other.one")" = second ]; then ok; else bad "without the end of its line"; fi
does secret list
is "names alone" <<'TEXT'
secret
mail.password
other.one
TEXT
does secret remove other.one
run secret remove other.one
exits "removed twice" 1
if [ "$(ls "$place")" = mail.password ]; then ok; else bad "what is left: $(ls -a "$place")"; fi

for name in '' ../x /etc/x a/b .hidden 'a b' secret.command ä "$(printf 'n%.0s' $(seq 65))"; do keeps 1 "$name" x; done
keeps 1 mail.password $'\n'
keeps 2 mail.password ''
keeps 1 mail.password $'a\tb'
keeps 1 mail.password $'\xff'
keeps 1 mail.password "$(printf 'x%.0s' $(seq 4097))"
run secret set mail.password
exits "no standard input" 2
if [ "$(cat "$place/mail.password")" = 'pass word ü' ]; then ok; else bad "what was refused changed it"; fi
keeps 0 long "$(printf 'x%.0s' $(seq 4096))"
does secret remove long

# ---- Where it is looked for. The mail goes nowhere: nothing listens on port 1.
does init
cat >book.json <<'JSON'
{"seller": [{"name": "Birch IT", "email": "billing@birch.example"}],
 "customers": [{"id": "a", "name": "Acme", "email": "a@acme.example"}],
 "contracts": [{"id": "k", "customer": "a", "name": "Support", "type": "retainer", "start": "2026-01-01", "params": {"price": "20"}}]}
JSON
does import book.json
does batch new --as-of 2026-02-01; does batch select --all; does batch run --name x; does batch generate
does config set mail.url smtp://127.0.0.1:1
does config set mail.user birch
run invoice send 1
exits "a password, and nobody there" 7
chmod 640 "$place/mail.password"
found "mail.password can be read by others"
says "what to do" err "chmod 600"
chmod 600 "$place/mail.password" && chmod 755 "$place"
found "secrets can be read by others"
keeps 1 mail.password new
chmod 700 "$place"
mv "$place/mail.password" elsewhere && ln -s "$folder/elsewhere" "$place/mail.password"
run invoice send 1
exits "a link" 1
rm "$place/mail.password"
run invoice send 1
exits "none" 4
env -u HOME "$billet" config list >out 2>err
status=$?
exits "nobody's home" 0
BILLET_SECRET_MAIL_PASSWORD=x run invoice send 1
exits "a variable" 7
does config set secret.command "echo >$folder/asked; printf 'from\nhere\n'; printf >>$folder/asked '%s\n'"
run invoice send 1
exits "a command" 7
if [ "$(tail -n 1 asked)" = mail.password ]; then ok; else bad "a command gets the name"; fi
run config get secret.command --show-origin
says "a command is the user's" out "origin  user"
if grep -qF secret.command book.db; then bad "the book says what is run"; else ok; fi
XDG_CONFIG_HOME=$folder/other run invoice send 1
exits "another user's command is not run" 4
does config set secret.command 'exit 3;'
found "secret.command gave no mail.password: it ended with status 3"
does config set secret.command ''
run invoice send 1
exits "no command any more" 4

# ---- A terminal shows nothing of it.
python3 - "$billet" >terminal 2>err <<'PYTHON'
import os, pty, sys, time
pid, end = pty.fork()
if pid == 0:
    os.execv(sys.argv[1], [sys.argv[1], "secret", "set", "typed"])
shown = b""
while b"typed: " not in shown:
    shown += os.read(end, 1000)
os.write(end, b"hush hush\n")
try:
    while True:
        shown += os.read(end, 1000)
except OSError:
    pass
sys.stdout.buffer.write(shown)
PYTHON
if [ "$(cat "$place/typed")" = 'hush hush' ]; then ok; else bad "what was typed: $(cat terminal)"; fi
if grep -q hush terminal; then bad "a terminal shows it"; else ok; fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
