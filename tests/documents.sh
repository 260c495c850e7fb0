#!/usr/bin/env bash
# Documents of invoices: what is kept with the number, whose words they are in, and what happens when a template fails.
. "$(dirname "$0")/shell/book.sh"

bill() { # DATE
  does batch new --as-of "$1"; does batch select --all; does batch run --name "$1"; does batch generate
}
lacks() { if grep -qF -- "$3" "$2"; then bad "$1: '$3' in $2"; else ok; fi; }
same() { # WHAT FILE
  if cmp -s "$2" out; then ok; else bad "$1: $(diff "$2" out | head -5)"; fi
}
note() { # NAME TEXT [PARAMS]: a template of one note
  mkdir -p plugins
  cat >"plugins/$1.lua" <<LUA
return invoice_template { name = "$1", api = 1, params = { ${3:-} },
  blocks = function(invoice, t)
    return { { kind = "heading", text = "Note" }, { kind = "note", text = $2 } }
  end }
LUA
}
picture() { # FILE COLOUR: a PNG of one pixel
  python3 - "$1" "$2" <<'PYTHON'
import struct, sys, zlib
def chunk(kind, data): return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
pixel = b"\0" + bytes.fromhex(sys.argv[2])
open(sys.argv[1], "wb").write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)) +
                              chunk(b"IDAT", zlib.compress(pixel)) + chunk(b"IEND", b""))
PYTHON
}

does init --zone Europe/Berlin --currency EUR
cat >book.json <<'JSON'
{"seller": [{"name": "Birch IT", "address1": "Hauptstr. 1", "postal_code": "10115", "city": "Berlin", "country": "DE",
             "tax_id": "DE123456789", "bank": "Beispielbank", "logo": "logo.png", "footer": "Danke."}],
 "customers": [{"id": "a", "name": "Acme", "country": "GB"},
               {"id": "b", "name": "Blau AG", "country": "CH", "language": "de"},
               {"id": "c", "name": "Clair SA", "country": "FR", "language": "fr", "template_params": {"detail": "page-two"}},
               {"id": "d", "name": "Delta", "template": "own", "template_params": {"thanks": "Cheers"}}],
 "contracts": [{"id": "a1", "customer": "a", "name": "Support", "type": "retainer", "start": "2026-01-01", "params": {"price": "1234.50"}},
               {"id": "b1", "customer": "b", "name": "Support", "type": "retainer", "start": "2026-01-01", "params": {"price": "1234.50"}},
               {"id": "c1", "customer": "c", "name": "Support", "type": "hourly", "start": "2026-01-01", "params": {"rate": "90.00"}},
               {"id": "d1", "customer": "d", "name": "Support", "type": "retainer", "start": "2026-01-01", "params": {"price": "5.00"}}],
 "tickets": [{"id": "T1", "customer": "c", "contract": "c1", "title": "Imprimante", "status": "closed"},
             {"id": "T2", "customer": "c", "contract": "c1", "title": "Routeur", "status": "closed"}],
 "time_entries": [{"id": "1", "ticket": "T1", "start": "2026-01-12T09:00", "minutes": 90},
                  {"id": "2", "ticket": "T2", "start": "2026-01-13T09:00", "minutes": 30}]}
JSON

# A customer's template has to be there, and to take its params.
run import book.json; exits "no such template" 1
says "no such template" err 'customers:4: template: "own": there is no invoice template "own"'
note own "t.params.thanks" 'thanks = text { default = "Thanks" }'
does import book.json
echo '{"customers": [{"id": "d", "template_params": {"thank": "x"}}]}' >wrong.json
run import wrong.json; exits "a wrong param" 1; says "a wrong param" err 'did you mean "thanks"?'
echo '{"customers": [{"id": "d", "language": "dee"}]}' >wrong.json
run import wrong.json; exits "a wrong language" 1; says "a wrong language" err 'language: there is no language "dee"; did you mean "de"?'

# Each in its language, with the words of the seller's country and the numbers of the reader's.
picture logo.png 1f4e79
does batch new --as-of 2026-02-01; does batch select --all; does batch run --name January
does invoice view D1; says "a draft" out "DRAFT"; says "a draft" out "Invoice D1"; lacks "a draft" out "Due"
does batch generate
if [ ! -s err ]; then ok; else bad "a logo that is there is no warning"; fi
does invoice view 1
says "English" out "Service period  1 January 2026 – 31 January 2026"; says "English" out "EUR 1,234.50"
says "English" out "VAT number DE123456789"
does invoice view 2
says "German" out "Rechnung 2"; says "Swiss numbers" out "1’234.50 EUR"; says "German" out "USt-IdNr. DE123456789"
says "a footer" out "Danke."
does invoice view 3
says "French" out "Facture 3"; says "French" out "Détail du travail"; says "summed by contract" out "2 h"
says "by ticket" out "13/01/2026  T2  Routeur"
does invoice view 4; says "its own template" out "Cheers"
does invoice view 2 --format html
says "HTML" out '<html lang="de-CH"'; says "the logo" out 'src="data:image/png;base64,'
for n in 1 2 3 4; do for form in text html; do run invoice view "$n" --format "$form"; cp out "kept-$n.$form"; done; done

