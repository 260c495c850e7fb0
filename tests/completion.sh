#!/usr/bin/env bash
# Completion as shells have it: the files that `billet completion` prints, read by bash, zsh and fish, each asked what it would offer.
# zsh and fish are asked where they are.
set -u
root=$(cd "$(dirname "$0")/.." && pwd)
billet=$(realpath "${BILLET:-$root/billet}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin" && ln -s "$billet" "$work/bin/billet" && cd "$work" || exit 2
export PATH=$work/bin:$PATH HOME=$work BILLET_DB=$work/book.db LC_ALL=C.UTF-8
unset XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME
passed=0 failed=0

same() { # NAME WANTED GOT
  if [ "$2" = "$3" ]; then passed=$((passed + 1)); else failed=$((failed + 1)); printf 'not ok %s\n   wanted: %q\n   got:    %q\n' "$@"; fi
}

billet init >/dev/null && billet import "$root/tests/data/demo" >/dev/null && billet batch new --as-of 2026-06-07 >/dev/null || exit 2
for shell in bash zsh fish; do billet completion "$shell" >"billet.$shell"; done

# ---- bash: words parted as it parts them.
same "bash, no words of its own" "" "$(bash -n billet.bash 2>&1)"
offers() { # WORD…: what bash would offer for the last
  bash --norc -c '. ./billet.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
    _billet 2>/dev/null; printf "%s\n" "${COMPREPLY[@]}"' bash "$@"
}
contract=$(billet complete -- batch select '' | head -n 1)
customer=$(billet complete -- batch select 'customer:' | head -n 1)
same "a command" select "$(offers billet batch se)"
same "a file" billet.bash "$(billet complete -- import billet.b)"
same "an option" --taxable "$(offers billet batch show --ta)"
same "a row of the book" "$contract" "$(offers billet batch select "${contract:0:-1}" | head -n 1)"
same "a row of the book that --db names" "$contract" \
  "$(BILLET_DB=none.db offers billet --db book.db batch select "${contract:0:-1}" | head -n 1)"
same "nothing of the book that is not there" "" "$(BILLET_DB=none.db offers billet batch select "${contract:0:-1}")"
same "behind a colon" "${customer#customer:}" "$(offers billet batch select customer : "${customer:9:5}" | head -n 1)"
same "right behind a colon" "${customer#customer:}" "$(offers billet batch select customer : | head -n 1)"
param=$(billet complete -- set contracts "$contract" param. | head -n 1)
same "a check" check.long-entry "$(offers billet config set check.lo)"
same "a param of a check" check.long-entry.hours "$(offers billet config set check.long-entry.)"
same "what a setting may be" "off note warning error" "$(offers billet config set check.zero '' | paste -sd ' ')"
same "a setting of a target" export.xero.environment "$(offers billet config get export.xero.env)"
same "what that may be" sandbox "$(offers billet config set export.quickbooks-online.environment s)"
same "what a setting is" '\{SEQ\}' "$(offers billet config set numbering.format '')"
same "as far as the next dot" numbering. "$(offers billet config set numb)"
same "a param of a contract" "${param%=}" "$(offers billet set contracts "$contract" "${param:0:-2}" | sed 's/=$//')"
same "what a param may be" "param.measure=peak" "$(billet complete -- set contracts \
  "$(billet contract list --type remote-monitoring --json |
    python3 -c 'import json, sys; print(json.load(sys.stdin)[0]["contract"])')" param.measure=p)"
same "behind a comma" "$contract,$(billet complete -- price raise 3% --except "" | sed -n 2p)" \
  "$(offers billet price raise 3% --except "$contract," |
  grep -Fx "$contract,$(billet complete -- price raise 3% --except "" | sed -n 2p)")"
same "none of them twice" "" "$(offers billet price raise 3% --except "$contract," | grep -Fx "$contract,$contract")"
same "tables behind a comma" "tickets,time_entries" "$(offers billet import x --replace tickets,tim)"
same "targets alone sign in" "quickbooks-online" "$(offers billet export login q)"
same "files are exported too" "quickbooks-iif quickbooks-online" "$(offers billet export quick | paste -sd ' ')"
same "a template" standard "$(offers billet config set template stan)"
same "the help of a table" customers "$(offers billet help table cu)"

# ---- zsh and fish tell what each is, too.
note=$(billet complete --notes -- batch se | sed -n 2p)
same "with a note in a line of its own" 'select|' "$(billet complete --notes -- batch se | paste -sd '|' | cut -c 1-7)"
if command -v zsh >/dev/null; then
  same "zsh reads it" "" "$(zsh -f -n billet.zsh 2>&1)"
  same "zsh offers" "select  $note" "$(zsh -f -c 'compdef() { :; }; compadd() { print -r -- "${told[@]}"; }; . ./billet.zsh
    words=(billet batch se) CURRENT=3; _billet')"
  same "zsh offers settings" "check.long-entry  Long time entry" \
    "$(zsh -f -c 'compdef() { :; }; compadd() { print -r -- "${told[@]}"; }; . ./billet.zsh
    words=(billet config set check.lo) CURRENT=4; _billet')"
fi
if command -v fish >/dev/null; then
  same "fish offers" "select	$note" "$(fish --no-config -c 'source billet.fish; complete -C "billet batch se"')"
  same "fish offers settings" "check.long-entry	Long time entry" \
    "$(fish --no-config -c 'source billet.fish; complete -C "billet config set check.lo"')"
  same "fish, the book that --db names" "$contract" "$(BILLET_DB=none.db fish --no-config -c "source billet.fish
    complete -C 'billet --db book.db batch select ${contract:0:-1}'" | head -n 1 | cut -f 1)"
fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
