#!/usr/bin/env bash
# PDFs as programs of other people read them: pdf.sh BUILD. Samples are rendered by the module of the release build and
# of the sanitized one.
set -u
cd "$(dirname "$0")/.." || exit 2
build=$(realpath "${1:-build}")
documents=$PWD/tests/documents
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
export ASAN_OPTIONS=${ASAN_OPTIONS:-detect_leaks=1}:fast_unwind_on_malloc=0
export LSAN_OPTIONS=suppressions=$documents/leaks.txt:print_suppressions=0
passed=0 failed=0

check() { # NAME COMMAND… : passes where the command ends well
  local name=$1
  shift
  if "$@" >"$work/log" 2>&1; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "not ok $name"
    head -n 12 "$work/log" | cut -c 1-200 | sed 's/^/   /'
  fi
}
render() { "$build/release/program/render" "$@"; }
sanitized() { "$build/asan/program/render" "$@"; }
quiet() { sanitized "$1" sanitized.pdf >/dev/null; }
has() { grep -qF -- "$2" <<<"$1"; }
all_embedded() { ! pdffonts "$1" | tail -n +3 | awk '{ print $(NF-4) }' | grep -qv '^yes$'; }
pages() { pdfinfo "$1" | sed -n 's/^Pages: *//p'; }
squares() { # PDF PAGE: what the picture of a payment holds
  pdftoppm -r 200 -f "$2" -l "$2" -png "$1" "$work/squares" && zbarimg -q --raw "$work"/squares-*.png 2>/dev/null
  rm -f "$work"/squares-*.png
}
refused() { # CODE TEXT SAMPLE: says so, and writes no file
  rm -f refused.pdf
  ! render "$3" refused.pdf >out 2>err && has "$(cat err)" "$1:" && has "$(cat err)" "$2" && [ ! -e refused.pdf ] &&
    ! sanitized "$3" refused.pdf >/dev/null 2>sanitized && ! has "$(cat sanitized)" Sanitizer
}

# Pictures by other programs, and ruins of them.
printf 'no picture' >no-picture
render one first.pdf >/dev/null
pdftoppm -r 30 -jpeg -singlefile first.pdf logo
pdftoppm -r 400 -jpeg -jpegopt quality=100 -singlefile first.pdf large
pdftoppm -r 200 -png -singlefile first.pdf large
python3 - <<'PYTHON'
import struct, zlib
part = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
rows = b"".join(b"\0" + bytes(c for x in range(60) for c in (x * 4, y * 8, 90, 255 if x > y else 80)) for y in range(30))
picture = b"\x89PNG\r\n\x1a\n" + part(b"IHDR", struct.pack(">IIBBBBB", 60, 30, 8, 6, 0, 0, 0)) + part(b"IDAT", zlib.compress(rows))
open("logo.png", "wb").write(picture + part(b"IEND", b""))
jpeg = open("logo.jpg", "rb").read()
open("cut.jpg", "wb").write(jpeg[:-40])
middle = jpeg.index(b"\xff\xda") + 400
open("torn.jpg", "wb").write(jpeg[:middle] + b"\xff\xd7" + jpeg[middle + 300:])
# The same file with a frame of four components: what reads only its head takes it for CMYK.
frame = next(i for i in range(2, len(jpeg)) if jpeg[i:i + 2] == b"\xff\xc0")
four = jpeg[frame + 4:frame + 9] + b"\4" + jpeg[frame + 10:frame + 19] + b"\4\x11\0"
scan = jpeg.index(b"\xff\xda")
scanned = b"\xff\xda" + struct.pack(">H", 14) + b"\4\1\0\2\x11\3\x11\4\0\0\x3f\0" + jpeg[scan + 14:]
open("cmyk.jpg", "wb").write(jpeg[:frame + 2] + struct.pack(">H", 20) + four + jpeg[frame + 19:scan] + scanned)
open("cut.png", "wb").write(picture[:120])
open("huge.png", "wb").write(b"\x89PNG\r\n\x1a\n" + part(b"IHDR", struct.pack(">IIBBBBB", 30000, 30000, 8, 6, 0, 0, 0)))
PYTHON

