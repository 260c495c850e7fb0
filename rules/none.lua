-- No tax: for what is exempt. It may say why on the invoice.
return tax_rule {
  name = "none", api = 1, version = "1.0.0", title = "No tax",
  doc = "Taxes nothing.",

  params = {
    mode   = choice { "half-up", "half-even", "down", doc = "as other taxes take it; nothing is left to round", default = "half-up" },
    code   = text { doc = "the code of the exemption for e-invoices", optional = true },
    reason = text { doc = "the sentence that the invoice shows", optional = true },
  },

  rates = function(tax)
    return { mode = tax.mode, code = tax.code, reason = tax.reason }
  end,
}
