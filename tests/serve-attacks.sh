#!/usr/bin/env bash
# The page's server under attack: requests that two readers read in two ways, paths that lead out, slow and silent clients,
# files of the machine; and that every answer, whatever it is, tells a browser how little it may do with it.
. "$(dirname "$0")/shell/book.sh"
. "$root/tests/shell/page.sh"
export BILLET_TODAY=2026-06-10 BILLET_SERVE_MS=1500 XDG_RUNTIME_DIR=$folder/run
mkdir run
contracts=3000 # a list of them is more than what a socket keeps for whoever does not read

book() {
  does init --zone America/New_York
  seq "$contracts" | sed 's/.*/c&,Customer &/; 1i id,name' >customers.csv
  seq "$contracts" | sed 's/.*/k&,c&,Fee,retainer,2026-01-01,"{""price"":""10.00""}"/; 1i id,customer,name,type,start,params' >contracts.csv
  does import customers.csv; does import contracts.csv
  does batch new --as-of 2026-02-01; does batch select k1 k2; does batch run --name February; does batch generate
  does batch new --as-of 2026-03-01
}

# What every answer says, of whatever it is: as $status, out and head have it.
guarded() { # WHAT
  local line
  for line in "Content-Security-Policy: default-src 'none'" "X-Content-Type-Options: nosniff" "Referrer-Policy: same-origin" \
    "Cache-Control: no-store" "Cross-Origin-Resource-Policy: same-origin" "Cross-Origin-Opener-Policy: same-origin" "frame-ancestors '"; do
    header "$1" "$line"
  done
  lacks "$1" head "unsafe"; lacks "$1" head "access-control"; lacks "$1" head "\*"
  lacks "$1" head "^Server:"
}
# Pages are made without anything inline, which the policy would keep from running.
plain_html() { lacks "$1" out '<script>\|<style\|style=\|[ "]on[a-z]*=\|javascript:'; }

every_answer() {
  answers "the link" 303; guarded "the link" # which just let somebody in
  local at json='Content-Type: application/json'
  for at in / /batch/1/drafts /batch /plain/batch; do
    ask -H 'Accept: text/html' "$page$at"; answers "$at" 200; guarded "$at"; plain_html "$at"; header "$at" "frame-ancestors 'none'"
  done
  for at in /assets/style.css /assets/main.js /assets/icon.svg /me /invoices /batch/2/contracts /document/1 /document/1.pdf; do
    ask "$page$at"; answers "$at" 200; guarded "$at"
  done
  ask "$page/document/1"; header "a document" "frame-ancestors 'self'"; header "a document" "style-src 'sha256-"
  lacks "a document" out ' style='; lacks "a document" head script-src
  ask "$page/assets/main.js"; header "a module" "Content-Type: text/javascript"
  ask "$page/assets/none.js"; answers "no file" 404; guarded "no file"
  ask "$page/nothing"; answers "no address" 404; guarded "no address"
  ask "$page/document/9"; answers "no document" 422; guarded "no document"
  ask -H 'Host: evil.example' "$page/"; answers "another host" 421; guarded "another host"
  ask -H 'Accept: text/html' -H 'Host: evil.example' "$page/"; guarded "another host, as a page"; plain_html "another host"
  ask -H 'Accept: text/html' -H 'Host: <b>&"' "$page/"; answers "a host of markup" 421 'not called &quot;&lt;b>&amp;&quot;&quot;.'
  stranger "$page/me"; answers "nobody" 401; guarded "nobody"
  stranger -H 'Accept: text/html' "$page/"; answers "nobody, as a page" 401; guarded "nobody, as a page"; plain_html "nobody"
  ask "$link"; answers "the link again" 403; guarded "the link again"
  ask -X POST "$page/command"; answers "no type" 415; guarded "no type"
  ask -H "$json" --data '{}' "$page/command"; answers "no page" 403; guarded "no page"
  command '{}'; answers "no command" 422; guarded "no command"
  command '{"words":["status"]}'; answers "a command" 200; guarded "a command"
  ask -X POST -H 'X-Billet: page' "$page/stop"; answers "stop" 200; guarded "stop"
  ask -H 'X-Billet: page' --data 'id,name' "$page/upload/a.csv"; answers "a file" 200; guarded "a file"
  ask -H 'X-Billet: page' --data 'id,name' "$page/upload/.a"; answers "a hidden file" 400; guarded "a hidden file"
  ask -H 'X-Billet: page' -H "$json" -H 'Content-Length: 9000000' --data x "$page/command"; answers "too large" 413; guarded "too large"
  curl -sN -m 1 -b jar -D head -o out "$page/events"; guarded "a stream"; header "a stream" "Content-Type: text/event-stream"
}

