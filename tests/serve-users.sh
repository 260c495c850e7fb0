#!/usr/bin/env bash
# The page for several people: who signs in, what each role may do, how long a session lasts, which proxies are believed, and what is
# refused at the start.
. "$(dirname "$0")/shell/book.sh"
. "$root/tests/shell/page.sh"
export BILLET_TODAY=2026-06-10 XDG_RUNTIME_DIR=$folder/run
mkdir run
user() { printf '%s\n' "$3" | "$billet" user add "$1" --role "$2" >out 2>err; status=$?; exits "user $1" 0; }
several() { serve --port "$port" --listen 127.0.0.1 --host billing.example --trusted-proxy 127.0.0.1 "$@"; page=http://127.0.0.1:$port; }
# As a proxy asks for somebody, whose cookie is in a file: it goes by https alone, and the test asks by http.
via() { # NAME [OPTION…]
  touch "$1.cookie"
  status=$(curl -s -m 20 -H "Cookie: $(cat "$1.cookie")" -D head -o out -w '%{http_code}' -H 'Host: billing.example' \
    -H 'X-Forwarded-Proto: https' -H 'X-Forwarded-For: 203.0.113.7' "${@:2}" 2>err)
  grep -qi '^set-cookie' head && sed -n 's/^Set-Cookie: \([^;]*\);.*/\1/pi' head >"$1.cookie"
}
signs_in() { # NAME PASSWORD
  via "$1" --data-urlencode "name=$1" --data-urlencode "password=$2" --data-urlencode "to=/batch/1?type=hourly" "$page/sign-in"
}
does_as() { # NAME WORDS
  via "$1" -H 'X-Billet: page' -H 'Content-Type: application/json' --data-binary "{\"words\":[$2]}" "$page/command"
}
may() { does_as "$1" "$2"; answers "$1: $2" 200; }
used() { awk '{ print $14 + $15 }' "/proc/$server/stat"; } # hundredths of a second of the processor
may_not() { does_as "$1" "$2"; answers "$1: $2" 422 "as "; says "$1: $2" out "who may: "; }

starts() {
  run serve --listen 0.0.0.0; exits "no name" 2; says "no name" err "--host NAME"
  run serve --listen 0.0.0.0 --host billing.example; exits "no proxy" 2; says "no proxy" err "--trusted-proxy 127.0.0.1/32"
  run serve --listen 0.0.0.0 --host billing.example --trusted-proxy 10.0.0.5; exits "no users" 1
  says "no users" err "billet user add NAME --role admin"
  run serve --user-header Remote-User; exits "a header without a proxy" 2
  run serve --user-header Remote-User --listen 0.0.0.0 --host x; exits "a header of anybody" 2
  says "a header of anybody" err "--trusted-proxy"
  run serve --host billing.example; exits "a name alone" 2; run serve --trusted-proxy 10.0.0.5; exits "a proxy alone" 2
  user anna biller 'correct horse'; user vera viewer 'correct horse'; user paul approver 'correct horse'
  user acca accountant 'correct horse'; user adam admin 'correct horse'
  run user add anna --role biller --no-password; exits "twice" 1; run user add 'a b' --role biller --no-password; exits "a blank" 1
  run user add bob --role king --no-password; exits "no such role" 2
  printf 'short\n' | "$billet" user add bob --role biller >out 2>err; status=$?; exits "a short password" 1
  run user list; says "users" out approver; lacks "no password is shown" out '\$y\$'
  sqlite3 book.db "SELECT password FROM users" >out; says "yescrypt" out '$y$'; lacks "no password is kept" out horse
  run log --json; lacks "no hash in the log" out '\$y\$'
  run serve --listen 127.0.0.1 --host b --trusted-proxy 10.0.0.5/33; exits "no range" 2; says "no range" err "10.0.0.5/32"
}

people() {
  via anna "$page/batch" -H 'Accept: text/html'; answers "nobody yet" 401 'action=/sign-in'; says "where to" out 'name=to value="/batch"'
  via anna "$page/?token=x"; answers "no links here" 401
  signs_in anna wrong; answers "a wrong password" 401; says "on the server" serve.err "a wrong password for anna from 203.0.113.7"
  signs_in anna 'correct horse' ; answers "anna" 303; header "where to" "Location: /batch/1?type=hourly"; header "by https alone" "; Secure"
  via anna "$page/me"; answers "who" 200 '"user":"anna","role":"biller"'
  via anna -H 'X-Forwarded-Proto: http' --data 'name=anna&password=correct+horse' "$page/sign-in"
  answers "https and http at once" 403 "open https://billing.example/"
  ask -H 'Host: billing.example' --data 'name=anna&password=correct+horse' "$page/sign-in"
  answers "not said to be https" 403 "X-Forwarded-Proto: https"
  via anna -H 'Origin: https://evil.example' --data 'name=anna&password=correct+horse' "$page/sign-in"
  answers "signed in by another site" 403
  via anna -H 'Origin: https://billing.example' "$page/me"; answers "her own" 200
  may anna '"batch","new","--as-of","2026-02-01"'; says "who asks" out '"rev"'
  run log --json; says "the log" out '"command":"batch new","batch":1,"who":"anna"'
  for name in vera paul acca adam; do signs_in "$name" 'correct horse'; answers "$name" 303; done
  via vera -H 'X-Billet: page' -H 'Content-Type: application/json' --data-binary '{"words":["batch","reopen"],"rev":1}' "$page/command"
  answers "who may not anyway hears of no change" 422 "who may: "
  via vera "$page/me"; says "what she may" out '"batch show"'
  says "who may" out '"batch select":"biller, approver, admin"'
  via adam "$page/me"; says "what he may" out '"batch select"'; says "what he may" out '"user sign-out"'
  via anna "$page/me"; says "what she may" out '"batch run"'; says "who may" out '"batch generate":"approver, admin"'
  may vera '"batch","show"'; may_not vera '"batch","select","a1"'; may_not acca '"batch","select","a1"'
  may anna '"batch","select","--all"'; may anna '"batch","run","--name","May"'; may_not anna '"batch","generate"'
  may_not anna '"config","set","generate.four_eyes","yes"'; may adam '"config","set","generate.four_eyes","yes"'
  may paul '"batch","reopen"'; may paul '"batch","run","--name","May"'
  does_as paul '"batch","generate"'; answers "four eyes" 422 "paul ran batch 1"; says "who may" out 'who may: adam"'
  may adam '"batch","generate"'
  may_not anna '"invoice","void","1"'; may_not vera '"invoice","pay","1"'; may acca '"invoice","pay","1","--date","2026-02-02"'
  paid=$(sed -n 's/.*"payment":"\([^"]*\)".*/\1/p' out)
  does_as adam '"user","add","kim","--role","biller"'; answers "no password" 422 "there is none"
  may_not paul '"user","password","adam"'; may_not paul '"user","list"'; may adam '"user","list"'
  may_not vera '"export","csv"'; may_not acca '"import","@files"'
  may acca '"export","csv","--batch","1"'; may acca '"report","aging"'; may acca "\"invoice\",\"unpay\",\"$paid\""
  may_not acca '"export","map"'
  for words in '"batch","run"' '"batch","generate"' '"invoice","credit","1"' '"invoice","void","1"' '"invoice","send","1"' '"undo"' \
    '"set","x"'; do
    may_not acca "$words"; may_not vera "$words"
  done
  for name in anna vera paul acca; do
    for words in '"config","set","a","b"' '"plugin","allow","x"' '"user","add","x"' '"user","remove","adam"' '"user","sign-out","adam"' \
      '"export","login","x"' '"export","logout","x"'; do may_not "$name" "$words"; done
  done
  may_not anna '"invoice","credit","1"'; may_not anna '"invoice","send","1"'; may_not anna '"export","csv"'
  may_not vera '"import","@files"'
  may paul '"invoice","credit","1","--note","too much"'; may paul '"export","csv","--batch","1"'
}

# Whatever somebody does from the page is theirs in the log; a file that they brought has the name that they gave it.
who_did() {
  local brings='"files":{"customers.csv":"id,name\na,Alpha\nb,Beta\n"' more
  brought() { # WORDS FILES
    via anna -H 'X-Billet: page' -H 'Content-Type: application/json' --data-binary "{\"words\":[$1],$2}}" "$page/command"
    answers "anna brings $1" 200
  }
  more=${brings//Alpha/Alpha Co}',"tickets.csv":"id,customer,title,status\nT1,a,Mail,Open\n"'
  brought '"import","@files/customers.csv"' "$brings"; brought '"import","@files"' "$more"
  may anna '"set","customers","a","name=Alpha","--note","renamed"'; may anna '"undo"'; may anna '"redo"'
  via anna --data-binary 'id,name' -H 'X-Billet: page' -X POST "$page/upload/payments.csv"
  run log --json; cp out log.json
  holds_json "the files" log.json '[json.loads(x["detail"])["source"] for x in d if x["command"] == "import"][-2:] == ["customers.csv",
    "customers.csv, tickets.csv"]'
  holds_json "who" log.json '{(x["command"], x["who"]) for x in d} >= {("batch new", "anna"), ("batch select", "anna"),
    ("batch run", "paul"), ("batch generate", "adam"), ("config set", "adam"), ("invoice credit", "paul")}'
  holds_json "who paid" log.json '{(json.loads(x["detail"]).get("source"), x["who"]) for x in d} >= {("invoice pay", "acca"),
    ("invoice unpay", "acca"), ("set customers a", "anna")}'
  holds_json "who took it back" log.json '[x["who"] for x in d if "do_of" in x["detail"]] == ["anna", "anna"]'
  lacks "no folder of this machine" log.json "$folder"
}

