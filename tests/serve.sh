#!/usr/bin/env bash
# The page's server by curl: who is let in, what each guard refuses and in which words, limits, slow clients, its end.
. "$(dirname "$0")/shell/book.sh"
. "$root/tests/shell/page.sh"
export BILLET_TODAY=2026-06-10 BILLET_SERVE_MS=300 XDG_RUNTIME_DIR=$folder/run
mkdir run

book() {
  does init --zone America/New_York
  printf '%s\n' 'id,name' 'a,Alpha' 'b,<script>alert(1)</script>' >customers.csv
  printf '%s\n' 'id,customer,name,type,start,params' 'a1,a,Fee,retainer,2026-01-01,"{""price"":""500.00""}"' \
    'b1,b,"<img src=x onerror=alert(1)> & more",retainer,2026-01-01,"{""price"":""50.00""}"' >contracts.csv
  does import customers.csv; does import contracts.csv
  does batch new --as-of 2026-02-01
}

# The link lets one person in, once; who has no cookie of this port is told what to do.
link() {
  ask "$page/"; answers "without a session" 401; says "what to do" out "Open the address that billet printed"
  ask "$page/?token=${link##*=}0"; answers "a wrong link" 403 "once"
  ask "$link&to=//evil.example/%0d%0aX:1"; answers "the link" 303; header "its place" "Location: /"; lacks "its place" head evil
  header "its cookie" "Set-Cookie: billet-${page##*:}="; header "its cookie" "; HttpOnly; SameSite=Strict; Path=/"
  ask "$link"; answers "the link again" 403 "lets one person in, once"
  ask "$page/"; answers "the page" 200 "<title>"
  ask "$page/batch/3/drafts" -H 'Accept: text/html'; answers "a state of the page" 200 "<title>"
  cookie=billet-${page##*:}=$(sed -n 's/.*\t//p' jar | tail -n 1)
  stranger -b "billet-1=${cookie#*=}" "$page/events"; answers "a cookie of another port" 401
  stranger -b "$cookie" "$page/"; answers "its own" 200
  # A browser that follows somebody else's link has kept the cookie back: it is sent once more, from here.
  stranger -H 'Accept: text/html' -H 'Sec-Fetch-Site: cross-site' "$page/batch/1"
  answers "a link of elsewhere" 401 "http-equiv=refresh"
  stranger -H 'Accept: text/html' -H 'Sec-Fetch-Site: same-origin' "$page/batch/1"
  answers "but once" 401; lacks "but once" out refresh
}

# Names of hosts: whoever leads a name of its own here is not served.
hosts() {
  ask -H 'Host: evil.example' "$page/"; answers "another host" 421 'not called \"evil.example\"'; says "what is right" out "--host NAME"
  ask -H "Host: 127.0.0.1" "$page/"; answers "without the port" 421
  stranger -b "$cookie" -H "Host: LOCALHOST:${page##*:}" "$page/"; answers "localhost" 200
  raw "GET / HTTP/1.1\\r\\nHost: ${page##*/}\\r\\nHost: evil.example\\r\\nConnection: close\\r\\n\\r\\n"; answers "two hosts" 400
  raw 'GET / HTTP/1.0\r\n\r\n'; answers "no host" 400
}

# Changes come from this page alone.
changes() {
  local good='{"words":["batch","select","a1"]}' json='Content-Type: application/json'
  command "$good"; answers "a change" 200 '"rev":'
  ask -H "$json" --data "$good" "$page/command"; answers "without its header" 403 "X-Billet: page"
  ask -H 'X-Billet: page' --data "$good" "$page/command"; answers "as a form" 415 "Content-Type: application/json"
  command "$good" -H "Origin: http://evil.example"; answers "of another site" 403 "right would be"
  command "$good" -H "Origin: null"; answers "of nobody" 403 "Origin: http://127.0.0.1:${page##*:}"
  command "$good" -H "Origin: https://127.0.0.1:${page##*:}"; answers "of another scheme" 403
  command "$good" -H "Origin: $page"; answers "of its own page" 200
  command "$good" -H "Sec-Fetch-Site: same-site"; answers "of another port" 403 "Sec-Fetch-Site: same-origin"
  command "$good" -H "Sec-Fetch-Site: same-origin"; answers "of the same" 200
  ask -H "Sec-Fetch-Site: cross-site" "$page/invoices"; answers "read by another site" 403
  ask -H "Sec-Fetch-Site: cross-site" "$page/assets/style.css"; answers "a file for another site" 403
  stranger -H 'X-Billet: page' -H "$json" --data "$good" "$page/command"; answers "without a session" 401
  ask -X DELETE "$page/command"; answers "another method" 405 "GET and POST"; header "which ones" "Allow: GET, POST"
  ask -X OPTIONS -H "Origin: http://evil.example" -H 'Access-Control-Request-Method: POST' "$page/command"
  answers "asked whether it may" 405; lacks "no site may" head access-control
}

# The browser keeps the page's files alone, by addresses that no other version has.
versions() {
  local version
  ask "$page/"; version=$(grep -oE '/assets/[0-9a-f]{16}/main\.js' out | cut -d / -f 3)
  lacks "a file without its version" out '"/assets/[a-z]*\.'
  ask "$page/assets/$version/main.js"; answers "a file of this version" 200 'import'
  header "it is kept" "Cache-Control: max-age=31536000, immutable"; header "its policy" "Content-Security-Policy: default-src 'none'"
  ask "$page/assets/0$version/main.js"; answers "another version" 404; header "it is not kept" "Cache-Control: no-store"
  ask "$page/assets/$version/none.js"; answers "no file of this version" 404; header "it is not kept" "Cache-Control: no-store"
  ask "$page/assets/$version/.hidden"; answers "a hidden one" 404; ask "$page/assets/$version/"; answers "no name" 404
  leave; serve --assets "$root/core/web/page"; come_in; ask "$page/"; says "files of a folder" out '"/assets/main.js"'
  ask "$page/assets/$version/main.js"; answers "they have no version" 404
  leave; serve; come_in
}

# Words that are none, commands that are none of a page's, addresses that nobody writes.
words() {
  local at
  command '{"words":'; answers "cut off" 422; command '{"words":["batch",1]}'; answers "a number" 422 "that is no command"
  command '{"words":["lua","os.exit()"]}'; answers "Lua" 422 "the page cannot run"
  command '{"words":["log","on","x"]}'; answers "a file" 422 "the page cannot run"
  command '{"words":["invoice","print","1","--output=x"]}'; answers "a file to write" 422 "the page cannot run"
  for at in /etc/passwd ./x.lua x.lua; do
    command '{"words":["plugin","test","'"$at"'"]}'; answers "a plugin of the machine: $at" 422 "the page cannot run"
  done
  command '{"words":["export","forget","quickbooks-online","2026/1","--note","n"]}'; lacks "a number with a stroke" out "cannot run"
  command '{"words":["secret","set","x"]}'; answers "a secret" 422; command '{"words":["serve"]}'; answers "itself" 422
  command '{"words":["batch","select","nope"]}'; answers "no such contract" 422 '"code":"not-found"'
  holds_json "an error carries the rev" out 'd["rev"] > 0 and d["error"]["hint"]'
  for at in /%00 /%zz /a%2 /%ff '/assets/%2e%2e/%2e%2e/etc/passwd' '//x' "/invoices?$(printf 'a=1&%.0s' {1..40})"; do
    ask --path-as-is "$page$at"; answers "$at" 400 "cannot be read"
  done
  ask "$page/assets/.hidden"; answers "a hidden file" 404; ask "$page/assets/nothing.js"; answers "no file" 404
  ask "$page/nothing"; answers "no address" 404 '"code":"not-found"'
}

# Without scripts the list can be read, and no name in it does anything.
plain() {
  ask "$page/plain/batch"; answers "the list" 200 "What is missing here"; header "its type" "Content-Type: text/html"
  lacks "markup" out '<script'; lacks "markup" out '<img'; says "markup" out '&lt;img src=x onerror=alert(1)&gt; &amp; more'
  says "a direction" out '<bdi>&lt;script&gt;'; says "how many" out "Page 1 of 1."
  ask "$page/plain/batch?page=zz"; answers "no number" 200; stranger "$page/plain/batch"; answers "of nobody" 401
  ask "$page/"; says "where it is" out '<a href="/plain/batch">'
}

# A document may use what stands inline in it, and nothing else.
documents() {
  local hash
  does batch select --all; does batch run --name February
  ask "$page/document/D1"; answers "a draft" 200 "<!DOCTYPE html>"
  does batch generate
  ask "$page/document/1"; answers "an invoice" 200 "<!DOCTYPE html>"; header "its frame" "frame-ancestors 'self'"
  hash=$(python3 -c 'import base64, hashlib, re
style = re.search("<style>(.*?)</style>", open("out", newline="").read(), re.S)[1]
print(base64.b64encode(hashlib.sha256(style.encode()).digest()).decode())')
  header "its style" "'sha256-$hash'"; header "its policy" "Content-Security-Policy: default-src 'none'"
  ask "$page/document/1.pdf"; answers "as PDF" 200 "%PDF-"; header "its type" "Content-Type: application/pdf"
  ask "$page/document/9"; answers "none" 422 '"code":"not-found"'
  ask "$page/document/--output=x"; answers "no option" 422; ask "$page/document/"; answers "nothing" 404
  if [ -e x ]; then bad "a file was written"; else ok; fi
}

limits() {
  local i
  head -c 9000000 /dev/zero | tr '\0' ' ' >large
  command @large; answers "too large" 413 "8 MiB"
  command @large -H 'Transfer-Encoding: chunked'; answers "too large in pieces" 413
  ask -H "X-Long: $(tr ' ' x <large | head -c 20000)" "$page/"; answers "a long head" 431
  # Somebody who goes on talking and never says what it wants.
  ( trap '' PIPE; exec 3<>"/dev/tcp/127.0.0.1/${page##*:}"; printf 'GET / HTTP/1.1\r\n' >&3
    for ((i = 0; i < 60; i++)); do printf 'X-%s: y\r\n' "$i" >&3 || exit 0; sleep 0.1; done
    exit 1 ) 2>/dev/null
  if [ $? -eq 0 ]; then ok; else bad "a slow client was borne"; fi
  for ((i = 0; i < 66; i++)); do exec {line}<>"/dev/tcp/127.0.0.1/${page##*:}"; lines+=("$line"); done
  sleep 0.2; ask "$page/"; answers "too many" 503 "close a window"
  for line in "${lines[@]}"; do exec {line}>&-; done
  sleep 0.2; ask "$page/"; answers "after them" 200
  # Windows that were closed are places for others, long before their streams would have been told anything.
  for ((i = 0; i < 60; i++)); do curl -sN -m 0.7 -b jar "$page/events" >/dev/null 2>&1 & done
  wait $(jobs -p | grep -vx "$server"); sleep 1.3
  for ((i = 0; i < 40; i++)); do curl -sN -m 0.7 -b jar "$page/events" >/dev/null 2>&1 & done
  sleep 0.4; ask "$page/"; answers "after closed windows" 200
}

# Files that somebody sends are for this session alone, and go with the server.
files() {
  local kept; kept=$(echo "$XDG_RUNTIME_DIR"/billet-*)
  printf 'id,name\nz,Zeta\n' >z.csv
  ask -H 'X-Billet: page' --data-binary @z.csv "$page/upload/customers.csv"; answers "a file" 200 '"bytes":15'
  ask --data-binary @z.csv "$page/upload/customers.csv"; answers "of another site" 403
  stranger -H 'X-Billet: page' --data-binary @z.csv "$page/upload/customers.csv"; answers "of nobody" 401
  command '{"words":["import","@files/customers.csv","--dry-run"]}'; answers "a dry run" 200 '"added":1'; lacks "its place" out "$kept"
  command '{"words":["import","@files/none.csv"]}'; answers "another" 422 "no file none.csv was brought"
  command '{"words":["import","@files/../../../etc/passwd"]}'; answers "out of it" 422 "is no name of a file"
  command '{"words":["import","/etc/passwd"]}'; answers "of the machine" 422 "the page cannot run"
  for at in '.hidden' 'a%2Fb.csv' "$(printf '%0130d' 1)" ''; do
    ask -H 'X-Billet: page' --data-binary @z.csv "$page/upload/$at"; answers "a name: $at" 400
  done
  ask -H 'X-Billet: page' -H 'Content-Length: 70000000' --data-binary @z.csv "$page/upload/big.csv"; answers "too large" 413 "64 MiB"
  ask -H 'X-Billet: page' -H 'Transfer-Encoding: chunked' --data-binary @z.csv "$page/upload/big.csv"
  answers "of no length" 411 "Content-Length"
  ask -H 'X-Billet: page' --data-binary '' "$page/upload/customers.csv"; answers "taken away" 200
  command '{"words":["import","@files/customers.csv"]}'; answers "what was taken away" 422
  command '{"words":["import","@files"],"files":{"customers.csv":"id,name\nq,Q\n","x/y.csv":""}}'; answers "a folder in a name" 422
  command '{"words":["import","@files"],"files":{"customers.csv":"id,name\nq,Q\n"}}'; answers "with the words" 200 '"added":1'
  if [ "$(stat -c %a "$kept")" = 700 ]; then ok; else bad "the folder is for everybody"; fi
  leave; if [ -e "$kept" ] || [ -n "$(ls run)" ]; then bad "the folder stayed"; else ok; fi
}

# With streams open it ends at once, by each signal that ends a program.
ends() {
  local begun stream
  for signal in INT TERM HUP; do
    [ -n "$server" ] || { serve; come_in; }
    for stream in 1 2 3; do curl -sN -b jar "$page/events" >"events$stream" 2>/dev/null & done
    for _ in {1..100}; do [ "$(cat events? | grep -c retry:)" = 3 ] && break; sleep 0.1; done
    begun=$(date +%s%N)
    leave "$signal"; exits "$signal" 0
    if [ $((($(date +%s%N) - begun) / 1000000)) -lt 1000 ]; then ok; else bad "$signal: slow"; fi
    for stream in 1 2 3; do says "a stream" "events$stream" "retry:"; done
  done
}

book
serve
link; hosts; changes; versions; words; plain; documents; limits; files; ends
serve
run serve --port "${page##*:}"; exits "a port that another has" 5; says "a port that another has" err "another program listens"
run serve --port 70000; exits "no port" 2
leave
printf '%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
