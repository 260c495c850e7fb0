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
printf '%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
