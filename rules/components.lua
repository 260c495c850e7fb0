-- Several taxes at once, such as a federal and a provincial one, each its own line on the invoice.
return tax_rule {
  name = "components", api = 1, version = "1.0.0", title = "Components",
  doc = "Taxes everything at several rates, each rounded by itself; a compound one is also due on the taxes before it.",

  params = {
    rates = list { of = record { fields = {
      name     = text    { doc = "what the invoice calls it" },
      rate     = percent { doc = "such as 9.975%; below zero it is withheld", min = "-100%" },
      jurisdiction = text { doc = "who levies it, for reports", optional = true },
      compound = flag    { doc = "due on the price and the taxes before it", default = false },
    } }, doc = "the taxes, in their order" },
    rounding = choice { "line", "document", doc = "whether each is rounded on each line or on the document's sum", default = "line" },
    mode     = choice { "half-up", "half-even", "down", doc = "halves away from zero, to the even digit, or cut", default = "half-up" },
  },

  check = function(tax)
    local names = {}
    if #tax.rates == 0 then return "rates: at least one is needed" end
    if #tax.rates > 8 then return "rates: at most eight" end
    for i, one in ipairs(tax.rates) do
      if names[one.name] then return "rates[" .. i .. "].name: \"" .. one.name .. "\" comes twice" end
      names[one.name] = true
    end
  end,

  rates = function(tax)
    local answer = { rounding = tax.rounding, mode = tax.mode }
    for i, one in ipairs(tax.rates) do
      answer[i] = { name = one.name, rate = one.rate, compound = one.compound, jurisdiction = one.jurisdiction }
    end
    return answer
  end,

  examples = {
    {
      title = "two taxes, each rounded by itself",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        taxes = {
          { name = "T", rule = "components", params = { rates = { { name = "GST", rate = "5%" }, { name = "QST",
            rate = "9.975%" } } } },
        },
        contracts = {
          { id = "k1", customer = "cool", name = "K1", type = "retainer", start = "2026-04-01", taxable = true, tax = "T",
            params = { price = "100.00" } },
        },
      },
      as_of = "2026-05-01",
      invoices = { { subtotal = "100.00", tax = "14.98", total = "114.98", taxes = { { name = "GST", rate = "5%", base = "100.00",
        amount = "5.00" }, { name = "QST", rate = "9.975%", base = "100.00", amount = "9.98" } }, lines = { { amount = "100.00",
        tax = "14.98" } } } },
    },
    {
      title = "what is past the cent is cut: 9.975 is 9.97",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        taxes = {
          { name = "T", rule = "components", params = { mode = "down", rates = { { name = "GST", rate = "5%" }, { name = "QST",
            rate = "9.975%" } } } },
        },
        contracts = {
          { id = "k1", customer = "cool", name = "K1", type = "retainer", start = "2026-04-01", taxable = true, tax = "T",
            params = { price = "100.00" } },
        },
      },
      as_of = "2026-05-01",
      invoices = { { subtotal = "100.00", tax = "14.97", taxes = { { name = "GST", amount = "5.00" }, { name = "QST",
        amount = "9.97" } } } },
    },
    {
      title = "a compound one is due on the tax before it: 10 % of 105.00",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        taxes = {
          { name = "T", rule = "components", params = { rates = { { name = "GST", rate = "5%" }, { name = "PST", rate = "10%",
            compound = true } } } },
        },
        contracts = {
          { id = "k1", customer = "cool", name = "K1", type = "retainer", start = "2026-04-01", taxable = true, tax = "T",
            params = { price = "100.00" } },
        },
      },
      as_of = "2026-05-01",
      invoices = { { subtotal = "100.00", tax = "15.50", taxes = { { name = "GST", amount = "5.00" }, { name = "PST", base = "105.00",
        amount = "10.50" } } } },
    },
    {
      title = "line by line, half cents go up on each line",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        taxes = {
          { name = "T", rule = "components", params = { rates = { { name = "A", rate = "1%" }, { name = "B", rate = "2%" } },
            rounding = "line" } },
        },
        contracts = {
          { id = "k1", customer = "cool", name = "K1", type = "retainer", start = "2026-04-01", taxable = true, tax = "T",
            params = { price = "0.50" } },
        },
        charges = {
          { id = "c1", customer = "cool", contract = "k1", date = "2026-04-10", description = "Part", quantity = "1",
            unit_price = "0.50" },
          { id = "c2", customer = "cool", contract = "k1", date = "2026-04-10", description = "Part", quantity = "1",
            unit_price = "0.50" },
        },
      },
      as_of = "2026-05-01",
      invoices = { { subtotal = "1.50", tax = "0.06", taxes = { { name = "A", amount = "0.03" }, { name = "B",
        amount = "0.03" } } } },
    },
    {
      title = "or once on the document",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        taxes = {
          { name = "T", rule = "components", params = { rates = { { name = "A", rate = "1%" }, { name = "B", rate = "2%" } },
            rounding = "document" } },
        },
        contracts = {
          { id = "k1", customer = "cool", name = "K1", type = "retainer", start = "2026-04-01", taxable = true, tax = "T",
            params = { price = "0.50" } },
        },
        charges = {
          { id = "c1", customer = "cool", contract = "k1", date = "2026-04-10", description = "Part", quantity = "1",
            unit_price = "0.50" },
          { id = "c2", customer = "cool", contract = "k1", date = "2026-04-10", description = "Part", quantity = "1",
            unit_price = "0.50" },
        },
      },
      as_of = "2026-05-01",
      invoices = { { subtotal = "1.50", tax = "0.05", taxes = { { name = "A", amount = "0.02" }, { name = "B",
        amount = "0.03" } } } },
    },
    {
      title = "three jurisdictions, and a charge with a tax of its own",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        taxes = {
          { name = "T", rule = "components", params = { rates = { { name = "State", rate = "6.25%" }, { name = "County",
            rate = "0.5%" }, { name = "City", rate = "1.5%" } } } },
          { name = "Exempt", rule = "none", params = {} },
        },
        contracts = {
          { id = "k1", customer = "cool", name = "K1", type = "retainer", start = "2026-04-01", taxable = true, tax = "T",
            params = { price = "100.00" } },
        },
        charges = {
          { id = "c1", customer = "cool", contract = "k1", date = "2026-04-10", description = "Part", quantity = "1",
            unit_price = "50.00", tax = "Exempt" },
        },
      },
      as_of = "2026-05-01",
      invoices = { { subtotal = "150.00", tax = "8.25", taxes = { { name = "State", base = "100.00", amount = "6.25" },
        { name = "County", amount = "0.50" }, { name = "City", amount = "1.50" } } } },
    },
    {
      title = "an exempt customer pays none of them",
      data = {
        customers = { { id = "cool", name = "CoolRealty", tax_exempt = true } },
        taxes = {
          { name = "T", rule = "components", params = { rates = { { name = "GST", rate = "5%" }, { name = "QST",
            rate = "9.975%" } } } },
        },
        contracts = {
          { id = "k1", customer = "cool", name = "K1", type = "retainer", start = "2026-04-01", taxable = true, tax = "T",
            params = { price = "100.00" } },
        },
      },
      as_of = "2026-05-01",
      invoices = { { subtotal = "100.00", tax = "0.00", taxes = {} } },
    },
    {
      title = "a rate that changes in the year",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        taxes = {
          { name = "T", rule = "components", params = { rates = { { name = "GST", rate = "5%" }, { name = "QST",
            rate = "9.975%" } } } },
          { name = "T", rule = "components", from = "2026-05-01", params = { rates = { { name = "GST", rate = "6%" } } } },
        },
        contracts = {
          { id = "k1", customer = "cool", name = "K1", type = "retainer", start = "2026-04-01", taxable = true, tax = "T",
            params = { price = "100.00" } },
        },
      },
      as_of = "2026-06-01",
      invoices = { { subtotal = "200.00", tax = "20.98", lines = { { tax = "14.98", period = { "2026-04-01", "2026-04-30" } },
        { tax = "6.00", period = { "2026-05-01", "2026-05-31" } } } } },
    },
    {
      title = "eight taxes at once",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        taxes = {
          { name = "T", rule = "components", params = { rates = { { name = "T0", rate = "1%" }, { name = "T1", rate = "1%" },
            { name = "T2", rate = "1%" }, { name = "T3", rate = "1%" }, { name = "T4", rate = "1%" }, { name = "T5", rate = "1%" },
            { name = "T6", rate = "1%" }, { name = "T7", rate = "1%" } } } },
        },
        contracts = {
          { id = "k1", customer = "cool", name = "K1", type = "retainer", start = "2026-04-01", taxable = true, tax = "T",
            params = { price = "100.00" } },
        },
      },
      as_of = "2026-05-01",
      invoices = { { subtotal = "100.00", tax = "8.00" } },
    },
    {
      title = "but not nine",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        taxes = {
          { name = "T", rule = "components", params = { rates = { { name = "T0", rate = "1%" }, { name = "T1", rate = "1%" },
            { name = "T2", rate = "1%" }, { name = "T3", rate = "1%" }, { name = "T4", rate = "1%" }, { name = "T5", rate = "1%" },
            { name = "T6", rate = "1%" }, { name = "T7", rate = "1%" }, { name = "T8", rate = "1%" } } } },
        },
      },
      refused = "at most eight",
    },
    {
      title = "nor none",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        taxes = { { name = "T", rule = "components", params = { rates = {} } } },
      },
      refused = "at least one is needed",
    },
    {
      title = "each has a name of its own",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        taxes = {
          { name = "T", rule = "components", params = { rates = { { name = "A", rate = "1%" }, { name = "A", rate = "2%" } } } },
        },
      },
      refused = "\"A\" comes twice",
    },
  },
}