# What is no GET and no POST does nothing, and says nothing of what was sent.
methods() {
  local method
  for method in PUT PATCH DELETE TRACE OPTIONS CONNECT PROPFIND get; do
    local from="Origin: http://evil.example\r\nAccess-Control-Request-Method: POST"
    raw "$method /batch HTTP/1.1\r\nHost: ${page#*//}\r\n$from\r\nX-Seen: secret\r\n\r\n"
    answers "$method" 405; header "$method" "Allow: GET, POST"; guarded "$method"; lacks "$method" out secret
  done
  raw "HEAD /batch HTTP/1.1\r\nHost: ${page#*//}\r\n\r\n"; answers "HEAD" 405; guarded HEAD
  if [ "$(tail -n 1 out)" = $'\r' ]; then ok; else bad "HEAD has a body"; fi
}

# Framing that a proxy may take otherwise: refused, and the connection ends, so that no byte behind it is a request.
framing() {
  local what lines body='{"words":["status"]}'
  local own="Host: ${page#*//}\r\nCookie: $cookie\r\nX-Billet: page\r\nContent-Type: application/json\r\n"
  local length="Content-Length: ${#body}\r\n" inner="GET /me HTTP/1.1\r\nHost: ${page#*//}\r\nCookie: $cookie\r\n\r\n"
  local pieces="14\r\n$body\r\n0\r\n\r\n"
  refused() { # WHAT HEAD BODY
    raw "POST /command HTTP/1.1\r\n$own$2\r\n$3$inner"
    if [[ $status =~ ^4 ]]; then ok; else bad "$1: it was taken"; fi
    if [ "$ended" -ne 124 ]; then ok; else bad "$1: the connection goes on"; fi
    lacks "$1: what stands behind it" out '"role"'
  }
  while IFS='|' read -r what lines; do
    refused "$what" "$lines" "$pieces"; says "$what" out "can be read in two ways"
  done <<<"both lengths|${length}Transfer-Encoding: chunked\r\n
both, the other way|Transfer-Encoding: chunked\r\n${length}
a coding twice|Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n
another coding too|Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n
another coding|Transfer-Encoding: gzip, chunked\r\n
no coding|Transfer-Encoding: identity\r\n
a blank before the colon|${length}Transfer-Encoding : chunked\r\n
a tab in a name|${length}Transfer\tEncoding: chunked\r\n"
  while IFS='|' read -r what lines; do
    refused "$what" "$lines" "$body"
  done <<<"two lengths|${length}Content-Length: 3\r\n
the same length twice|${length}${length}
a list of lengths|Content-Length: 20, 20\r\n
a signed length|Content-Length: +20\r\n
less than nothing|Content-Length: -1\r\n
a length in sixteens|Content-Length: 0x14\r\n
more than a number holds|Content-Length: 99999999999999999999999\r\n
a line without a colon|${length}garbage\r\n"
  refused "a bad piece" "Transfer-Encoding: chunked\r\n" "zz\r\n$body"
  refused "a piece without end" "Transfer-Encoding: chunked\r\n" "ffffffffffffffffffff\r\n$body"
  raw "POST /command HTTP/1.1\r\n${own}Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n$pieces"
  answers "in pieces" 200 '"contracts":'
  # Refused before its body was read: the body is no request.
  raw "POST /command HTTP/1.1\r\nHost: ${page#*//}\r\nCookie: $cookie\r\nContent-Length: $(printf '%b' "$inner" | wc -c)\r\n\r\n$inner"
  answers "refused with a body" 415; lacks "its body" out '"role"'
  raw "GET /nothing HTTP/1.1\r\n${own}Connection: close\r\nContent-Length: $(printf '%b' "$inner" | wc -c)\r\n\r\n$inner"
  answers "a question with a body" 404; lacks "its body" out '"role"'
}

