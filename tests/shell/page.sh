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
