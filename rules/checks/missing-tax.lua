-- No tax: a contract is to be taxed, and nothing says with which tax.

return check {
  name = "missing-tax", api = 1, version = "1.0.0", title = "No tax",
  doc = "Names contracts that are taxable and have no tax, themselves, by site or by customer.",

  of = "contract", reads = { "taxable", "tax_name", "tax_exempt" },

  look = function(check, row)
    if not row.taxable or row.tax_exempt or row.tax_name then return nil end
    return { text = "is taxable, and has no tax", mend = "billet import contracts.csv" }
  end,
}