# Only a path of this server is asked for, and none leads out of it.
paths() {
  local at
  for at in "http://${page#*//}/me" 'http://evil.example/me' '*' 'evil.example:443' 'me' '//evil.example/me' \
    '/../me' '/plain/../me' '/%2e%2e/me' \
    '/assets/../me' '/assets/%2e%2e/%2e%2e/etc/passwd' '/assets/..%2f..%2fetc/passwd' '/assets/style.css%00.js' '/assets//etc/passwd'; do
    raw "GET $at HTTP/1.1\r\nHost: ${page#*//}\r\nCookie: $cookie\r\n\r\n"
    answers "$at" 400; lacks "$at" out '"role"'; lacks "$at" out root:
  done
  for at in /assets/ /assets/. /assets/.. /assets/..%5cstyle.css /assets/style.css/ \
    /assets/page.pack /assets/index /assets/index.html%20; do
    ask --path-as-is "$page$at"; answers "$at" 404
  done
}

# A folder instead of the files that are built in: its own pages, and nothing that a link, a pipe or a dot leads to.
own_folder() {
  local at
  mkdir -p own/sub own/d.js; echo 'body { color: red }' >own/style.css; echo key >own/secret.txt
  echo key >own/.hidden.js; echo key >own/sub/x.js
  echo key >beside.js; ln -s ../beside.js own/link.js; ln -s /etc/passwd own/passwd.css; mkfifo own/pipe.js; cp book.db own/book.db
  serve --assets "$PWD/own"; come_in
  ask "$page/assets/style.css"; answers "its own" 200 "color: red"; guarded "its own"
  for at in secret.txt .hidden.js sub/x.js sub%2fx.js link.js passwd.css pipe.js d.js book.db main.js ..%5cbeside.js; do
    ask "$page/assets/$at"; answers "--assets: $at" 404; lacks "--assets: $at" out key
  done
  ask --path-as-is "$page/assets/../beside.js"; answers "beside it" 400
  leave
}

# Files and programs of this machine are nothing that a page names, whoever is in.
machine() {
  local words
  echo 'error("it ran")' >evil.lua
  for words in '"plugin","test","'"$PWD"'/evil.lua"' '"plugin","test","evil.lua"' '"plugin","show","/etc/passwd"' \
    '"plugin","check","../evil.lua"' \
    '"rules","test","/etc/passwd"' '"what-if","--rules","/etc/passwd"' '"what-if","--plugin=/etc/passwd"' '"import","/etc/passwd"' \
    '"import","@files/../../etc/passwd"' '"config","set","secret.command","touch ran"' '"customer","statement","c1","--output","x.html"' \
    '"plugin","new","x"' '"source","x"' '"record","x"' '"backup","x"' '"verify","/etc/passwd"' '"init","x.db"' '"secret","set","a.b"'; do
    command "{\"words\":[$words]}"; answers "$words" 422; lacks "$words" out "it ran\|root"
  done
  if [ -e ran ] || [ -e x.html ] || [ -d "$HOME/.config/billet/secrets" ]; then bad "something was written"; else ok; fi
  command '{"words":["plugin","test","retainer"]}' -m 120; answers "a plugin by name" 200
  for words in '"import","/etc/"' '"what-if","--rules","/etc/pass"' '"plugin","test","/etc/pass"'; do
    command "{\"words\":[\"complete\",\"--\",$words]}"; lacks "what stands behind $words" out passwd
  done
  command '{"words":["complete","--","plugin","show","retain"]}'; says "what is the book's" out retainer
  command "{\"words\":[\"import\",\"@files\"],\"files\":{$(seq -s, 65 | sed 's/[0-9]\+/"f&.csv":""/g')}}"
  answers "many files" 422 "at most 64"
}

