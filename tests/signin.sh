#!/usr/bin/env bash
# Signing in to targets: against a sign-in server that other people wrote and certified, and one that misbehaves; what is kept, and what
# nobody else ever sees of it.
. "$(dirname "$0")/shell/book.sh"
. "$root/tests/shell/targets.sh"
unset DISPLAY WAYLAND_DISPLAY CURL_CA_BUNDLE SSL_CERT_FILE XDG_CONFIG_HOME
unset -v "${!BILLET_SECRET_@}"
secret='s3cr3t/+&' places=$folder/.config/billet/connections
touch all secrets

says_not() { if grep -qF -- "$3" "$2"; then bad "$1: '$3' in $2"; else ok; fi; }
set_to() { does config set "export.$1" "$2"; }
kept() { # WHAT FILES: how many sign-ins are kept
  local files
  files=$(find "$places" -type f ! -name '*.lock' 2>/dev/null | wc -l)
  if [ "$files" = "$2" ]; then ok; else bad "$1: $files are kept, not $2"; fi
}
# Whoever starts here has to come back: login [WORD…]; its address is in $address, its process in $login.
login() {
  "$billet" export login "$@" --json >out 2>err </dev/null &
  login=$!
  for _ in $(seq 100); do
    [ -s err ] && break
    sleep 0.1
  done
  address=$(python3 -c 'import json; print(json.loads(open("err").readline()).get("authorize_url", ""))')
}
ends() { # WHAT EXIT
  wait "$login"
  status=$?
  cat out err >>all
  exits "$1" "$2"
}
agrees() { "$node" "$root/tests/export/agree.mjs" "$address" "$@" 2>>agree.log | tee -a agreed; }
signs_in() { # TARGET [WORD…]
  login "$@" --yes
  agrees --open >/dev/null
  ends "login $*" 0
}
of() { sed -nE "s/.*[?&]$2=([^&]*).*/\1/p" <<<"$1"; }

# ---- Settings
does init
run config list
says_not "settings of nobody" out export.
run config set export.quickbooks-online.api_url http://ledger.example/
exits "http elsewhere" 1
says "http elsewhere" err "neither https nor http on this machine"
for url in ftp://x/ https:// https://me@x/ 'http://localhost@x/' http://localhost.example/ 'http://127.0.0.1:99999/' 'https://x/a b' x; do
  run config set export.quickbooks-online.token_url "$url"
  exits "$url" 1
done
for url in https://x/ http://localhost/ http://127.0.0.2:80/x 'http://[::1]:8765/'; do set_to quickbooks-online.token_url "$url"; done
run config set export.quickbooks-online.tax mine
says "a choice" err "is none of: ours, theirs"
run config set export.quickbooks-online.environment moon
says "an environment" err "is none of: production, sandbox"
run config set export.quickbooks-online.client_di x
exits "a setting that there is not" 2
says "the nearest" err "did you mean export.quickbooks-online.client_id?"
run config set export.csv.client_id x
says "a target of files" err "writes files"
run config set export.quickbooks-online.limit 0
exits "no seconds" 1
run config get export.quickbooks-online.tax
says "a default" out ours
run config list
says "settings of a target of which something is set" out export.quickbooks-online.redirect_uri
set_to quickbooks-online.token_url ''
run config list
says_not "and of nobody any more" out export.

# ---- Before anybody signs in
run export login quickbooks-online
exits "no app" 4
says "no app" err "billet config set export.quickbooks-online.client_id"
set_to quickbooks-online.client_id the-app
run export login quickbooks-online
exits "no secret" 4
says "no secret" err "billet secret set export.quickbooks-online.client_secret"
run export logout quickbooks-online
exits "nobody to sign out" 1
run export login csv
exits "a target of files" 1
run export list
says "what is needed" out "billet secret set export.quickbooks-online.client_secret"

