-- Managed services agreement: several contract types in one contract, on one invoice. Work goes to the first line that takes it.
return contract {
  name = "agreement", api = 1, version = "1.0.0", title = "Managed services agreement",
  doc = "Several of the other contract types in one contract: a retainer, a block of hours, devices, users, backups.",

  params = {
    lines = list { of = record { fields = {
      id     = text   { doc = "names the line for ever; none: its type", optional = true },
      type   = text   { doc = "a contract type" },
      params = record { fields = {}, open = true, doc = "the type's own params" },
    } }, doc = "the lines, in the order in which they take work" },
  },

  check = function(c)
    local ids = {}
    if #c.lines == 0 then return "lines: at least one is needed" end
    for i, line in ipairs(c.lines) do
      local id = line.id or line.type
      if ids[id] then return "lines[" .. i .. "].id: \"" .. id .. "\" comes twice: give each line an id of its own" end
      if line.type == "agreement" then return "lines[" .. i .. "].type: an agreement cannot hold an agreement" end
      ids[id] = true
    end
  end,

  parts = function(c)
    local parts = {}
    for i, line in ipairs(c.lines) do parts[i] = { id = line.id or line.type, type = line.type, params = line.params } end
    return parts
  end,
}
