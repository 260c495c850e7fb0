-- What luacheck may expect in billet's Lua files.
std = "lua54"
max_line_length = 140
unused_args = false
exclude_files = { "tests/hostile" }  -- attacks: what they do is never clean
local api = { "money", "date", "period", "zone", "decimal" }
local schema = { "quantity", "percent", "count", "text", "choice", "flag", "list", "record", "any", "same_as", "either", "calendar" }
local kinds = { "contract", "price_rule", "tax_rule", "exporter", "importer", "invoice_template", "language", "check", "site" }

local function union(...)
  local all = {}
  for _, names in ipairs { ... } do
    for _, name in ipairs(names) do all[#all + 1] = name end
  end
  return all
end

read_globals = api
files["plugins"] = { read_globals = union(schema, kinds) }
files["rules"] = { read_globals = union(schema, kinds) }
files["lua/annotations"] = { ignore = { "131" } }
files["lua"] = { read_globals = union(schema, kinds, { "billet" }), allow_defined_top = true }
files["tests"] = { read_globals = union(schema, kinds, { "billet", "test" }) }
