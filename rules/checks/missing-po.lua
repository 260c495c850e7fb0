-- No purchase order: the last invoice named one, or invoices are made for each.

return check {
  name = "missing-po", api = 1, version = "1.0.0", title = "No purchase order",
  doc = "Names contracts without a purchase order whose last bill had one, or that are billed by it.",

  of = "contract", reads = { "po_number", "invoice_per", "customer" },

  look = function(check, row, before)
    if row.po_number then return nil end
    if before and before.po_number then
      return { text = "has no purchase order; the last bill had " .. before.po_number, mend = "billet import contracts.csv" }
    end
    if row.invoice_per ~= "po" then return nil end
    return { text = "has no purchase order, and is billed by it", mend = "billet import contracts.csv" }
  end,
}
