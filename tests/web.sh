#!/usr/bin/env bash
# The Billing page in Chromium: web.sh BUILD [FILE…]. The story by mouse and by keyboard alone, other people's changes, names
# that attack, what people with a screen reader or a small screen find; tests/web/test_*.mjs, or those that are named.
set -u
root=$(cd "$(dirname "$0")/.." && pwd)
build=$(cd "$1" && pwd)
shift
cd "$root" || exit 2
node=$(sh -c 'bash tests/node/install.sh "$0"' "$build") || exit 2
export NODE_FOLDER=${NODE_FOLDER:-$build/node} BILLET=${BILLET:-$root/billet} LC_ALL=C.UTF-8 BILLET_TODAY=2026-06-08
unset BILLET_DB XDG_CONFIG_HOME XDG_DATA_HOME http_proxy HTTP_PROXY
passed=0 failed=0 last=
files=("$@")
[ ${#files[@]} -gt 0 ] || files=(tests/web/test_*.mjs)
for file in "${files[@]}"; do
  answer=$(timeout $((300 + ${SOAK_SECONDS:-0})) "$node" "$file" 2>&1)
  printf '== %s\n%s\n' "$file" "$answer"
  last=$(grep -E '^[0-9]+ passed, [0-9]+ failed' <<<"$answer" | tail -n 1)
  if [[ $last =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed ]]; then
    passed=$((passed + BASH_REMATCH[1])) failed=$((failed + BASH_REMATCH[2]))
  else
    echo "$file ended without an answer"
    failed=$((failed + 1))
  fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
