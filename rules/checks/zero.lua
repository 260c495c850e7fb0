-- Zero: an item that costs nothing is free on purpose, or a price that nobody entered.

return check {
  name = "zero", api = 1, version = "1.0.0", title = "Nothing to pay",
  doc = "Names fees and charges that cost nothing.",

  of = "item", reads = { "amount", "kind", "description", "excluded" },

  look = function(check, row)
    if row.kind == "ticket" or row.excluded or row.amount ~= decimal(0) then return nil end
    return string.format("costs nothing: %s", row.description or row.kind)
  end,
}