# What is edited afterwards changes later ones only: templates, languages, params, settings, the picture, the customer.
mkdir -p plugins/languages
sed 's/invoice = "Rechnung"/invoice = "Honorarnote"/' "$root/plugins/languages/de.lua" >plugins/languages/de.lua
sed 's/local list, credit = {},/local list, credit = { { label = "Edited", text = "yes" } },/' "$root/plugins/invoices/standard.lua" \
  >plugins/standard.lua
note own '"Bye"' 'thanks = text { default = "Thanks" }'
picture logo.png ff0000
does config set template.params '{"statement": false, "accent": "#aa0000"}'
echo '{"customers": [{"id": "b", "language": "fr"}, {"id": "c", "template_params": null}]}' >more.json
does import more.json
for n in 1 2 3 4; do
  for form in text html; do does invoice view "$n" --format "$form"; same "invoice $n as $form after edits" "kept-$n.$form"; done
done
does invoice print --batch 1 --output printed
for n in 1 2 3 4; do
  if diff <(cat "printed/$n.txt"; echo) "kept-$n.text" >diff.txt; then ok; else bad "printed $n: $(cat diff.txt)"; fi
done
does verify
bill 2026-03-01
does invoice view 5; says "a later one" out "Edited"
does invoice view 6; says "a later language" out "Facture 6"
does invoice view 7; says "a later template" out "Bye"
does invoice view 5 --format html; says "a later accent" out "#aa0000"
if cmp -s <(grep -o 'base64,[^"]*' out) <(grep -o 'base64,[^"]*' kept-1.html); then bad "a later picture"; else ok; fi

# By another template, which says so; void and credited ones say what became of them, and nothing else of them changes.
does invoice view 1 --template own; says "another template" out "Bye"; says "it says so" err "by the template own"
run invoice view 1 --template nope; exits "no such template" 1; says "no such template" err "there is no invoice template"
does invoice void 2 --note twice; does invoice view 2
says "void" out "STORNIERT"
if diff <(sed '/^STORNIERT$/,/^$/d' out) <(cat kept-2.text) >diff.txt; then ok; else bad "void: $(cat diff.txt)"; fi
does invoice credit 1 --note "wrong price" --date 2026-03-01; does invoice view 8
says "a credit note" out "Credit note 8"; says "it names its invoice" out "Credits invoice  1"; lacks "nothing to pay" out "Payment"
does invoice view 1; says "its invoice names it" out "Credited by"
if diff <(sed '/^Credited by/d' out | tr -s ' ') <(tr -s ' ' <kept-1.text) >diff.txt; then ok; else bad "credited: $(cat diff.txt)"; fi

# A template that fails holds its documents, with file and line; the others print.
note own 'invoice.nobody.name' 'thanks = text { default = "Thanks" }'
does batch new --as-of 2026-04-01; does batch select --all; does batch run --name March
run invoice view D9 D10 D11; exits "some are held" 0; says "some are held" err "own.lua:3: attempt to index a nil value"
run invoice view D11; exits "held" 1; says "held" err "own.lua:3"
does batch generate
does invoice print --batch 3 --output march; says "held, printed" err "own.lua:3"
if [ -f march/9.txt ] && [ -f march/10.txt ] && [ ! -f march/11.txt ]; then ok; else bad "the others print: $(ls march)"; fi
run invoice print --batch 3 --output march --json
if python3 -c 'import json; d = json.load(open("out")); assert d["files"]
assert len(d["held"]) == 1 and "own.lua:3" in d["held"][0]["reason"]'; then ok; else bad "held in JSON"; fi
note own '{ 1 }'
run invoice view 1 --template own; exits "a block that is none" 1; says "a block that is none" err "own.lua: block 2 (note)"

