-- @title@: one rate for services and work, another for products.
--
-- A tax rule. A row of the table taxes gives it a name, params and, for a new rate, a date from which they hold:
-- {"name": "City", "rule": "@name@", "params": {"rate": "8%"}}; contracts, customers and charges name the tax.
return tax_rule {
  name = "@name@", api = 1, version = "1.0.0", title = "@title@",
  doc = "Taxes everything at one rate, products at another.",

  -- What a row of taxes may say; each with a type, one line of help, and a default unless it is required.
  params = {
    rate     = percent { doc = "the main rate, such as 8%", min = "0%" },
    products = percent { doc = "the rate of products", default = same_as "rate", min = "0%" },
  },

  -- Asked once for each category (labor, service, product, expense, or your own): a list of rates; billet does the arithmetic.
  -- `category` says that the answer is for that category alone; an empty list is no tax.
  rates = function(tax, category)
    if category == "product" then return { { rate = tax.products }, category = category } end
    return { { rate = tax.rate } }
  end,

  -- Examples are the help and the tests: `data` is imported into an empty book, everything due on `as_of` is billed.
  examples = {
    {
      title = "a fee at the main rate",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        taxes = { { name = "City", rule = "@name@", params = { rate = "8%" } } },
        contracts = { { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01", taxable = true,
          tax = "City", params = { price = "100.00" } } },
      },
      as_of = "2026-05-01",
      invoices = { { subtotal = "100.00", tax = "8.00", total = "108.00" } },
    },
    {
      title = "a product at its own",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        taxes = { { name = "City", rule = "@name@", params = { rate = "8%", products = "2%" } } },
        contracts = { { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01", taxable = true,
          tax = "City", params = { price = "100.00" } } },
        charges = { { id = "c1", customer = "cool", contract = "k1", date = "2026-04-10", description = "Switch", quantity = "1",
          unit_price = "50.00" } },
      },
      as_of = "2026-05-01",
      invoices = { { subtotal = "150.00", tax = "9.00", total = "159.00" } },
    },
    {
      title = "a product at the main rate where no other is given",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        taxes = { { name = "City", rule = "@name@", params = { rate = "10%" } } },
        contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01", taxable = true,
          tax = "City", params = { rate = "60.00" } } },
        charges = { { id = "c1", customer = "cool", contract = "k1", date = "2026-04-10", description = "Switch", quantity = "1",
          unit_price = "50.00" } },
      },
      as_of = "2026-05-01",
      invoices = { { subtotal = "50.00", tax = "5.00", total = "55.00" } },
    },
    {
      title = "a contract that is not taxable pays none",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        taxes = { { name = "City", rule = "@name@", params = { rate = "8%" } } },
        contracts = { { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01", taxable = false,
          tax = "City", params = { price = "100.00" } } },
      },
      as_of = "2026-05-01",
      invoices = { { subtotal = "100.00", tax = "0.00", total = "100.00" } },
    },
    {
      title = "a rate that changes in May",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        taxes = {
          { name = "City", rule = "@name@", params = { rate = "8%" } },
          { name = "City", rule = "@name@", from = "2026-05-01", params = { rate = "9%" } },
        },
        contracts = { { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01", taxable = true,
          tax = "City", params = { price = "100.00" } } },
      },
      as_of = "2026-06-01",
      invoices = { { subtotal = "200.00", tax = "17.00", total = "217.00" } },
    },
  },
}