# Another role counts at once: all sessions of the old one are over. Somebody stays who can let others in.
roles() {
  run user role anna king; exits "no such role" 2; says "no such role" err "viewer|biller|approver|accountant|admin"
  run user role nobody admin; exits "of nobody" 1; run user role anna biller; exits "the same" 1
  says "the same" err "anna is biller already"
  run complete -- user role ''; says "names" out anna; run complete -- user role anna ''; says "roles" out accountant
  may_not paul '"user","role","paul","admin"'; via anna "$page/me"; says "before" out '"role":"biller"'
  may adam '"user","role","anna","approver"'; says "told" out "is approver from now on, and signed out everywhere"
  via anna "$page/me"; answers "another role" 401; does_as anna '"status"'; answers "another role" 401
  signs_in anna 'correct horse'; answers "with it" 303; may anna '"batch","list"'; via anna "$page/me"
  answers "hers" 200 '"role":"approver"'
  says "what she may" out '"batch generate"'; does_as adam '"user","role","adam","viewer"'
  answers "the last admin" 422 "adam is the only admin"
  does_as adam '"user","remove","adam"'; answers "the last admin" 422 "billet user role NAME admin"
  refuses "by hand" "only admin" user remove adam
  may adam '"user","role","paul","admin"'; may adam '"user","role","paul","approver"'; does user role anna biller
  signs_in anna 'correct horse'; may anna '"status"'; via anna "$page/me"; answers "what came before ends nothing" 200
  signs_in paul 'correct horse'
  run log --json; says "who changed it" out '"command":"user role","batch":null,"who":"adam"'
  does_as adam '"undo","--dry-run"'; lacks "users are not undone" out "user role"
}