# ---- oidc-provider: a plugin of the test asks it whose books they are.
serve authority oidc.mjs ACCESS_SECONDS=2
mkdir -p plugins/exporters
cat >plugins/exporters/keeper.lua <<LUA
-- Books at the sign-in server itself: its list of who is signed in.
local function me() return { method = "GET", path = "me" } end
return exporter { name = "keeper", api = 1, version = "1.0.0", title = "Keeper", doc = "For tests.",
  delivers = { authorize_url = "$authority/auth", token_url = "$authority/token", revoke_url = "$authority/token/revocation",
    api_url = { production = "$authority/" }, scopes = "openid offline_access", pkce = true, secret = false, limit = 5,
    redirect_uri = { "http://localhost:8765/callback", "http://localhost:8766/callback" } },
  company = me, find = me, create = me,
  needs = function(invoice) return { { kind = "customer", key = invoice.customer, name = invoice.customer_name, find = me() } } end,
  confirm = function(document, answer)
    if document.kind == "customer" then return { id = answer.body.sub, name = document.name } end
    if document.kind ~= "company" then return { id = answer.body.sub, number = document.number, total = document.invoice.total } end
    return { { id = answer.body.sub, name = "Birch IT" }, { id = "2", name = "Elm & Sons" } }
  end,
}
LUA
set_to keeper.client_id the-app
login keeper --yes --company 'birch it'
says "the first line" err '"redirect_uri":"http://localhost:8765/callback"'
for asked in code_challenge= code_challenge_method=S256 state= response_type=code; do says "what is asked" err "$asked"; done
ps -eo args >processes
agrees --open >back
ends "signing in with PKCE" 0
answers "whose books" 'o["name"], o["environment"]' "('Birch IT', 'production')"
kept "one sign-in" 1
modes=$(stat -c %a "$places" "$places"/*[0-9a-f] | sort -u | tr '\n' ' ')
if [ "$modes" = "600 700 " ]; then ok; else bad "who may read it: $modes"; fi
if [ "$("$billet" --json secret list)" = "[]" ]; then ok; else bad "a sign-in is a secret that somebody may remove"; fi
if grep -q access book.db; then bad "the book has tokens"; else ok; fi
run export list
says "as whom" out "Birch IT"
says "in the log" book.db "export login"
run --json status
answers "the book's state" 'o["signed_in"]' "[{'target': 'keeper', 'company': 'Birch IT', 'environment': 'production', 'days_left': None}]"

cp "$places"/*[0-9a-f] before
login keeper --yes --company 'Elm & Sons'
code=$(of "$(cat back)" code)
curl -s -o page "http://localhost:8765/callback?code=$code&state=$(of "$address" state)" # a code that was used before
ends "a code twice" 4
says "a code twice" err invalid_grant
says "the page" page "Signed in"
login keeper --yes
curl -s -o page "http://localhost:8765/callback?code=x&state=$(of "$address" state)x"
ends "another state" 1
says "another state" err "the state is another one"
says "the page" page "Nobody is signed in"
login keeper --yes
for wrong in 'http://localhost:8765/' 'http://localhost:8765/callback/x?code=x' 'http://127.0.0.1:8765/callback?code=x'; do
  if [ "$(curl -s -o page -w '%{http_code}' "$wrong")" = 404 ]; then ok; else bad "$wrong is heard"; fi
done
curl -s -o page "http://[::1]:8765/callback?error=access_denied&state=$(of "$address" state)" -H 'Host: localhost:8765'
ends "somebody who does not agree" 1
says "somebody who does not agree" err "let nobody in: access_denied"
cmp -s before "$places"/*[0-9a-f] && ok || bad "what came to nothing changed who is signed in"
login keeper --yes
"$billet" export login keeper --json --yes >other.out 2>other.err </dev/null & # the port is taken: the next address
other=$!
for _ in $(seq 50); do [ -s other.err ] || sleep 0.1; done
says "the next port" other.err localhost:8766
kill -INT "$login" "$other"
wait "$other"
ends "Ctrl-C" 130

# ---- Pasted
login_paste() { # LINES [WORD…]: what is typed, {} is the address that one comes back to
  mkfifo typed
  "$billet" export login keeper --paste "${@:2}" >out 2>err <typed &
  login=$!
  exec 7>typed
  for _ in $(seq 100); do
    grep -q code_challenge err 2>/dev/null && break
    sleep 0.1
  done
  address=$(grep -o 'http.*code_challenge.*' err)
  back=$(agrees)
  printf "${1//\{\}/%s}" "$back" >&7
  exec 7>&-
  rm typed
}
login_paste 'nonsense\nhttp://localhost:8765/other?code=1\n{}\n2\ny\n'
ends "a pasted address" 0
says "what is no address" err "That is not it"
says "several companies" err "2  Elm & Sons"
says "who was chosen" out "Elm & Sons"
login_paste '{}\n1\nn\n'
ends "n" 1
says "n" err "nobody agreed"
login_paste '{}\n1\n'
ends "no answer" 1
says "no answer" err "or --yes"
login_paste '{}\n9\n'
ends "no such number" 2
login_paste '{}\n' --company nobody --yes
ends "no such company" 1
login_paste 'nonsense\n'
ends "no address" 2
run export list
says "who stays" out "Elm & Sons"

# ---- Several programs at once, when the token has ended: a refresh token that is shown twice kills its grant.
cat >book.json <<'JSON'
{"customers": [{"id": "a", "name": "Acme"}],
 "contracts": [{"id": "k", "customer": "a", "name": "Support", "type": "retainer", "start": "2026-01-01", "params": {"price": "20"}}]}
JSON
does import book.json
does batch new --as-of 2026-02-01; does batch select --all; does batch run --name x; does batch generate
counts() { curl -s "$authority/_counts" | python3 -c 'import json, sys; print(json.load(sys.stdin)["'"$1"'"])'; }
together() { # WHAT: six programs that look ahead
  local i bad=0 running=()
  for i in 1 2 3 4 5 6; do
    "$billet" --json export keeper --dry-run >"together.$i" 2>&1 </dev/null &
    running+=($!)
  done
  for i in "${running[@]}"; do wait "$i" || bad=$((bad + 1)); done
  cat together.* >>all
  if [ "$bad" = 0 ]; then ok; else bad "$1: $bad of 6: $(cat together.*)"; fi
}
for round in 1 2 3; do
  sleep 2.2
  before=$(counts grants)
  together "round $round"
  renewed=$(($(counts grants) - before))
  if [ "$renewed" = 1 ]; then ok; else bad "round $round: renewed $renewed times"; fi
  grep -ho '"\(access\|refresh\)":"[^"]*"' "$places"/*[0-9a-f] | cut -d'"' -f4 >>secrets
done
if [ "$(counts revoked)" = 0 ]; then ok; else bad "a grant was killed"; fi
used=$(ls -t "$places"/*[0-9a-f] | head -n 1)
cp "$used" good
sleep 2.2
run export keeper --dry-run
cp "$used" better
cp good "$used" # as a copy that somebody put back: what it shows was shown before
sleep 2.2
run export keeper --dry-run
exits "a grant that is killed" 4
says "a grant that is killed" err "billet export login keeper"
cmp -s good "$used" && ok || bad "an error overwrites what is kept"
signs_in keeper --company 2
does export keeper --batch 1
signs_in keeper --company msp
says "other books than before" out "this book delivered to Elm & Sons before"
signs_in keeper --company 2
says_not "the same books" out "delivered to"

# ---- Signing out
token=$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["access"])' "$(ls -t "$places"/*[0-9a-f] | head -n 1)")
grep -ho '"\(access\|refresh\)":"[^"]*"' "$places"/*[0-9a-f] | cut -d'"' -f4 >>secrets
does export logout keeper
says "told" out "revoked  true"
if [ "$(curl -s -o /dev/null -w '%{http_code}' -d "$token" "$authority/_alive")" = 401 ]; then ok; else bad "the token is alive"; fi
run export list
says "nobody any more" out "billet export login keeper"

# ---- A target that misbehaves: a clear word, and nothing is kept.
serve quickbooks fake-quickbooks.mjs
printf %s "$secret" | "$billet" secret set export.quickbooks-online.client_secret >/dev/null
set_to quickbooks-online.environment sandbox
set_to quickbooks-online.authorize_url "$quickbooks/connect/oauth2"
set_to quickbooks-online.token_url "$quickbooks/oauth2/v1/tokens/bearer"
set_to quickbooks-online.api_url "$quickbooks/v3/company/{company}/"
set_to quickbooks-online.limit 2
faulty() { # ON FAULT EXIT WORDS
  behave "$quickbooks" '{"clear": true}'
  behave "$quickbooks" "{\"what\": \"$2\", \"on\": \"$1\", \"times\": 9}"
  login quickbooks-online --yes
  agrees --open >/dev/null
  ends "$1: $2" "$3"
  says "$1: $2" err "$4"
}
before=$(find "$places" -type f ! -name '*.lock' | wc -l)
faulty token html 7 "is no JSON object"
faulty token half-json 7 "is no JSON object"
faulty token other-host 7 "not followed"
faulty token other-scheme 7 "not followed"
faulty token flood 7 "longer than 16 MB"
faulty token gzip-bomb 7 "compressed, which nobody asked for"
faulty token close 7 "Empty reply"
faulty token hang 7 "nothing came for 2 seconds"
faulty token 503 7 "status 503"
faulty batch html 7 "does not say whose books they are"
faulty batch half-json 7 "does not say whose books they are"
faulty batch other-host 7 "not followed"
faulty batch flood 7 "longer than 16 MB"
faulty batch gzip-bomb 7 "compressed"
faulty batch close 7 "Empty reply"
kept "nothing of all that" "$before"
behave "$quickbooks" '{"clear": true}'
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 3 -subj /CN=localhost \
  -addext subjectAltName=DNS:localhost 2>/dev/null
openssl s_server -quiet -accept 127.0.0.1:8799 -key key.pem -cert cert.pem -www >/dev/null 2>&1 &
servers+=($!)
sleep 0.3
set_to quickbooks-online.token_url https://localhost:8799/token
login quickbooks-online --yes
agrees --open >/dev/null
ends "a certificate that nobody signed" 7
says "a certificate that nobody signed" err "certificate"
SSL_CERT_FILE=$folder/cert.pem login quickbooks-online --yes
agrees --open >/dev/null
ends "one that this user trusts" 7
says_not "one that this user trusts" err certificate
set_to quickbooks-online.token_url "$quickbooks/oauth2/v1/tokens/bearer"
signs_in quickbooks-online
answers "days that are left" 'o["days_left"] in (100, 101)' True
behave "$quickbooks" '{"settings": {"refresh_seconds": 864000}}'
signs_in quickbooks-online
run export list
says "a sign-in that ends soon" err "ends in"
run status
says "and the book's state" err "ends in"
kept "the same company, the same file" $((before + 1))

# ---- An address of one's own, which is not on this machine, is pasted; what others can read is told.
set_to quickbooks-online.redirect_uri https://billing.birch.example/back
mkfifo typed
"$billet" export login quickbooks-online --json >out 2>err <typed &
login=$!
exec 7>typed
for _ in $(seq 50); do [ -s err ] || sleep 0.1; done
address=$(python3 -c 'import json; print(json.loads(open("err").readline())["authorize_url"])')
printf '%s\ny\n' "$(agrees)" >&7
exec 7>&-
ends "an address of one's own" 0
set_to quickbooks-online.redirect_uri ''
chmod 644 "$places"/*[0-9a-f]
run status
exits "what others can read" 0
says "what others can read" err "can be read by others"
run export quickbooks-online
exits "what others can read is not used" 1
chmod 600 "$places"/*[0-9a-f]

# ---- Killed while it renews, before the target has heard of it and after: with a target that lets the token before count (grace), the
# next goes on; without, somebody has to sign in, and is told so.
killed() { # WHEN GRACE EXIT
  signs_in quickbooks-online
  file=$(ls -t "$places"/*[0-9a-f] | head -n 1)
  cp "$file" old
  behave "$quickbooks" "{\"clear\": true, \"settings\": {\"grace\": $2}}"
  act "$quickbooks" '{"expire": true}' >acted
  behave "$quickbooks" "{\"what\": \"kill\", \"on\": \"token\", \"when\": \"$1\", \"pidfile\": \"$folder/pid\"}"
  rm -f pid
  sh -c 'echo $$ >pid; exec "$0" "$@"' "$billet" export quickbooks-online --dry-run >out 2>err </dev/null
  status=$?
  exits "killed $1" 137
  cmp -s "$file" old && ok || bad "killed $1: the tokens are not the old ones"
  run export quickbooks-online --dry-run
  exits "after a kill $1, grace $2" "$3"
}
killed before false 0
killed after true 0
killed after false 4
says "sign in first" err "billet export login quickbooks-online"

# ---- Nobody sees it
grep -ho '"\(access\|refresh\)":"[^"]*"' "$places"/*[0-9a-f] before | cut -d'"' -f4 >>secrets
printf '%s\n' "$secret" "$(printf %s "the-app:$secret" | base64)" >>secrets
sed -nE 's/.*[?&]code=([^&]*).*/\1/p' agreed >>secrets
does log
cat out processes >>all
sqlite3 book.db .dump >>all
if [ "$(sort -u secrets | wc -l)" -gt 20 ]; then ok; else bad "too few secrets: $(wc -l <secrets)"; fi
if grep -qFf <(sort -u secrets) all; then bad "somebody sees: $(grep -oFf secrets all | head -n 3)"; else ok; fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
