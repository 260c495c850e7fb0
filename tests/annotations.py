#!/usr/bin/env python3
"""lua/annotations against the sandbox: what plugins are offered is annotated, and nothing annotated is missing.

usage: annotations.py BILLET. A probe plugin asks the sandbox itself. Names that only a function knows (fields of a period, of a
set of work) are found by asking for every word that the host's sources hold; fields of tables that plugins write are the lists of
names against which the sources check them; those of an invoice are found on one. A type that is named must be defined, and a class
used. The last line printed is "N passed, N failed".
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
STANDARD = {"assert", "error", "ipairs", "pairs", "pcall", "require", "select", "setmetatable", "tonumber", "tostring", "type",
            "math", "string", "table", "utf8"}
KINDS = ("contract", "price_rule", "tax_rule", "exporter", "importer", "invoice_template", "language", "check")

PROBE = """-- Tells what the sandbox offers.
local words = { %s }
local found = {}
local function note(where, name) found[#found + 1] = where .. "." .. name end

for name, value in pairs(_ENV) do
  note("global", name)
  if type(value) == "table" and name ~= "periods" then  -- period, by its second name
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
    for name in pairs(c) do note("contract_params", name) end
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
    for path in sorted((ROOT / "lua").rglob("*.c")):
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
        told = {tuple(item["description"].split(".", 1)) for item in items if "." in item["description"]}
        (folder / "book.db").unlink()
        (folder / "invoice.json").write_text(json.dumps(INVOICE))
        run("init", "--zone", "America/New_York")
        return told | listed() | invoiced(run)


# Tables that plugins write: where the sources list their names, as (file, function, which of its lists).
LISTS = {
    "grant": ("lua/handles/prepaid_handle.c", "int prepaid_grant", "names"),
    "level_how": ("lua/handles/level_handle.c", "static level_terms terms_of", "names"),
    "billed_of": ("lua/handles/billed_handle.c", "int billed_before", "names"),
    "draw_how": ("lua/handles/prepaid_handle.c", "int prepaid_draw", "names"),
    "money_how": ("lua/handles/prepaid_handle.c", "static money_mode mode_of", "names"),
    "schedule_period": ("lua/host/contract_types.c", "static void read_period", "names"),
    "contract_part": ("lua/host/contract_types.c", "static void read_part", "names"),
    "tax_rate": ("lua/host/tax_rules.c", "static void read_component", "names"),
    "tax_answer": ("lua/host/tax_rules.c", "static void read_answer", "names"),
    "example": ("core/command/examples/examples.c", "static const char *shape(", "names"),
    "sent": ("core/command/examples/examples.c", "static const char *shape_of_sends", "names"),
    "example_step": ("core/command/examples/examples.c", "static const char *shape_of_steps", "names"),
    "settings": ("core/command/examples/examples.c", "static const char *shape(", "set_names"),
    "document_party": ("core/document/blocks.c", "static bool read_party(", "fields"),
    "fact": ("core/document/blocks.c", "static bool read_fact(", "fields"),
    "document_column": ("core/document/blocks.c", "static bool read_column(", "fields"),
    "document_row": ("core/document/blocks.c", "static bool read_row(", "fields"),
    "qr": ("core/document/blocks.c", "static bool read_qr(", "fields"),
    "country_words": ("lua/host/languages.c", "static void check_countries(", "parts"),
    "finding": ("lua/host/checks.c", "static void read_finding(", "names"),
    "own": ("lua/handles/shown_texts.c", "static const char *const own_names[]", "names"),
}
# Tables that delivering exporters write, by the arrays of C that list their fields.
FIELDS = {"delivers": ("delivers.c", "fields"), "request": ("delivery_forms.c", "request_fields"),
          "need": ("delivery_forms.c", "need_fields"), "facts": ("delivery_forms.c", "fact_fields"),
          "verdict": ("delivery_forms.c", "verdict_fields"),
          "changes": ("delivery_forms.c", "changes_fields"), "changed_document": ("delivery_forms.c", "changed_fields"),
          "remote_payment": ("delivery_forms.c", "payment_fields"), "paid_document": ("delivery_forms.c", "pays_fields")}
# Tables that delivering exporters get, by the functions of core/deliver that make them.
MADE = {"delivery_document": (("export_items.c", "*item_document"), ("export_items.c", "bool put_application"),
                              ("export_names.c", "*document_of_need"), ("export_listed.c", "bool deliver_names")),
        "delivery_answer": (("export_ask.c", "*answer_value"),)}
TERMS = ("param_terms", "number_terms", "money_terms", "list_terms", "record_terms")  # together: what schema.c lists
PUSHED = (("document_reader", "readers.c", "reader_push"), ("export_desk", "exporters.c", "export_push_desk"),
          ("delivery_desk", "deliveries.c", "push_desk"))
STEP = re.compile(r'lua_setfield\(L, -2, "(\w+)"\)')
INVOICE = {"seller": [{"name": "S", "x.a": "1"}],
           "customers": [{"id": "c", "name": "C", "currency": "EUR", "x.a": "1"}],
           "fx": [{"date": "2026-04-01", "currency": "EUR", "rate": "1.1"}],
           "sites": [{"id": "s", "customer": "c", "name": "S"}],
           "taxes": [{"name": "T", "rule": "percent", "params": {"rate": "10%", "code": "S", "reason": "why"}}],
           "contracts": [{"id": "k", "customer": "c", "name": "K", "type": "retainer", "start": "2026-04-01", "tax": "T", "x.a": "1",
                          "site": "s", "params": {"price": "1.00"}}],
           "tickets": [{"id": "t", "customer": "c", "contract": "k", "status": "closed", "x.a": "1"}],
           "time_entries": [{"id": "e", "ticket": "t", "start": "2026-04-10T09:00", "minutes": 60}]}


def listed():
    """{(class, name)} of the tables that plugins write, and of the steps of meters."""
    found = set()
    for name, (file, function, which) in LISTS.items():
        text = (ROOT / file).read_text()
        body = text[text.index(function):]
        found |= {(name, word) for word in re.findall(r'"(\w+)"', re.search(which + r"\[\w*\] = \{(.*?)\};?", body, re.S)[1])}
    blocks = (ROOT / "core/document/blocks.c").read_text()
    for kind in ("heading", "parties", "facts", "totals", "table", "note", "payment", "page_break"):
        body = blocks[blocks.index(f"static bool read_{kind}(reader"):]
        found |= {("block", word) for word in re.findall(r'"(\w+)"', re.search(r"fields\[\] = \{(.*?)\};", body, re.S)[1])}
    for where, path, function in PUSHED:
        pushed = (ROOT / "lua/host" / path).read_text()
        pushed = pushed[pushed.index(f"void {function}("):]
        pushed = pushed[:pushed.index("\n}\n")]
        calls = re.findall(r'\{ "(\w+)", \w+ \}', pushed) + re.findall(r'put_value\(L, "(\w+)"', pushed)
        found |= {(where, word) for word in STEP.findall(pushed) + calls}
    found.remove(("export_desk", "id"))  # of a delivering one alone
    found.add(("delivery_desk", "id"))
    found |= {("delivery_desk", name) for where, name in found if where == "export_desk"}
    for where, (path, array) in FIELDS.items():
        text = (ROOT / "lua/host" / path).read_text()
        body = re.search(r"\b" + array + r"\[\] = \{(.*?)\n?\};", text, re.S)[1]
        found |= {(where, word) for word in re.findall(r'\{ "(\w+)"', body)}
    for where, places in MADE.items():
        for path, function in places:
            text = (ROOT / "core/deliver" / path).read_text()
            body = text[text.index(f"{function}("):]
            body = body[:body.index("\n}\n")]
            found |= {(where, word) for word in re.findall(r'put(?:_\w+)?\([\w>.-]+, (?:out|document), "(\w+)"', body)}
    found |= {("paid_elsewhere", word) for word in ("amount", "price")}
    checked = (ROOT / "core/engine/checked.c").read_text()
    found |= {("checked", word) for word in re.findall(r'\{ "(\w+)", CHECK_', checked)}
    checks = (ROOT / "lua/host/checks.c").read_text()
    found |= {("check_moment", word) for word in STEP.findall(checks)}
    terms = re.search(r"words\[\] = \{(.*?)\}", (ROOT / "lua/schema/schema.c").read_text(), re.S)[1]
    found |= {("terms", word) for word in re.findall(r'"(\w+)"', terms)}
    found |= {("paid_elsewhere", word) for word in STEP.findall((ROOT / "lua/handles/prepaid_handle.c").read_text())}
    found |= {("level", word) for word in STEP.findall((ROOT / "lua/handles/level_handle.c").read_text())}
    return found | {("meter_step", word) for word in STEP.findall((ROOT / "lua/handles/meter_handle.c").read_text())}


def invoiced(run):
    """{(class, name)} of an invoice with a ticket and a tax; `run` answers a command of billet."""
    run("import", "invoice.json")
    run("batch", "new", "--as-of", "2026-05-01")
    for command in (("batch", "select", "k"), ("batch", "run", "--name", "x")):
        run(*command)
    number = run("batch", "generate")["invoices"][0]["number"]
    invoice = run("invoice", "show", number, "--statement")[0]
    line = next(line for line in invoice["lines"] if line["ticket"])
    parts = {"invoice": [invoice], "invoice_line": invoice["lines"], "invoice_tax": invoice["taxes"], "span": [line["period"]],
             "party": [invoice["seller"], invoice["bill_to"]], "line_own": [line["x"]], "exchange": [invoice["fx"]],
             "site": invoice["sites"], "place": [{name: "" for name in invoice["sites"][0] if name not in ("site", "x")}]}
    return {(where, name) for where, records in parts.items() for record in records for name in record}


def annotations():
    """The text of all files; a field that goes on in the next line is one line."""
    files = sorted((ROOT / "lua/annotations").glob("*.lua"))
    return re.sub(r",\n---(?=\w)", ", ", "\n".join(path.read_text() for path in files))


def annotated():
    """The same, as the annotations have them."""
    found, parents, current, text = set(), {}, None, annotations()
    for line in text.splitlines():
        if match := re.match(r"---@class (\w+)(?:\s*:\s*(\w+))?", line):
            current = match[1].removesuffix("_module")  # the table of that name
            parents[current] = match[2] or parents.get(current)  # a class may go on in another file
        elif match := re.match(r"---@field (\w+)\??\s+(.*)", line):
            found.add(("terms" if current in TERMS else current, match[1]))
        elif match := re.match(r"function (\w+)(?:\.(\w+))?\(", line):
            found.add((match[1], match[2]) if match[2] else ("global", match[1]))
        elif match := re.match(r"(\w+) = (\{\}|period)$", line):
            found.add(("global", match[1]))
    for child, parent in parents.items():
        if child not in TERMS:
            found |= {(child, name) for where, name in found if parent and where == parent}
    return {(where, name) for where, name in found if where != "plugin_terms"}


PLAIN = {"string", "integer", "boolean", "any", "table", "nil", "true", "false", "fun", "self"}


def signature(line):
    """The words of an annotation's type: those after colons in a function's, else those of its first word."""
    name, _, rest = line.partition(" ")
    if "fun(" not in rest:
        kind = re.split(r"[ ]", rest, maxsplit=1)[0]
        return [] if kind.startswith("{") else re.findall(r"[a-z_]\w*", kind)
    start, depth = rest.index("fun("), 0
    for end in range(start, len(rest)):
        depth += (rest[end] == "(") - (rest[end] == ")")
        if rest[end] == ")" and depth == 0:
            break
    answers = re.match(r": ((?:[a-z_]\w*(?:\[\])?(?:, |\|)?)*)", rest[end + 1:])
    return re.findall(r"\w\??: ([a-z_]\w*)", rest[start:end]) + (re.findall(r"[a-z_]\w*", answers[1]) if answers else [])


def loose_types():
    """Types that are named and not defined, and classes that nothing names."""
    text = annotations()
    defined = {name for name in re.findall(r"---@(?:class|alias) (\w+)", text) if not name.endswith("_module")}
    named = {"cadence", "country_words", "paid_elsewhere"}  # in a table's type, or answered beside others
    for line in re.findall(r"---@(?:field|param) (.*)", text):
        named |= set(signature(re.sub(r'"[^"]*"', "", line))) - PLAIN
    for call in re.findall(r"---@overload (fun\([^)]*\))", text):
        named |= set(signature("call " + call)) - PLAIN
    for parent in re.findall(r"---@class \w+: (\w+)|---@return (\w+)", text):
        named |= {name for name in parent if name} - PLAIN
    return (named - defined) | (defined - named)


def main():
    here = {(where, name) for where, name in offered(os.path.abspath(sys.argv[1]))
            if not (where == "global" and name in STANDARD) and where not in STANDARD}
    there, loose = annotated(), loose_types()
    for where, name in sorted(here - there):
        print(f"not ok {where}.{name} is offered to plugins, but lua/annotations lacks it")
    for where, name in sorted(there - here):
        print(f"not ok {where}.{name} is annotated, but plugins do not have it")
    for name in sorted(loose):
        print(f"not ok the type {name} is named but not defined, or defined and not named")
    failed = len(here ^ there) + len(loose)
    print(f"{len(here & there)} passed, {failed} failed")
    return failed > 0 or not here & there


if __name__ == "__main__":
    sys.exit(main())
