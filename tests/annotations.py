#!/usr/bin/env python3
"""lua/annotations/billet.lua against the sandbox: what plugins are offered is annotated, and nothing annotated is missing.

usage: annotations.py BILLET. A probe plugin asks the sandbox itself. Names that only a function knows (fields of a period, of a
set of work) are found by asking for every word that the host's sources hold. The last line printed is "N passed, N failed".
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
# Lua's own, which editors know.
STANDARD = {"assert", "error", "ipairs", "pairs", "pcall", "select", "setmetatable", "tonumber", "tostring", "type",
            "math", "string", "table", "utf8"}
KINDS = ("contract", "price_rule", "tax_rule", "exporter", "importer", "invoice_template")

PROBE = """-- Tells what the sandbox offers.
local words = { %s }
local found = {}
local function note(where, name) found[#found + 1] = where .. "." .. name end

for name, value in pairs(_ENV) do
  note("global", name)
  if type(value) == "table" then
    for inner in pairs(value) do note(name, inner) end
  end
end
for kind, make in pairs { %s } do
  for _, word in ipairs(words) do
    local _, why = pcall(make, { [word] = 0 })
    if not tostring(why):find("has no field", 1, true) then note(kind, word) end
  end
end

-- A handle whose unknown names raise has every name that does not; another has those that are something.
local function ask(where, handle)
  local strict = not pcall(function() return handle["no such name"] end)
  for _, word in ipairs(words) do
    local fine, value = pcall(function() return handle[word] end)
    if fine and (strict or value ~= nil) then note(where, word) end
  end
end

return contract {
  name = "probe", api = 1,
  closes = function(c, span, bill)
    ask("decimal", decimal "1")
    ask("billing_period", span)
    ask("bill", bill)
    ask("work", span:work())
    for name in pairs(c.contract) do note("contract_facts", name) end
    for _, word in ipairs(words) do
      local _, why = pcall(bill.line, bill, { "x", price = "0", [word] = {} })
      if not tostring(why):find("unknown field", 1, true) then note("line", word) end
    end
    for _, text in ipairs(found) do bill:line { text, price = "1" } end
    found = {}
  end,
}
"""

BOOK = {"customers": [{"id": "c", "name": "C"}],
        "contracts": [{"id": "k", "customer": "c", "name": "K", "type": "probe", "start": "2026-04-01", "end": "2026-12-31"}]}


def words():
    """Every quoted word of the host's sources, but those that would end a call or break the probe."""
    found = set()
    for path in sorted((ROOT / "lua").glob("*.c")):
        found |= set(re.findall(r'"([a-z][a-z_]*)"', path.read_text()))
    return sorted(found)


def offered(billet):
    """{(where, name)} as the sandbox tells them."""
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "plugins").mkdir()
        kinds = ", ".join(f"{name}_terms = {name}" for name in KINDS)
        quoted = ", ".join(f'"{word}"' for word in words())
        (folder / "plugins" / "probe.lua").write_text(PROBE % (re.sub(r"((?:[^,]*,){12})", r"\1\n ", quoted), kinds))
        (folder / "book.json").write_text(json.dumps(BOOK))

        def run(*command):
            done = subprocess.run([billet, "--db", folder / "book.db", "--json", *command], capture_output=True, text=True, timeout=120,
                                  cwd=folder, check=False)
            if done.returncode:
                raise SystemExit(f"{' '.join(map(str, command))}: {done.stderr}\n0 passed, 1 failed")
            return json.loads(done.stdout)

        run("init", "--zone", "America/New_York")
        run("import", folder / "book.json")
        batch = run("batch", "new", "--as-of", "2026-05-01")
        if batch["contracts"][0]["state"] != "ready":
            raise SystemExit(f"the probe is not billed: {batch['contracts'][0]['reason']}\n0 passed, 1 failed")
        items = run("batch", "expand", "k")["items"]
        return {tuple(item["description"].split(".", 1)) for item in items if "." in item["description"]}


# Shapes of tables that plugins write or get, which no function enumerates.
UNASKED = ("plugin_terms", "param_terms", "example", "example_step", "grant", "meter_step", "own")


def annotated():
    """The same, as the annotations have them."""
    found, parents, current, text = set(), {}, None, (ROOT / "lua/annotations/billet.lua").read_text()
    text = re.sub(r",\n---(?=\w)", ", ", text)  # a field that goes on in the next line
    for line in text.splitlines():
        if match := re.match(r"---@class (\w+)(?:\s*:\s*(\w+))?", line):
            current = match[1]
            parents[current] = match[2]
        elif match := re.match(r"---@field (\w+)\??\s+(.*)", line):
            found.add((current, match[1]))
        elif match := re.match(r"function (\w+)(?:\.(\w+))?\(", line):
            found.add((match[1], match[2]) if match[2] else ("global", match[1]))
        elif match := re.match(r"(\w+) = \{\}", line):
            found.add(("global", match[1]))
    for child, parent in parents.items():
        found |= {(child, name) for where, name in found if parent and where == parent}
    return {(where, name) for where, name in found if where not in UNASKED}


def main():
    here = {(where, name) for where, name in offered(os.path.abspath(sys.argv[1]))
            if not (where == "global" and name in STANDARD) and where not in STANDARD}
    there = annotated()
    for where, name in sorted(here - there):
        print(f"not ok {where}.{name} is offered to plugins, but lua/annotations/billet.lua lacks it")
    for where, name in sorted(there - here):
        print(f"not ok {where}.{name} is annotated, but plugins do not have it")
    failed = len(here ^ there)
    print(f"{len(here & there)} passed, {failed} failed")
    return failed > 0 or not here & there


if __name__ == "__main__":
    sys.exit(main())