# A slow client is given up; all others are answered meanwhile.
slow() {
  local begun what
  local head="POST /command HTTP/1.1\r\nHost: ${page#*//}\r\nCookie: $cookie\r\nX-Billet: page\r\nContent-Type: application/json\r\n"
  drip() { # FIRST NEXT: ends with 0 where the server hangs up
    trap '' PIPE
    exec 3<>"/dev/tcp/127.0.0.1/${page##*:}"
    printf '%b' "$1" >&3
    for _ in $(seq 150); do printf '%b' "$2" >&3 || exit 0; sleep 0.1; done
    exit 1
  }
  (drip 'GET / HT' '') 2>/dev/null & local silent=$!
  (drip 'GET / HTTP/1.1\r\n' 'X: y\r\n') 2>/dev/null & local heads=$!
  (drip "${head}Content-Length: 1000\r\n\r\n" ' ') 2>/dev/null & local bodies=$!
  (drip "${head}Transfer-Encoding: chunked\r\n\r\n" '1\r\n \r\n') 2>/dev/null & local pieces=$!
  (drip "GET /assets/icon.svg HTTP/1.1\r\nHost: ${page#*//}\r\n\r\nGET / HTTP/1.1\r\n" 'X: y\r\n') 2>/dev/null & local second=$!
  for _ in 1 2 3 4 5; do ask -m 3 "$page/me"; answers "meanwhile" 200; done
  for what in heads bodies pieces second; do
    if wait "${!what}"; then ok; else bad "slow $what were borne"; fi
  done
  kill "$silent" 2>/dev/null; wait "$silent" 2>/dev/null
  ask "$page/"; answers "after them" 200
}

# What is kept open for a next request makes room; what says nothing is given up; the server goes on.
many() {
  local lines=() line i
  for ((i = 0; i < 64; i++)); do
    exec {line}<>"/dev/tcp/127.0.0.1/${page##*:}"; lines+=("$line")
    printf 'GET /assets/icon.svg HTTP/1.1\r\nHost: %s\r\n\r\n' "${page#*//}" >&"$line"; read -r -u "$line"
  done
  for ((i = 0; i < 20; i++)); do ask "$page/me"; answers "the $((65 + i))th" 200; done
  for line in "${lines[@]}"; do exec {line}>&-; done
  lines=()
  for ((i = 0; i < 120; i++)); do exec {line}<>"/dev/tcp/127.0.0.1/${page##*:}" && lines+=("$line"); done 2>/dev/null
  for ((i = 0; i < 100; i++)); do
    ask -m 2 "$page/me"; [ "$status" = 200 ] && break
    sleep 0.1
  done
  answers "while 120 say nothing" 200
  for line in "${lines[@]}"; do exec {line}>&-; done
}

# Nothing is locked while nobody clicks: with streams, with an answer that nobody reads, while a long question is answered.
unlocked() {
  local line i question
  curl -sN -b jar "$page/events" >/dev/null 2>&1 & local stream=$!
  free() { for ((i = 0; i < 3; i++)); do
    if sqlite3 -cmd '.timeout 0' book.db 'BEGIN EXCLUSIVE; COMMIT' 2>err; then ok; else bad "$1: the book is locked"; fi
    sleep 0.1
  done; }
  sleep 0.2; free "a stream"
  exec {line}<>"/dev/tcp/127.0.0.1/${page##*:}"
  printf 'GET /batch/2/contracts?from=0&count=%s HTTP/1.1\r\nHost: %s\r\nCookie: %s\r\n\r\n' "$contracts" "${page#*//}" "$cookie" >&"$line"
  ask "$page/me"; answers "behind an answer that nobody reads" 200; free "an answer that nobody reads"
  does batch select k3
  exec {line}>&-
  for question in '"verify"' '"replay"' '"batch","rows","--count=100000"'; do
    curl -s -b jar -H 'X-Billet: page' -H 'Content-Type: application/json' \
      --data "{\"words\":[$question]}" "$page/command" >long & local long=$!
    does batch deselect k3; does batch select k3
    wait "$long"; if [ -s long ]; then ok; else bad "$question: no answer"; fi
  done
  free "after all"
  kill "$stream"
}

book
own_folder
serve; come_in
cookie=billet-${page##*:}=$(sed -n 's/.*\t//p' jar | tail -n 1)
every_answer; methods; framing; paths; machine; slow; many; unlocked
leave
printf '%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
