#!/usr/bin/env bash
# Documents of the whole sample book, and of one of each kind, as programs of other people have them: papers.sh BUILD.
. "$(dirname "$0")/shell/book.sh"
build=$(cd "$root" && realpath "${1:-build}")
node=$(bash "$root/tests/node/install.sh" "$build") || exit 1
export NODE_FOLDER=$build/node
pictures=$build/papers
mkdir -p "$pictures"

check() { # WHAT COMMAND…
  local what=$1
  shift
  if "$@" >out 2>err; then ok; else status=$? bad "$what"; fi
}
pages() { pdfinfo "$1" | sed -n 's/^Pages: *//p'; }
near() { local by=$(($(pages "$1") - $(pages "$2"))); [ "${by#-}" -le 1 ]; }
all_embedded() { ! pdffonts "$1" | tail -n +3 | awk '{ print $(NF-4) }' | grep -qv '^yes$'; }
tree_of() { pdfinfo -struct-text "$1" >tree && grep -q '^ *H1' tree && grep -q '^ *TH' tree && grep -q '^ *TD' tree; }

# Each document of a folder in its three forms: NAME.txt, NAME.html, NAME.pdf.
judge() { # FOLDER
  local pdf name
  check "$1: axe-core and Chromium" "$node" "$root/tests/documents/browser.mjs" "$1"
  for pdf in "$1"/*.pdf; do
    case $pdf in *.browser.pdf) continue ;; esac
    name=${pdf%.pdf}
    check "$name: qpdf" qpdf --check "$pdf"
    check "$name: its objects" python3 "$root/tests/documents/check_pdf.py" "$pdf"
    check "$name: fonts are inside" all_embedded "$pdf"
    check "$name: its tree" tree_of "$pdf"
    check "$name: the words of the text" python3 "$root/tests/documents/words.py" "$pdf" "$name.txt" paper
    check "$name: a browser's print has as many pages, or one more or less" near "$pdf" "$name.browser.pdf"
  done
}
forms() { # FOLDER WORDS…: all three forms of what the words name
  local folder=$1 form
  shift
  for form in text html pdf; do does invoice print "$@" --format $form --output "$folder"; done
}

# The sample book, a batch of it.
does init --zone America/New_York --name "Harbor Point IT" --number-format 'INV-{SEQ:4}'
does import "$root/tests/data/demo"
does batch new --as-of 2026-06-01; does batch select --all; does batch run --name May; does batch generate
forms demo --batch 1
judge demo
# One of each kind, by a Swiss seller: francs with a QR-bill, three pages in English with a code for euro, French, four scripts.
export BILLET_DB=$folder/kinds.db
does init --zone Europe/Zurich --currency CHF --number-format 'R-{YYYY}-{SEQ:4}'
does import "$root/tests/data/papers.json"
for month in 05 06; do
  does batch new --as-of 2026-$month-01; does batch select --all; does batch consolidate on
  does batch run --name "Until $month"; does batch generate
done
does invoice credit R-2026-0001 --date 2026-06-01 --note "Credited for the outage"
does invoice void R-2026-0002 --note "Sent to the wrong company"
does batch new --as-of 2026-07-01; does batch select --all; does batch run --name July
forms kinds --batch 1
forms kinds --batch 2
forms kinds D8 D11
judge kinds
of() { printf 'kinds/R-2026-%04d' "$1"; }
check "it says that it is void" grep -q '^UNGÜLTIG\|^STORNIERT' "$(of 2).txt"
check "a credit note names its invoice" grep -q 'R-2026-0001' "$(of 7).txt"
check "the credited invoice names the note" grep -q 'R-2026-0007' "$(of 1).txt"
check "the long one has three pages" [ "$(pages "$(of 4).pdf")" = 3 ]

# What a bank's program reads of the squares is what the invoice says.
squares() { pdftoppm -r 200 -png "$1.pdf" squares && zbarimg -q --raw squares-*.png 2>/dev/null; rm -f squares-*.png; }
check "a code for euro" python3 "$root/tests/documents/payments.py" epc "$(of 4).txt" <(squares "$(of 4)")
check "a Swiss QR-bill" python3 "$root/tests/documents/payments.py" swiss "$(of 5).txt" <(squares "$(of 5)")

# A server of mail by other people takes one, refuses one and loses one.
mkdir box
"$node" "$root/tests/mail/other-server.mjs" box 2>server.log &
server=$!
trap 'kill $server 2>/dev/null; rm -rf "$folder"' EXIT
for _ in $(seq 100); do [ -e box/port ] || sleep 0.1; done
does config set mail.url "smtp://127.0.0.1:$(cat box/port)"; does config set mail.timeout 20
sends() { run --json invoice send "$1" --to "$2@customer.example"; exits "$2" "$3"; says "$2" out "$4"; }
sends R-2026-0004 taken 0 '"state":"accepted","message":"250'
sends R-2026-0005 refused 7 '"state":"refused","message":"550 no such mailbox'
sends R-2026-0006 dropped 7 '"state":"unknown"'
sends R-2026-0006 dropped 7 '"state":"unknown"'
check "what may have arrived is not sent again" [ "$(ls box/*.eml | wc -l)" = 2 ]
check "the mail that was taken holds the document" python3 "$root/tests/mail/read.py" box/1.eml mailed.pdf
check "as it was printed" cmp mailed.pdf "$(of 4).pdf"

# To be looked at.
for one in 3:french 4:english 5:german 6:scripts 7:credit; do
  pdftoppm -r 70 -png "$(of "${one%%:*}").pdf" "$pictures/${one#*:}"
done
printf '%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
