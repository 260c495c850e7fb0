-- No address: an invoice goes to a place.

return check {
  name = "missing-address", api = 1, version = "1.0.0", title = "No address",
  doc = "Names customers who get invoices and have no address.",

  of = "customer", reads = { "pays", "address1", "city", "country" },

  look = function(check, row)
    if not row.pays or (row.address1 and row.city) then return nil end
    return row.address1 and "has no city" or "has no address"
  end,
}
