-- Reverse charge: no tax on the invoice, because the customer accounts for it.
return tax_rule {
  name = "reverse-charge", api = 1, version = "1.0.0", title = "Reverse charge",
  doc = "Taxes nothing and says so on the invoice, as the law of the seller's country asks.",

  params = {
    mode   = choice { "half-up", "half-even", "down", doc = "as other taxes take it; nothing is left to round", default = "half-up" },
    code   = text { doc = "the code of the exemption for e-invoices (UNTDID 5305)", default = "AE" },
    reason = text { doc = "the sentence that the invoice shows", default = "Reverse charge: the customer accounts for the VAT" },
  },

  rates = function(tax)
    return { mode = tax.mode, code = tax.code, reason = tax.reason }
  end,
}
