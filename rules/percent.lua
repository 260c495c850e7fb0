-- A percentage: sales tax, GST or VAT, with other rates for some categories.
return tax_rule {
  name = "percent", api = 1, version = "1.0.0", title = "Percentage",
  doc = "Taxes every category at one rate, but for those that it names.",

  params = {
    rate       = percent { doc = "the main rate, such as 8.25%; below zero it is withheld", min = "-100%" },
    inclusive  = flag    { doc = "prices hold the tax already", default = false },
    rounding   = choice  { "line", "document", doc = "whether tax is rounded on each line or on the document's sum", default = "line" },
    mode       = choice  { "half-up", "half-even", "down", doc = "halves away from zero, to the even digit, or cut", default = "half-up" },
    categories = list    { of = record { fields = {
      category = text    { doc = "labor, service, product, expense, or the MSP's own" },
      rate     = percent { doc = "the rate of that category", min = "-100%" },
    } }, doc = "categories with a rate of their own", default = {} },
    jurisdiction = text  { doc = "who levies it, for reports", optional = true },
    code       = text    { doc = "the tax code for e-invoices", optional = true },
    reason     = text    { doc = "a sentence that the invoice shows", optional = true },
  },

  rates = function(tax, category)
    local rate, own = tax.rate, nil
    for _, line in ipairs(tax.categories) do
      if line.category == category then rate, own = line.rate, category end
    end
    return { { rate = rate, jurisdiction = tax.jurisdiction }, inclusive = tax.inclusive, rounding = tax.rounding, mode = tax.mode,
      category = own, code = tax.code, reason = tax.reason }
  end,
}