for sample in one three letter draft scripts hostile rows swiss slip slip-blank slip-long png jpeg right-to-left markup empty; do
  check "$sample renders" render "$sample" "$sample.pdf"
  render "$sample" again.pdf >"$sample.words" 2>/dev/null
  check "$sample: the same bytes twice" cmp "$sample.pdf" again.pdf
  [ "$sample" = rows ] || check "$sample: nothing that the sanitizers see" quiet "$sample"
  [ "$sample" = rows ] || check "$sample: the same bytes from the sanitized build" cmp "$sample.pdf" sanitized.pdf
  check "$sample: qpdf" qpdf --check "$sample.pdf"
  check "$sample: its objects" python3 "$documents/check_pdf.py" "$sample.pdf"
  check "$sample: fonts are inside" all_embedded "$sample.pdf"
  case $sample in
    hostile | right-to-left) check "$sample: every character" python3 "$documents/words.py" "$sample.pdf" "$sample.words" broken ;;
    markup) ;;
    *) check "$sample: every word" python3 "$documents/words.py" "$sample.pdf" "$sample.words" ;;
  esac
done

check "an invoice of 80 rows has three pages" [ "$(pages three.pdf)" = 3 ]
check "letter paper" has "$(pdfinfo letter.pdf)" "612 x 792 pts (letter)"
check "title and date" has "$(pdfinfo -isodates one.pdf)" "CreationDate:    2026-05-07T00:00:00Z"
for page in 1 2 3; do
  text=$(pdftotext -f $page -l $page -layout three.pdf -)
  check "page $page has its number" has "$text" "Page $page of 3"
  check "page $page names number and customer" has "$text" "INV-000118 · CoolRealty"
  check "page $page has the head of the table" grep -qE 'Description +Quantity +Unit price +Amount' <<<"$text"
