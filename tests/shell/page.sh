# Sourced after book.sh by the tests of the page: a server of the book, somebody who is in, and what is asked of it.
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; wait; rm -rf "$folder"' EXIT

# Starts the server with these options; its address is $page, the link that lets somebody in $link.
serve() {
  : >url
  "$billet" serve --json "$@" >url 2>serve.err </dev/null &
  server=$!
  for _ in $(seq 500); do
    if [ -s url ] || ! kill -0 "$server" 2>/dev/null; then break; fi
    sleep 0.01
  done
  link=$(sed -n 's/.*"url":"\([^"]*\)".*/\1/p' url) page=${link%%/\?*}
}
# Ends it by a signal; $status is how it ended.
leave() { kill -"${1:-INT}" "$server" 2>/dev/null; wait "$server" 2>/dev/null; status=$?; server=; }

# Asks: what came is in out, its head in head, its number in $status.
ask() { status=$(curl -s -m 10 -b jar -c jar -D head -o out -w '%{http_code}' "$@" 2>err); }
come_in() { rm -f jar; ask "$link"; }
command() { # JSON [OPTION…]
  ask -H 'X-Billet: page' -H 'Content-Type: application/json' --data-binary "$1" "${@:2}" "$page/command"
}
answers() { # WHAT STATUS [TEXT]
  if [ "$status" = "$2" ]; then ok; else bad "$1: $2 expected"; fi
  [ -z "${3-}" ] || says "$1" out "$3"
}
lacks() { if grep -qi -- "$3" "$2"; then bad "$1: $3"; else ok; fi; } # WHAT FILE TEXT
header() { if grep -qiF -- "$2" head; then ok; else bad "$1: header $2"; fi; } # WHAT LINE
# Somebody without a cookie asks.
stranger() { status=$(curl -s -m 10 -D head -o out -w '%{http_code}' "$@" 2>err); }
# Bytes as they are, with printf's escapes: what is answered to them until the server hangs up, or 5 seconds ($ended is 124
# then). Where it hangs up with something unread its answer may be lost: so once more.
raw() {
  for _ in $(seq 20); do
    timeout 5 bash -c 'exec 3<>"/dev/tcp/127.0.0.1/$1"; printf "%b" "$2" | cat >&3; cat <&3' - "${page##*:}" "$1" >out 2>err
    ended=$?
    if [ -s out ] || [ "$ended" -eq 124 ]; then break; fi
  done
  status=$(head -n 1 out | cut -d ' ' -f 2)
  sed '/^\r$/q' out >head
}