# New passwords are hashed one after the other, aside: everybody else is answered meanwhile.
hashes() {
  local wait=() of sum
  secret() { # NAME WORDS PASSWORD
    curl -s -m 60 -H "Cookie: $(cat adam.cookie)" -o "$1.out" -H 'Host: billing.example' -H 'X-Forwarded-Proto: https' -H 'X-Billet: page' \
      -H 'Content-Type: application/json' --data-binary "{\"words\":[$2],\"secret\":\"$3\"}" "$page/command"
  }
  for of in 1 2 3 4 5 6 7 8; do secret "new$of" "\"user\",\"add\",\"new$of\",\"--role\",\"viewer\"" "battery staple $of" & wait+=($!); done
  for _ in $(seq 3000); do grep -l '"user":"new' new?.out >some 2>/dev/null && break; sleep 0.01; done
  may adam '"status"'; may acca '"batch","list"'
  if (($(grep -l '"user":"new' new?.out 2>/dev/null | wc -l) < 7)); then ok; else bad "hashes hold others up: $(wc -c new?.out)"; fi
  wait "${wait[@]}"; sum=$(grep -l 'may use the page from now on' new?.out | wc -l)
  if [ "$sum" -eq 8 ]; then ok; else bad "$sum of 8 were added: $(cat new?.out)"; fi
  signs_in new3 'battery staple 3'; answers "with it" 303; via new3 "$page/me"; answers "in" 200 '"role":"viewer"'
  secret new3 '"user","password","new3"' 'staple battery'; says "renewed" new3.out "has a new password"
  via new3 "$page/me"; answers "the old session" 401; signs_in new3 'staple battery'; answers "the new one" 303
  secret new3 '"user","password","new3"' short; says "short" new3.out "at least 10 characters"
  secret new1 '"user","add","new1","--role","viewer"' 'battery staple 1'; says "twice" new1.out "there is a user"
  does user remove new3; via new3 "$page/me"; answers "removed" 401; does user add new3 --role admin --no-password
  for of in 1 2 3 4 5 6 7 8; do does user remove "new$of"; done
}

# Who was removed stays out, whoever has that name now.
named_again() {
  user eve viewer 'correct horse'; signs_in eve 'correct horse'; answers "eve" 303; does user remove eve; user eve admin 'another horse'
  via eve "$page/me"; answers "a session of another eve" 401; does user remove eve
}

# A stream of events, kept open in the background.
opens() { # NAME FILE
  : >"$2"
  curl -sN -H 'Host: billing.example' -H 'X-Forwarded-Proto: https' -H "Cookie: $(cat "$1.cookie")" "$page/events" >"$2" 2>/dev/null &
}