# One that cannot be loaded keeps a batch from being numbered: what would be frozen must work once.
echo 'return invoice_template {' >plugins/own.lua
does batch new --as-of 2026-05-01; does batch select --all; does batch run --name April
run batch generate; exits "a broken file" 1; says "a broken file" err "own.lua:"
run invoice list --batch 4 --json; lacks "nothing was numbered" out '"state":"final"'

# A logo that is no picture is told, and keeps no invoice back.
rm plugins/own.lua; note own '"ok"' 'thanks = text { default = "Thanks" }'
echo "no picture" >logo.png
does batch generate; says "no picture" err "logo.png is no PNG or JPEG"
does verify

# Every kind of contract, balance and correction has its words in every language: a kept book, document by document.
cp "$root/tests/data/book-1.db" all.db
export BILLET_DB=all.db
for language in en de fr; do
  does config set template.params "{\"language\": \"$language\"}"
  run --json invoice list
  for n in $(python3 -c 'import json; print(*[i["invoice"] for i in json.load(open("out"))])'); do
    does invoice view "$n" --template standard --statement; lacks "$n in $language" err held
  done
done
run --json invoice list
all=$(python3 -c 'import json; print(*[i["invoice"] for i in json.load(open("out"))])')
does invoice print $all --template standard --format html --output pages
if [ "$(ls pages | wc -l)" -gt 40 ]; then ok; else bad "a book as pages: $(ls pages | wc -l)"; fi
export BILLET_DB=book.db

# A PDF is a file: the same invoice gives the same bytes, and a place where bytes are of no use is refused.
does invoice print 1 --format pdf --output once; does invoice print 1 --format pdf --output twice
if cmp -s once/1.pdf twice/1.pdf && [ "$(head -c 5 once/1.pdf)" = "%PDF-" ]; then ok; else bad "a PDF, and the same twice"; fi
does invoice view 1 --format pdf; if cmp -s out once/1.pdf; then ok; else bad "a PDF on the standard output"; fi
does invoice view 1 --format pdf --output /proc/self/fd/1; if cmp -s out once/1.pdf; then ok; else bad "the standard output by name"; fi
does invoice view 1 --format pdf --output one.pdf; if cmp -s one.pdf once/1.pdf; then ok; else bad "a file"; fi
does invoice view 1 --format html; cp out one.want; does invoice view 1 --format html --output one.html
if cmp -s <(cat one.html; echo) one.want; then ok; else bad "HTML in a file"; fi
does invoice view 1 2 --output some; if [ -f some/1.txt ] && [ -f some/2.txt ]; then ok; else bad "a folder: $(ls some)"; fi
does invoice view 1 --output some; says "what is replaced" err "some/1.txt was there before"
run invoice view 1 2 --output all.txt; exits "two in one file" 2; says "two in one file" err "several documents need a folder"
run invoice view 1 2 --format pdf; exits "two PDFs at once" 2; says "two PDFs at once" err "one pdf at a time"
run invoice print --batch 1 --format pdf; exits "PDFs of a batch at once" 2
run invoice view 1 --format pdf --output /dev/full; exits "a full disk" 1; says "a full disk" err "No space left"
(ulimit -f 8; "$billet" invoice view 1 --format pdf --output full.pdf >out 2>err); status=$?
exits "a file that may not grow" 1; says "a file that may not grow" err "full.pdf cannot be written"
if [ -z "$(ls -A | grep -E '^full.pdf|part$')" ]; then ok; else bad "a full disk leaves nothing: $(ls -A)"; fi
does invoice view 1 --format pdf --json
if python3 -c 'import json, base64; d = json.load(open("out")); assert list(d[0]) == ["invoice", "base64"]
assert base64.b64decode(d[0]["base64"], validate=True) == open("one.pdf", "rb").read()'; then ok; else bad "a PDF in JSON"; fi
script -qec "'$billet' invoice view 1 --format pdf" /dev/null >out 2>err </dev/null; status=$?
exits "a PDF on a terminal" 2; says "a PDF on a terminal" out "end the command with > FILE"
run invoice print 1 --format doc --output once; exits "a form that there is not" 2; says "the forms" err "text|html|pdf"
# A picture that no reader of PDFs could show: the invoice goes without it, and says so once.
printf '\377\330\377\340 no more' >logo.png
bill 2026-08-01; run invoice list --from 2026-08-01 --json
does invoice print $(python3 -c 'import json; print(*[i["invoice"] for i in json.load(open("out"))])') --format pdf --output bare
says "no logo" err "without the logo: the logo is a JPEG that is damaged"
if [ "$(grep -c "without the logo" err)" = 1 ] && [ "$(ls bare | wc -l)" = 3 ]; then ok; else bad "told once, and printed"; fi
printf '%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