done
check "the total is not alone on its page" grep -q 'Ticket outside' <<<"$(pdftotext -f 3 -l 3 three.pdf -)"
check "a page number is not read aloud" [ "$(pdfinfo -struct-text three.pdf | grep -c 'Page 2 of 3')" = 0 ]
check "the head of a table is read aloud once" [ "$(pdfinfo -struct-text three.pdf | grep -c '"Unit price"')" = 1 ]
check "a label and its text are two words" has "$(pdfinfo -struct-text one.pdf)" '"Amount due 1,254.00 EUR"'
links() { qpdf --json=2 "$1" | python3 -c 'import json, sys
for o in json.load(sys.stdin)["qpdf"][1].values():
    v = o.get("value")
    if isinstance(v, dict) and v.get("/Subtype") == "/Link": print(v["/A"]["/URI"][2:])' | sort; }
check "addresses can be clicked" [ "$(links one.pdf | tr '\n' ' ')" = \
  "https://www.acme.example/pay?id=118 mailto:ap@acme.example mailto:billing@acme.example " ]
check "what stands beside an address is read with it" has "$(pdfinfo -struct-text one.pdf)" '"billing@acme.example"'
check "squares have their words" has "$(qpdf --json=2 one.pdf)" '"/Alt": "u:The payment, for a bank’s program"'
check "words that run to the left come in the order of their text" has "$(pdfinfo -struct-text right-to-left.pdf)" '"عمل 12 ساعة T4"'
check "a Hebrew name is found as it is written" has "$(pdftotext scripts.pdf -)" 'שלום עולם'
pale='0.894118 0.894118 0.894118 rg'
check "each page says DRAFT across it" [ "$(qpdf --qdf draft.pdf - | grep -ac "^$pale")" = "$(pages draft.pdf)" ]
check "DRAFT is read aloud once" [ "$(pdfinfo -struct-text draft.pdf | grep -c '"DRAFT"')" = 1 ]
check "markup is text" has "$(pdftotext -raw markup.pdf -)" "<b>&amp;</b> �[31m (a\\b) �evil"
check "an accent that nobody could read is not the colour of words" [ "$(qpdf --qdf draft.pdf - | grep -ac '^1 0.933[0-9]* 0 rg BT')" = 0 ]

epc=$'BCD\n002\n1\nSCT\nCOBADEFFXXX\nAcme MSP LLC\nDE89370400440532013000\nEUR1254.00\n\n\nINV-000118'
check "a telephone reads the payment" [ "$(squares one.pdf 1)" = "$epc" ]
check "the Swiss squares are read with the cross in their middle" has "$(squares swiss.pdf 1)" 210000000003139471430009017
check "the squares of a payment part are read" has "$(squares slip.pdf "$(pages slip.pdf)")" \
  $'9400\nRorschach\nCH\nQRR\n210000000003139471430009017'
check "a payment part takes the foot of the last page" has \
  "$(pdftotext -f 2 -l 2 -x 0 -y 545 -W 175 -H 297 slip-blank.pdf -)" Empfangsschein
check "nothing else does" [ "$(pdftotext -f 2 -l 2 -x 0 -y 545 -W 595 -H 297 slip-blank.pdf - | grep -cE 'Page|CoolRealty|Albany')" = 0 ]
check "its squares are 46 mm wide" python3 -c 'import json, subprocess
objects = json.loads(subprocess.run(["qpdf", "--json=2", "slip.pdf"], capture_output=True).stdout)["qpdf"][1].values()
boxes = [o["value"]["/A"]["/BBox"] for o in objects if isinstance(o.get("value"), dict) and o["value"].get("/S") == "/Figure"]
assert boxes == [[189.92, 119.06, 320.31, 249.45]], boxes'
check "its receipt is not read aloud" [ "$(pdfinfo -struct-text slip.pdf | grep -c Empfangsschein)" = 0 ]
check "its amounts are read once" [ "$(pdfinfo -struct-text slip.pdf | grep -c '1 949.75')" = 1 ]
amounts() { pdftotext -f 2 -l 2 -x 0 -y 736 -W "$1" -H 40 -layout slip-long.pdf - | tr -s ' \n\f' ' '; }
check "long names stay above the amount of the receipt" grep -qE '^ ?Währung Betrag CHF 1 949.75 ?$' <<<"$(amounts 175)"
check "long names stay on the paper" has "$(pdftotext -f 2 -l 2 -x 330 -y 545 -W 265 -H 283 slip-long.pdf -)" "9400 Rorschach"
check "a PNG with transparent parts is inside" has "$(pdfimages -list png.pdf)" smask
check "a large PNG goes in with the pixels that paper shows" sh -c '"$0" large-png large.pdf >/dev/null && pdfimages -list large.pdf |
  awk "NR == 3 { exit !(\$5 <= 226) }"' "$build/release/program/render"
check "a large JPEG goes in with the pixels that paper shows" sh -c '"$0" large-jpeg large.pdf >/dev/null && pdfimages -list large.pdf |
  awk "NR == 3 { exit !(\$5 <= 226) }"' "$build/release/program/render"
check "a JPEG is inside as it is" cmp <(pdfimages -all jpeg.pdf picture && cat picture-000.jpg) logo.jpg

cp "$documents/cii.xml" data.xml # an example of EN 16931 (ConnectingEurope/eInvoicing-EN16931, EUPL-1.2)
check "a file goes in" render three attached.pdf data.xml
check "a file goes in, sanitized" cmp attached.pdf <(sanitized three sanitized.pdf data.xml >/dev/null && cat sanitized.pdf)
check "with a file: qpdf" qpdf --check attached.pdf
check "with a file: its objects" python3 "$documents/check_pdf.py" attached.pdf attached
check "with a file: it comes out as it was" sh -c 'pdfdetach -save 1 -o detached.xml attached.pdf && cmp detached.xml data.xml'

# The invoices of a book: what a reader finds in each PDF is what its text says.
export BILLET_DB=$work/book.db
cp "$documents/../data/book-1.db" book.db
mapfile -t invoices < <("$build/../billet" invoice list --json |
  python3 -c 'import json, sys; print(*[i["invoice"] for i in json.load(sys.stdin)], sep="\n")')
for form in text pdf; do
  check "the book as $form" "$build/../billet" invoice print "${invoices[@]}" --template standard --format $form --output book
done
every_word() { # nothing of a text's rules, and no mark, which lies across the page
  for n in "${invoices[@]}"; do
    python3 "$documents/words.py" "book/$n.pdf" <(grep -vE '^([-=]*|VOID|DRAFT)$' "book/$n.txt") || return 1
  done
}
some_objects() { for n in "${invoices[@]:0:12}"; do python3 "$documents/check_pdf.py" "book/$n.pdf" || return 1; done; }
check "the book has its invoices" [ "${#invoices[@]}" -gt 40 ]
check "the book: every word of each text is in its PDF" every_word
check "the book: the objects of a dozen PDFs" some_objects

check "files that Cairo did not write" "$build/asan/program/damage" 5000
check "a logo that is no picture" refused invalid "no picture" no-picture
check "a JPEG that was cut" refused invalid "is damaged" cut-jpeg
check "a JPEG whose pixels are torn" refused invalid "is damaged" torn-jpeg
check "a JPEG in CMYK" refused invalid "CMYK" cmyk-jpeg
check "a PNG that was cut" refused invalid "no picture" cut-png
check "a PNG of 900 million pixels" refused too-big "30000 × 30000" huge-png
check "a character that no font has" refused not-found U+F0042 no-glyph
printf '<?xml version="1.0"?><fontconfig><dir>%s/none</dir></fontconfig>' "$work" >no-fonts.conf
FONTCONFIG_FILE=$work/no-fonts.conf check "no font at all" refused not-found "no fonts" one

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