# Sessions end for everybody who is taken off, everywhere and at once.
ends() {
  local stream other
  opens vera events; stream=$!; opens adam others; other=$!
  for _ in {1..200}; do [ "$(cat events others | grep -c retry:)" = 2 ] && break; sleep 0.05; done
  does user remove vera
  for _ in $(seq 200); do kill -0 "$stream" 2>/dev/null || break; sleep 0.05; done
  if kill -0 "$stream" 2>/dev/null; then bad "a stream of nobody"; else ok; fi
  if kill -0 "$other" 2>/dev/null; then ok; else bad "the streams of others"; fi
  cp adam.cookie second.cookie; signs_in adam 'correct horse'; via second -X POST -H 'X-Billet: page' "$page/sign-out"
  answers "one of his sessions" 303
  for _ in $(seq 200); do kill -0 "$other" 2>/dev/null || break; sleep 0.05; done
  if kill -0 "$other" 2>/dev/null; then bad "a stream of a session that is over"; kill "$other"; else ok; fi
  via adam "$page/me"; answers "his other one" 200; via vera "$page/me"; answers "removed" 401
  printf 'another horse\n' | "$billet" user password anna >/dev/null 2>err; via anna "$page/me"; answers "a new password" 401
  signs_in anna 'correct horse'; answers "the old one" 401; signs_in anna 'another horse'; answers "the new one" 303
  via anna -X POST "$page/sign-out"; answers "signed out by another site" 403
  via anna -X POST -H 'X-Billet: page' "$page/sign-out"; answers "signed out" 303; header "its cookie" "Max-Age=0"; via anna "$page/me"
  answers "after it" 401
}

# Many tries of one name at once are no more than a few.
at_once() {
  local i tries=()
  for i in $(seq 12); do
    curl -s -o /dev/null -w '%{http_code}\n' -H 'Host: billing.example' -H 'X-Forwarded-Proto: https' \
      --data "name=paul&password=guess+$i" "$page/sign-in" >"try$i" 2>/dev/null &
    tries+=($!)
  done
  wait "${tries[@]}"; cat try* | sort | uniq -c | tr -s ' \n' ' ' >out
  if [ "$(cat out)" = ' 3 401 9 429 ' ]; then ok; else bad "twelve tries at once"; fi
}

# Wrong passwords take longer and longer, whether anybody has the name; other people's commands go on meanwhile.
pauses() {
  local begun known unknown slow
  begun=$(used); signs_in acca wrong; signs_in acca wrong; known=$(($(used) - begun))
  begun=$(used); signs_in nobody wrong; signs_in nobody wrong; unknown=$(($(used) - begun))
  answers "nobody" 401 "Name or password is not right"
  if ((unknown * 2 > known && known * 2 > unknown)); then ok; else bad "$known hundredths of a second for a user, $unknown for nobody"; fi
  for _ in 1 2; do signs_in acca wrong; done; answers "too many" 429 "try again in"
  signs_in acca 'correct horse'; answers "even the right one" 429
  signs_in nobody wrong; signs_in nobody wrong; answers "of nobody too" 429
  at_once
  curl -s -H 'Host: billing.example' -H 'X-Forwarded-Proto: https' --data 'name=x&password=y' "$page/sign-in" >/dev/null &
  curl -s -H 'Host: billing.example' -H 'X-Forwarded-Proto: https' --data 'name=z&password=y' "$page/sign-in" >/dev/null & slow=$!
  may adam '"status"'; if kill -0 "$slow" 2>/dev/null; then ok; else bad "a sign-in holds others up"; fi
  wait "$slow"
}

# Who a proxy says somebody is counts from the proxy alone.
proxies() {
  leave; several --user-header Remote-User
  via none -H 'Remote-User: adam' "$page/me"; answers "said by the proxy" 200 '"user":"adam","role":"admin","signs_out":false'
  via none -H 'Remote-User: adam' -H 'Remote-User: vera' "$page/me"; answers "said twice" 401
  via none -H 'Remote-User: nobody' "$page/me"; answers "of nobody" 401 "billet user add nobody"
  leave; serve --port "$port" --listen 127.0.0.1 --host billing.example --trusted-proxy 10.9.8.7/32 --user-header Remote-User
  page=http://127.0.0.1:$port
  via none -H 'Remote-User: adam' "$page/me"; answers "no proxy of ours" 403 "--trusted-proxy 127.0.0.1/32"
}

does init --zone UTC
printf '%s\n' 'id,name' 'a,Alpha' >customers.csv
printf '%s\n' 'id,customer,name,type,start,params' 'a1,a,Fee,retainer,2026-01-01,"{""price"":""500.00""}"' >contracts.csv
does import customers.csv; does import contracts.csv
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
starts
several
people; who_did; roles; hashes; named_again; ends; pauses
proxies
printf '%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
