#!/usr/bin/env bash
# Checks the layout of the C files, the order of rooms, common faults in them, the Lua files, the JavaScript, the house's lengths:
# lint.sh COMPILER_FLAGS OBJECTS FILE.[ch]…
set -u
read -r -a flags <<<"$1"
objects=$2
shift 2
sources=() failed=0
for file in "$@"; do [[ $file == *.c && $file != tests/* ]] && sources+=("$file"); done  # tests assert what the analyser cannot see
complain() { echo "lint: $1" >&2; failed=1; }

if (($#)); then
  clang-format --dry-run -Werror "$@" || complain "layout differs from .clang-format: run make format"
fi
if ((${#sources[@]})); then
  cppcheck --quiet -j "$(nproc)" --error-exitcode=1 --std=c11 --inline-suppr --enable=warning,portability,performance \
    --suppress=missingIncludeSystem --suppress=invalidPointerCast --suppress=zerodivcond --suppress=uninitvar \
    -I. '-DcJSON_ArrayForEach(e,a)=for(e=(a)->child;e;e=e->next)' "${sources[@]}" || complain "cppcheck"
  # The analyser follows a function through 100,000 states: 225,000, its own most, found nothing more and took twice as long.
  printf '%s\n' "${sources[@]}" | xargs -P "$(nproc)" -n 4 sh -c \
    'flags=$1; shift; exec clang-tidy --quiet "$@" -- $flags -Xclang -analyzer-config -Xclang max-nodes=100000 2>/dev/null' \
    tidy "${flags[*]}" || complain "clang-tidy"
fi
python3 tests/rooms.py "$objects" || complain "rooms"
folders=()
for folder in lua rules plugins tests; do
  [ -z "$(find "$folder" -name "*.lua" 2>/dev/null | head -n 1)" ] || folders+=("$folder")
done
if ((${#folders[@]})); then luacheck --quiet --no-color "${folders[@]}" || complain "luacheck"; fi
node=$(bash tests/node/install.sh "${objects%/*}") || exit 2
NODE_FOLDER=$(realpath "${objects%/*}/node")
export NODE_FOLDER
"$node" "$NODE_FOLDER/node_modules/eslint/bin/eslint.js" --config tests/eslint.config.mjs core/web/page tests || complain "eslint"
python3 - <<'PYTHON' || complain "length"
import pathlib, sys
bad = []
for root in ("core", "lua", "rules", "plugins", "tests"):
    for path in pathlib.Path(root).rglob("*"):
        if path.suffix not in (".c", ".h", ".lua", ".py", ".sh", ".sql", ".js", ".mjs", ".css"):
            continue
        lines = path.read_text().splitlines()
        if len(lines) > 500:
            bad.append(f"{path}: {len(lines)} lines (500 at most)")
        if path.suffix not in (".sql", ".css", ".mjs"):
            most = 120 if path.suffix in (".c", ".h") and root != "tests" else 140  # the rows of examples and of test data are wide
            bad += [f"{path}:{n}: {len(line)} columns ({most} at most)" for n, line in enumerate(lines, 1) if len(line) > most]
print("\n".join(bad), end="\n" if bad else "")
sys.exit(1 if bad else 0)
PYTHON
exit "$failed"
