#!/usr/bin/env bash
# What every exporter can do: a file for each invoice, naming what is missing before anything is written, sharing a file.
. "$(dirname "$0")/shell/book.sh"
unset XDG_DATA_HOME

does init --zone America/New_York
printf '%s\n' 'id,name' 'a,Alpha' 'b,Beta' >customers.csv
printf '%s\n' 'id,customer,name,type,start,params' 'a1,a,Fee,retainer,2026-01-01,"{""price"":""500.00""}"' \
  'b1,b,Fee,retainer,2026-01-01,"{""price"":""50.00""}"' >contracts.csv
does import customers.csv; does import contracts.csv
does batch new --as-of 2026-02-01; does batch select --all; does batch run --name January; does batch generate
mkdir -p plugins/shared
printf 'return { line = function(invoice) return invoice.invoice .. " " .. invoice.total end }\n' >plugins/shared/lines.lua

exporter() { # NAME BODY
  printf 'local lines = require "lines"\nreturn exporter { name = "%s", api = 1, extension = "txt", %s, examples = {} }\n' "$1" "$2" \
    >"plugins/$1.lua"
}
files() { if [ "$(find papers -type f | sort | tr '\n' ' ')" = "$2" ]; then ok; else bad "$1: $(find papers)"; fi; }

exporter each 'each = true, invoice = lines.line'
does export each --output papers --json; says "the files" out '"files":["papers/1.txt","papers/2.txt"]'; says "how many" out '"invoices":2'
files "one for each" "papers/1.txt papers/2.txt "; says "the first" papers/1.txt "1 500.00"
does export each --output papers; says "replaced" err "2 files were there before"; says "a line for each" out "papers/2.txt"
does export each --output all.zip --json; says "packed" out '"file":"all.zip"'; says "what is packed" out '"files":["1.txt","2.txt"]'
python3 -m zipfile -e all.zip unpacked; diff -r papers unpacked >out; is "packed as they are" </dev/null
cp all.zip before.zip; does export each --output all.zip; cmp all.zip before.zip >out; is "the same bytes" </dev/null
says "an archive is replaced" err "all.zip was there before"; does export each --invoice 2 --output one.zip
python3 -m zipfile -l one.zip >out; says "one in an archive" out "2.txt"; if grep -q '1\.txt' out; then bad "the others"; else ok; fi
run export csv --output one.zip; exits "one file is no archive" 2; says "what would be right" err "billet export csv --output invoices.csv"
does export each --output dry.zip --dry-run; if [ -e dry.zip ]; then bad "a dry run packs"; else ok; fi
rm -r papers; does export each --output papers --dry-run; says "what it would write" out "papers/1.txt"
if [ -e papers ]; then bad "a dry run"; else ok; fi
run export each; exits "several to the standard output" 2; says "several" err "several need a folder"
run export each --output one.txt; exits "several in one file" 2
does export each --invoice 2; says "one" out "2 50.00"
does export each --invoice 2 --output one.txt; says "one in a file" one.txt "2 50.00"
does invoice void 2 --note wrong
exporter each 'each = true, invoice = function(i) return i.state == "final" and lines.line(i) or nil end'
does export each --output papers; files "nothing of what is void" "papers/1.txt "; says "left out" err "1 void"
run export each --invoice 2 --output none.zip; exits "nothing to pack" 1; says "nothing to pack" err "has no document of these"
if [ -e none.zip ]; then bad "an empty archive"; else ok; fi
rm -r papers

exporter strict 'each = true, invoice = lines.line, missing = function(i) return i.invoice == "2" and { "a rule: a column", "x" } or {} end'
run export strict --output papers; exits "something is missing" 1; says "the row" err "2: a rule: a column"; says "all rows" err "2: x"
says "how many lack" err "1 invoice lacks what strict needs"; if [ -e papers ]; then bad "nothing is written"; else ok; fi
run export strict --dry-run; exits "a dry run tells it too" 1
does export strict --invoice 1
exporter strict 'missing = function() return "x" end, invoice = lines.line'
run export strict; exits "no list" 1; says "no list" err "missing: must return a list of texts, not a string"
exporter strict 'missing = function() return { "a\nb" } end, invoice = lines.line'
run export strict; says "two lines" err "in one line"

exporter both 'each = true, begins = function() end, invoice = lines.line'
run export both --output papers; exits "each and begins" 1; says "each and begins" err "neither 'begins' nor 'ends'"

# Files that are shared: found in each folder of plugins, the later one first; of nobody but exporters.
printf 'return require "again"\n' >plugins/shared/again.lua
printf 'return exporter { name = "ring", api = 1, invoice = require("again").x, examples = {} }\n' >plugins/ring.lua
run export ring; exits "a ring" 1; says "a ring" err "requires itself"
printf 'return exporter { name = "none", api = 1, invoice = require("nowhere").x, examples = {} }\n' >plugins/none.lua
run export none; says "no such file" err "there is no file shared/nowhere.lua"
printf 'return 1\n' >plugins/shared/number.lua
printf 'return exporter { name = "number", api = 1, invoice = require("number").x, examples = {} }\n' >plugins/number.lua
run export number; says "no table" err "must return a table"
printf 'return exporter { name = "late", api = 1, invoice = function() return require("lines").x end, examples = {} }\n' >plugins/late.lua
run export late; says "in a function" err "at the top of the file"
printf 'local x = require "lines"\nreturn contract { name = "taker", api = 1, closes = x.line, examples = {} }\n' >plugins/taker.lua
run plugin show taker; exits "a contract type" 1; says "a contract type" err "only exporters and importers require files"
# Where it ships to, by which QuickBooks taxes: a look ahead tells, before anybody signs in.
export BILLET_DB=$folder/sites.db
does init --zone UTC
cat >sites.json <<'JSON'
{"customers": [{"id": "c", "name": "Coast"}],
 "sites": [{"id": "pier", "customer": "c", "name": "Pier 9", "address1": "9 Pier Road"}, {"id": "dock", "customer": "c", "name": "Dock"}],
 "contracts": [
  {"id": "k1", "customer": "c", "name": "Flat", "type": "retainer", "start": "2026-01-01", "site": "pier", "params": {"price": "5"}},
  {"id": "k2", "customer": "c", "name": "More", "type": "retainer", "start": "2026-02-01", "site": "dock", "params": {"price": "7"}}]}
JSON
does import sites.json
ships() { # AS_OF
  does batch new --as-of "$1"; does batch select --all; does batch run --name "$1"; does batch consolidate on; does batch generate
  does export quickbooks-online --dry-run
}
ships 2026-02-01; says "one site" err "1 ships to the site Pier 9"
ships 2026-03-01; says "several sites" err "lines of several sites"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
