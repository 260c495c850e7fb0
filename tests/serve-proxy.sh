#!/usr/bin/env bash
# The page for several people behind real proxies with TLS, by the examples that are installed: serve-proxy.sh BUILD. Signing in here and by
# the proxy, commands, events, files, and what visitors forge.
build=$(realpath "$1")
. "$(dirname "$0")/shell/book.sh"
. "$root/tests/shell/page.sh"
export BILLET_TODAY=2026-06-10 XDG_RUNTIME_DIR=$folder/run
mkdir run
name=billing.example front=
trap 'kill $front $server 2>/dev/null; wait; rm -rf "$folder"' EXIT

header() { if grep -qiF -- "$2" head; then ok; else bad "$1: header $2"; fi; } # WHAT LINE
# A visitor from elsewhere, at the proxy; each has a jar of cookies.
visit() { # JAR [OPTION…] PATH
  status=$(curl -s -m 60 --interface 127.0.0.2 --cacert proxy/cert.pem --connect-to "$name:443:127.0.0.1:$tls" -b "$1.jar" -c "$1.jar" \
    -D head -o out -w '%{http_code}' "${@:2:$#-2}" "https://$name${*: -1}" 2>err)
}
signs_in() { # NAME PASSWORD [OPTION…]
  visit "$1" "${@:3}" --data-urlencode "name=$1" --data-urlencode "password=$2" --data-urlencode "to=/batch" /sign-in
}
sends() { visit "$1" "${@:4}" -H 'X-Billet: page' -H "Origin: https://$name" -H "Content-Type: $2" --data-binary "$3" "$path"; }
does_as() { path=/command sends "$1" application/json "{\"words\":[$2]}" "${@:3}"; } # JAR WORDS [OPTION…]
soon() { # WHAT TEXT FILE: it comes, where nobody gathers more first
  for _ in $(seq 250); do grep -qF -- "$2" "$3" && break; sleep 0.02; done
  says "$1" "$3" "$2"
}
free_ports() { python3 -c 'import socket
s = [socket.socket() for _ in range(3)]
for x in s: x.bind(("127.0.0.1", 0))
print(*(x.getsockname()[1] for x in s))'; }

# Starts a proxy and billet behind it.
stand() { # KIND [signs-in] [OPTION…]
  local signs=
  if [ "${2-}" = signs-in ]; then signs=signs-in; fi
  read -r port tls plain <<<"$(free_ports)"
  mkdir -p proxy
  bash "$root/tests/proxies/serve.sh" "$build" "$1" proxy "$name" "$tls" "$plain" "$port" $signs >proxy.log 2>&1 &
  front=$!
  serve --port "$port" --listen 127.0.0.1 --host "$name" --trusted-proxy 127.0.0.1/32 "${@:2 + ${#signs} / 8}"
  for _ in $(seq 200); do visit nobody /assets/style.css; [ "$status" != 000 ] && break; sleep 0.05; done
  rm -f ./*.jar
}
falls() { kill "$front"; wait "$front" 2>/dev/null; front=; leave; }

# As everybody does it all day.
people() { # KIND
  visit anna -H 'Accept: text/html' /batch; answers "$1: nobody yet" 401 'action=/sign-in'; says "HTTP/2" head "HTTP/2 401"
  signs_in anna wrong -H 'X-Forwarded-For: 6.6.6.6'; answers "$1: a wrong password" 401
  signs_in anna 'correct horse'; answers "$1: signed in" 303; header "$1: by https alone" "; Secure"; header "where to" "location: /batch"
  visit anna -H 'Accept: text/html' /batch; answers "$1: the page" 200 '<title>'
  visit anna --http1.1 /me; answers "$1: her own, by HTTP/1.1" 200 '"user":"anna"'; says "HTTP/1.1" head "HTTP/1.1 200"
  does_as anna '"batch","new","--as-of","2026-02-01"'; answers "$1: a command" 200 '"rev"'
  does_as anna '"batch","discard"'; answers "$1: another" 200
  path=/command sends anna application/json '{"words":["status"]}' -H 'Origin: https://evil.example'
  answers "$1: of another site" 403
}

# Listens until it is ended.
listens() {
  exec curl -sN --cacert proxy/cert.pem --connect-to "$name:443:127.0.0.1:$tls" -b anna.jar "$@" "https://$name/events" 2>/dev/null
}

# An event is there at once, by HTTP/2 and HTTP/1.1, and nobody who has gone holds a line.
events() { # KIND
  local way stream streams
  for way in --http2 --http1.1; do
    : >heard
    listens "$way" >heard & stream=$!
    soon "$1: a stream" 'retry:' heard
    does set customers a "name=Alpha $way" --note why
    soon "$1: an event $way" '"what":"set"' heard
    kill "$stream"; wait "$stream" 2>/dev/null
  done
  for _ in 1 2 3; do
    streams=()
    for _ in $(seq 30); do
      listens -m 0.7 >/dev/null & streams+=($!)
    done
    wait "${streams[@]}"
  done
  sleep 1.2  # what has gone is looked for each second
  visit anna /me; answers "$1: after ninety streams" 200
}

files() { # KIND
  path=/upload/customers.csv sends anna text/csv @big.csv; answers "$1: a file" 200 "\"bytes\":$(stat -c %s big.csv)"
  path=/command sends anna application/json '{"words":["import","@files","--dry-run","--brief"],"files":["customers.csv"]}'
  answers "$1: imported" 200 "$rows"
}

# Whoever comes by plain http, past the proxy, or says what only the proxy may say.
forged() { # KIND
  local past=(curl -s -m 10 -H "Host: $name" "http://127.0.0.1:$port/me")
  grep -q 'a wrong password for anna from 127.0.0.2' serve.err && ok || bad "$1: an address that a visitor made up: $(cat serve.err)"
  "${past[@]}" --interface 127.0.0.2 -H 'X-Forwarded-Proto: https' -H 'Remote-User: adam' >out 2>err
  says "$1: past the proxy" out "--trusted-proxy 127.0.0.2/32"
  "${past[@]}" >out 2>err
  says "$1: a proxy that does not say https" out "open https://$name/"; says "what it should say" out 'X-Forwarded-Proto: https'
  visit none -H 'Remote-User: adam' /me; answers "$1: a name that a visitor made up" 401
  visit none -H 'X-Forwarded-Proto: http' /me; answers "$1: https, whatever a visitor says" 401 "Sign in"
}

# nginx alone: what its plain ports answer, and while billet is away.
plainly() {
  curl -s -m 10 -o out -D head -H "Host: $name" "http://127.0.0.1:$plain/batch" 2>err; header "led to https" "Location: https://$name/batch"
  status=$(curl -s -m 10 -o out -w '%{http_code}' -H 'Host: bare' "http://127.0.0.1:$plain/" 2>err)
  answers "a proxy that was told nothing" 403 "proxy_set_header X-Forwarded-Proto"
  leave; visit anna /me; answers "billet is away" 502
}

# The proxy knows who somebody is, and nobody else says so.
signed_by_proxy() { # KIND
  visit none /me; answers "$1: nobody" 401; header "$1 asks" 'www-authenticate: basic'
  visit none -u anna:wrong /me; answers "$1: a wrong password" 401; header "$1 asks" 'www-authenticate: basic'
  visit none -u 'anna:correct horse' /me; answers "$1: anna" 200 '"user":"anna","role":"biller","signs_out":false'
  visit none -u 'anna:correct horse' -H 'Remote-User: adam' /me; answers "$1: who calls herself adam" 200 '"user":"anna"'
  visit none -u 'anna:correct horse' -H 'Remote-User: adam' -H 'remote-user: adam' /me; answers "$1: twice" 200 '"user":"anna"'
  local words='"config","set","generate.four_eyes","yes"'
  does_as none "$words" -u 'anna:correct horse' -H 'Remote-User: adam'; answers "$1: may not" 422 "as biller"
  does_as none "$words" -u 'adam:correct horse'; answers "$1: adam may" 200
  status=$(curl -s -m 10 --interface 127.0.0.2 -o out -w '%{http_code}' -H "Host: $name" -H 'X-Forwarded-Proto: https' \
    -H 'Remote-User: adam' "http://127.0.0.1:$port/me" 2>err)
  answers "$1: past the proxy" 403 "--trusted-proxy 127.0.0.2/32"
}

does init --zone UTC
printf '%s\n' 'id,name' 'a,Alpha' >customers.csv
printf '%s\n' 'id,customer,name,type,start,params' 'a1,a,Fee,retainer,2026-01-01,"{""price"":""500.00""}"' >contracts.csv
does import customers.csv; does import contracts.csv
for one in anna:biller adam:admin; do
  printf 'correct horse\n' | "$billet" user add "${one%:*}" --role "${one#*:}" >/dev/null || bad "$one"
done
rows=4000
long=$(printf "%900s" "" | tr " " x)
seq $rows | sed "s/.*/n&,Customer & $long/; 1i id,name" >big.csv
for kind in nginx caddy; do
  stand "$kind" --user-header Remote-User
  people "$kind"; events "$kind"; files "$kind"; forged "$kind"
  [ "$kind" != nginx ] || plainly
  falls
  stand "$kind" signs-in --user-header Remote-User
  signed_by_proxy "$kind"
  falls
done
printf '%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
