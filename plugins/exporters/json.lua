-- JSON: the invoices as `billet invoice show --json` gives them, one in each line of a list. A void invoice is there too, in its state.

local any  -- whether one stands in the list already

return exporter {
  name = "json", api = 1, version = "1.0.0", title = "JSON", extension = "json",
  doc = "A list of the invoices with all their fields, as `billet invoice show --json` answers them.",

  begins = function()
    any = false
    return "["
  end,

  invoice = function(invoice, t)
    local before = any and ",\n" or "\n"
    any = true
    return before .. t.json()
  end,

  ends = function() return "\n]\n" end,
}
