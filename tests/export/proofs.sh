#!/usr/bin/env bash
# The servers that stand in for QuickBooks Online and Xero, as the clients of their makers and of others find them; how they misbehave,
# as curl sees it; and the sign-in server.
. "$(dirname "$0")/../shell/book.sh"
. "$root/tests/shell/targets.sh"

proof() { # SCRIPT: adds what it counted
  local last
  "$node" "$root/tests/export/$1" >out 2>err
  last=$(tail -n 1 out)
  if [[ $last =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
    passed=$((passed + BASH_REMATCH[1])) failed=$((failed + BASH_REMATCH[2]))
    grep -A2 '^not ok' out
  else bad "$1 did not end"; fi
}
serve_prism
export PRISM=$prism
proof proof-quickbooks.mjs
proof proof-xero.mjs
unset PRISM

# ---- Faults. What curl, with limits, makes of each; "-": that it ends well, and only what came is wrong.
serve quickbooks fake-quickbooks.mjs
ask() { curl -s -o answer -w '%{http_code}' --connect-timeout 2 --speed-limit 100 --speed-time 1 --max-time 4 --proto =http,https \
  --compressed --max-filesize 10000000 -L --max-redirs 3 "$quickbooks/v3/company/1/companyinfo/1"; }
fault() { # NAME EXIT-OF-CURL STATUS
  local code
  behave "$quickbooks" '{"clear": true}'
  behave "$quickbooks" "{\"what\": \"$1\", \"times\": 9}"
  code=$(ask)
  status=$?
  if [ "$status $code" = "$2 $3" ]; then ok; else bad "$1: curl $2 and $3 expected, $status $code came"; fi
}
fault hang 28 000
fault reset 56 000
fault close 52 000
fault half-headers 0 200
fault reset-in-body 56 200
fault half-body 18 200
fault short-body 18 200
fault drip-body 28 200
fault drip-headers 28 000
fault bad-chunk 56 200
fault cut-chunk 18 200
fault other-scheme 1 302
fault redirect-loop 47 307
fault other-host 6 307
fault flood 0 200
for status in 500 502 503 429; do fault $status 0 $status; done
for name in html half-json wrong-types fault nothing gzip-bomb; do fault $name 0 200; done
behave "$quickbooks" '{"clear": true, "refuse": 1}'
sleep 0.3
ask >/dev/null
status=$?
exits "nobody listens" 7
sleep 1
booked "and then again" "$quickbooks" 'len(l["Invoice"])' 0

# ---- oidc-provider: codes once, PKCE, and a refresh token that is used twice kills its grant.
serve authority oidc.mjs
challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk # of RFC 7636
back=http://localhost:8765/callback
asks=$(python3 -c 'import sys, urllib.parse as u; print(u.urlencode(dict(zip(sys.argv[1::2], sys.argv[2::2]))))' client_id the-app \
  redirect_uri $back response_type code state st scope "offline_access accounting.transactions" code_challenge $challenge \
  code_challenge_method S256)
to=$("$node" "$root/tests/export/agree.mjs" "$authority/auth?$asks" 2>err)
code=$(sed -nE 's/.*[?&]code=([^&]*).*/\1/p' <<<"$to")
token() { curl -s "$authority/token" -d client_id=the-app "$@"; }
refresh_of() { sed -nE 's/.*"refresh_token":"([^"]*)".*/\1/p' <<<"$1"; }
first=$(token -d grant_type=authorization_code -d code="$code" -d redirect_uri=$back -d code_verifier=$verifier)
second=$(token -d grant_type=refresh_token -d refresh_token="$(refresh_of "$first")")
if [ -n "$(refresh_of "$second")" ] && [ "$first" != "$second" ]; then ok; else bad "the tokens: $first $second"; fi
token -d grant_type=refresh_token -d refresh_token="$(refresh_of "$first")" >out
says "a refresh token twice" out invalid_grant
token -d grant_type=refresh_token -d refresh_token="$(refresh_of "$second")" >out
says "and its grant is dead" out invalid_grant

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
