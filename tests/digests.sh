#!/usr/bin/env bash
# Digests of plugin files that are remembered from one command to the next: no change of a file is overlooked by them, and
# whatever became of them, answers are those of a billet without.
. "$(dirname "$0")/shell/book.sh"
cache=$folder/.cache/billet/plugin-digests

does init --currency USD --zone America/New_York
mkdir plugins
cat >plugins/fee.lua <<'LUA'
return contract {
  name = "fee", api = 1, version = "1.0.0", title = "Fee",
  opens = function(_, _, bill) bill:line { "Fee", price = decimal "100.00" } end,
}
LUA
cat >book.json <<'JSON'
{"customers": [{"id": "c", "name": "Elm & Oak"}],
 "contracts": [{"id": "k", "customer": "c", "name": "Fee", "type": "fee", "start": "2026-04-01"}]}
JSON
does import book.json
does batch new --as-of 2026-05-01
total() { # TEXT NAME
  run batch show --json
  holds_json "$2" out "d['contracts'][0]['total_balance'] == '$1'"
}
total 100.00 "at first"

modes="$(stat -c %a "$cache") $(stat -c %a "${cache%/*}")"
if [ "$modes" = "600 700" ]; then ok; else bad "who may read it: $modes"; fi
size=$(stat -c %s "$cache")
total 100.00 "a file that was written just now"
if [ "$(stat -c %s "$cache")" = "$size" ]; then ok; else bad "a file of less than two seconds is remembered"; fi

# Its length and its time of change may be put back; what the kernel notes of it may not.
sleep 3.1
total 100.00 "a settled file"
if [ "$(stat -c %s "$cache")" -gt "$size" ]; then ok; else bad "a settled file is not remembered"; fi
touch -r plugins/fee.lua was
sed -i 's/100.00/120.00/' plugins/fee.lua
touch -r was plugins/fee.lua
total 120.00 "another text of the same length and time"
printf 'x' >text && sed 's/120.00/130.00/' plugins/fee.lua >text && cat text >plugins/fee.lua && touch -r was plugins/fee.lua
total 130.00 "written over in place"

cp "$cache" good
for damage in 'printf x' 'head -c 100 good' 'head -c 1 /dev/zero' 'sed s/digests/digestz/ good' 'tr "\0" "\1" <good' \
  'head -c 2000000 /dev/zero' 'cat good good'; do
  eval "$damage" >"$cache"
  total 130.00 "a cache of: $damage"
done
cp good "$cache"
chmod 666 "$cache"
total 130.00 "what anybody may write is not believed"
rm "$cache"
mkfifo "$cache"
total 130.00 "a pipe in its place"
rm "$cache"
rmdir "${cache%/*}"
printf x >"${cache%/*}"
total 130.00 "no folder for it"

# A digest that stands there is used, and found to be wrong by whoever reads the file.
rm "${cache%/*}"
until [ $(($(date +%s) - $(stat -c %Z plugins/fee.lua))) -gt 3 ]; do sleep 0.2; done # by now the file is settled on a fast machine too
does batch show
python3 - "$cache" <<'PYTHON'
import functools, sys
def whole(entries):  # FNV-1a, 64 bits
    return functools.reduce(lambda h, byte: (h ^ byte) * 1099511628211 % 2**64, entries, 14695981039346656037).to_bytes(8, "little")
cache = bytearray(open(sys.argv[1], "rb").read())
assert (len(cache) - 40) % 88 == 0 and cache[32:40] == whole(cache[40:])
for at in range(40, len(cache), 88):
    cache[at + 56] ^= 1
cache[32:40] = whole(cache[40:])
open(sys.argv[1], "wb").write(cache)
PYTHON
run batch select k
exits "what is remembered wrongly" 1
says "what is remembered wrongly" err "changed while it was in use: run the command again"
if [ -e "$cache" ]; then bad "it is forgotten"; else ok; fi
total 130.00 "run again"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
