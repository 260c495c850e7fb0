-- Held: what is due and cannot be priced is billed by no batch before it can be.

return check {
  name = "held", api = 1, version = "1.0.0", title = "Held",
  doc = "Names what is due and cannot be priced, with the reason.",

  of = "held", reads = { "reason" },

  look = function(check, row)
    return "is held: " .. row.reason
  end,
}
