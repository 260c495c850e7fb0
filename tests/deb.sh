#!/usr/bin/env bash
# The Debian package as somebody has it who unpacks it: deb.sh BUILD. It is put into a folder of its own, never into the machine, and there
# a month is billed with nothing but what it brought.
set -u
cd "$(dirname "$0")/.." || exit 2
root=$PWD
packages=("$1"/billet_*.deb)
deb=$(realpath "${packages[-1]}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0
ok() { # NAME COMMAND…
  if "${@:2}" >"$work/out" 2>&1; then passed=$((passed + 1)) && return; fi
  failed=$((failed + 1))
  printf 'not ok %s\n' "$1" && tail -n 20 "$work/out"
}
empty() { # NAME COMMAND…: it says nothing
  ok "$1" test -z "$("${@:2}" 2>&1 | tee "$work/said")"
  head -n 20 "$work/said"
}

tree=$work/tree
ok "it unpacks" dpkg-deb -x "$deb" "$tree"
dpkg-deb -e "$deb" "$work/control"
bin=$tree/usr/bin share=$tree/usr/share
(cd "$tree" && find . | sort) >"$work/before"

# ---- What it says of itself.
ok "its sums" sh -c "cd '$tree' && md5sum --quiet -c '$work/control/md5sums'"
ok "every file has a sum" test "$(find "$tree" -type f | wc -l)" = "$(wc -l <"$work/control/md5sums")"
version=$("$bin/billet" version --json | sed -n 's/.*"billet": *"\([^"]*\)".*/\1/p')
ok "its version is the program's" test "$(dpkg-deb -f "$deb" Version)" = "$version"
for library in libc6 liblua5.4-0 libsqlite3-0 libpangocairo-1.0-0 libcurl4 libedit2 libzip4; do
  ok "it depends on $library" grep -qE "^Depends:.* $library[ ,]" "$work/control/control"
done
# What is linked is brought by a package that is named.
lacking() {
  local library package
  for library in $(objdump -p "$bin/billet" "$tree"/usr/lib/billet/*.so | sed -n 's/^ *NEEDED *//p' | sort -u); do
    package=$(dpkg-query -S "*/$(dpkg-architecture -qDEB_HOST_MULTIARCH)/$library" | sed -n '1s/:.*//p')
    grep -qE "^Depends:.* $package[ ,]" "$work/control/control" || echo "$library of ${package:-nobody}"
  done
}
empty "nothing that is linked lacks" lacking

# ---- A month, with what it brought alone.
mkdir "$work/office" && cd "$work/office" || exit 2
billet() { env -i PATH="$bin:/usr/bin:/bin" HOME="$work/office" LC_ALL=C.UTF-8 billet "$@"; }
ok "a book" billet init --currency USD --zone America/New_York
ok "the sample data" billet import "$share/billet/sample"
ok "a batch" billet batch new --as-of 2026-06-07
ok "select" billet batch select --all
ok "run" billet batch run --name May
ok "generate" billet batch generate
ok "invoices" test "$(billet invoice list --json | grep -o '"number": *"[0-9]' | wc -l)" -gt 9
ok "a document" billet invoice print 1 --format pdf --output first.pdf
ok "it is a PDF" sh -c 'head -c 5 first.pdf | grep -q %PDF-'
ok "rules" billet rules list
ok "a plugin to begin with" billet plugin new contract standby
ok "the book holds together" billet verify

# ---- Manual pages, completions, the timer.
for page in "$share"/man/man?/*.gz; do
  name=${page##*/} name=${name%.gz}
  empty "$name: man has nothing to say" sh -c "LC_ALL=C.UTF-8 MANWIDTH=80 man --warnings -l '$page' 2>&1 >/dev/null"
  ok "$name: whatis finds it" sh -c "lexgrog '$page' | grep -q '\"${name%.*} - '"
  command -v mandoc >/dev/null || continue
  empty "$name: mandoc warns of nothing but a date" sh -c "mandoc -Tlint -Wwarning '$page' | grep -v 'missing date'"
done
ok "bash completes" env PATH="$bin:$PATH" bash --norc -c ". '$share/bash-completion/completions/billet'
  COMP_WORDS=(billet batch se) COMP_CWORD=2; _billet 2>/dev/null; [ \"\${COMPREPLY[*]}\" = select ]"
for shell in bash zsh:_billet fish; do
  file=$(find "$share" -path "*${shell%:*}*completion*/*billet*" -type f)
  ok "the file of ${shell%:*}" sh -c "'$bin/billet' completion '${shell%:*}' | cmp - '$file'"
done
ok "shells" env BILLET="$bin/billet" bash "$root/tests/completion.sh"
if command -v systemd-analyze >/dev/null; then
  mkdir "$work/units"
  for unit in billet.service billet.timer billet-serve.service; do
    sed "s|/usr/bin/billet|$bin/billet|" "$share/doc/billet/examples/$unit" >"$work/units/$unit"
  done
  empty "the units" env MANPATH="$share/man" systemd-analyze verify "$work"/units/*
fi
for example in nginx-billet.conf Caddyfile; do ok "an example: $example" test -s "$share/doc/billet/examples/$example"; done

# ---- It goes as it came: nothing was written beside it.
cd "$root" || exit 2
ok "nothing was left in its tree" sh -c "cd '$tree' && find . | sort | cmp - '$work/before'"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
