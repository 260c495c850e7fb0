-- Examples of ledger: its help and its tests.

local cool = { { id = "cool", name = "CoolRealty" } }
local function retainer(price, more)
  more = more or {}
  return { { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01", params = { price = price },
    tax = more.tax, currency = more.currency } }
end

return {
  {
    title = "a fee and its tax",
    data = {
      customers = cool, contracts = retainer("500.00", { tax = "State" }),
      taxes = { { name = "State", rule = "percent", from = "2026-01-01", params = { rate = "10%" } } },
    },
    as_of = "2026-05-01",
    invoices = { { total = "550.00" } },
    text = "commodity USD\n    format 1000.00 USD\naccount Assets:Receivable\naccount Income:Services\naccount Liabilities:Tax\n"
      .. "2026-05-01=2026-05-01 * (1) CoolRealty\n"
      .. "    Assets:Receivable                             550.00 USD\n"
      .. "    Income:Services                               -500.00 USD\n"
      .. "    Liabilities:Tax                               -50.00 USD\n\n",
  },
  {
    title = "accounts have the names that are mapped",
    data = {
      customers = cool, contracts = retainer("500.00", { tax = "State" }),
      taxes = { { name = "State", rule = "percent", from = "2026-01-01", params = { rate = "10%" } } },
      maps = {
        { target = "ledger", kind = "customer", key = "cool", value = "Assets:Debtors:Cool & Co" },
        { target = "ledger", kind = "account", key = "service", value = "Revenue:4000 Managed" },
        { target = "ledger", kind = "account", key = "State", value = "Liabilities:State" },
        { target = "other", kind = "account", key = "receivable", value = "Other" },
      },
    },
    as_of = "2026-05-01",
    invoices = { { total = "550.00" } },
    text = { "\n    Assets:Debtors:Cool & Co  ", "\n    Revenue:4000 Managed  ", "\n    Liabilities:State  " },
  },
  {
    title = "a credit has its amounts turned round",
    data = {
      customers = cool, contracts = retainer("5.00"),
      charges = { { id = "c1", customer = "cool", contract = "k1", date = "2026-04-10", description = "Refund", quantity = "-1",
        unit_price = "20.00" } },
    },
    as_of = "2026-05-01",
    invoices = { { kind = "credit", total = "-15.00" } },
    text = { " -15.00 USD\n    Income:Services                               -5.00 USD\n",
      "    Income:Products                               20.00 USD\n" },
  },
  {
    title = "another currency has its own decimals, and a price where its rate is known",
    settings = { currency = "EUR" },
    data = {
      customers = cool, contracts = retainer("5000", { currency = "JPY" }),
      fx = { { date = "2026-04-30", currency = "JPY", rate = "0.0061" } },
    },
    as_of = "2026-05-01",
    invoices = { { total = "5000", currency = "JPY" } },
    text = { "commodity JPY\n    format 1000. JPY\nP 2026-04-30 JPY 0.0061 EUR\n", " 5000 JPY\n", " -5000 JPY\n" },
  },
  {
    title = "no text of somebody else ends a line, begins a comment or a note",
    data = { customers = { { id = "cool", name = "Cool; | date:2026-99-99" } }, contracts = retainer("500.00") },
    as_of = "2026-05-01",
    invoices = { { total = "500.00" } },
    text = { "(1) Cool date:2026-99-99\n" },
  },
  {
    title = "what costs nothing is not booked",
    data = {
      customers = cool, contracts = retainer("500.00"),
      charges = { { id = "c1", customer = "cool", contract = "k1", date = "2026-04-10", description = "Cable", quantity = "1",
        unit_price = "0.00" } },
    },
    as_of = "2026-05-01",
    invoices = { { total = "500.00", lines = { { amount = "500.00" }, { amount = "0.00" } } } },
    text = { "500.00 USD\n    Income:Services                               -500.00 USD\n\n" },
  },
  {
    title = "an account that would end early",
    data = {
      customers = cool, contracts = retainer("500.00"),
      maps = { { target = "ledger", kind = "account", key = "receivable", value = "Assets:A  B" } },
    },
    as_of = "2026-05-01",
    refused = '"Assets:A  B" is no account that ledger takes',
  },
  {
    title = "an account with a part that is empty",
    data = {
      customers = cool, contracts = retainer("500.00"),
      maps = { { target = "ledger", kind = "account", key = "receivable", value = "Assets::A" } },
    },
    as_of = "2026-05-01",
    refused = 'is no account that ledger takes',
  },
  {
    title = "an account that would begin a comment",
    data = {
      customers = cool, contracts = retainer("500.00"),
      maps = { { target = "ledger", kind = "account", key = "receivable", value = "Assets;A" } },
    },
    as_of = "2026-05-01",
    refused = 'is no account that ledger takes',
  },
  {
    title = "an account that ends in a colon",
    data = {
      customers = cool, contracts = retainer("500.00"),
      maps = { { target = "ledger", kind = "account", key = "receivable", value = "Assets:" } },
    },
    as_of = "2026-05-01",
    refused = 'is no account that ledger takes',
  },
  {
    title = "two invoices: what is declared once is not declared again",
    data = {
      customers = { { id = "cool", name = "CoolRealty", terms_days = 30 }, { id = "acme", name = "Acme" } },
      contracts = {
        { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01", params = { price = "500.00" } },
        { id = "k2", customer = "acme", name = "Retainer", type = "retainer", start = "2026-04-01", params = { price = "300.00" } },
      },
    },
    as_of = "2026-05-01",
    invoices = { { total = "300.00" }, { total = "500.00" } },
    text = "commodity USD\n    format 1000.00 USD\naccount Assets:Receivable\naccount Income:Services\n"
      .. "2026-05-01=2026-05-01 * (1) Acme\n"
      .. "    Assets:Receivable                             300.00 USD\n"
      .. "    Income:Services                               -300.00 USD\n\n"
      .. "2026-05-01=2026-05-31 * (2) CoolRealty\n"
      .. "    Assets:Receivable                             500.00 USD\n"
      .. "    Income:Services                               -500.00 USD\n\n",
  },
  {
    title = "an invoice of nothing keeps its receivable",
    data = {
      customers = cool, contracts = retainer("20.00"),
      charges = { { id = "c1", customer = "cool", contract = "k1", date = "2026-04-10", description = "Refund", quantity = "-1",
        unit_price = "20.00" } },
    },
    as_of = "2026-05-01",
    invoices = { { total = "0.00" } },
    text = { "    Assets:Receivable                             0.00 USD\n"
      .. "    Income:Services                               -20.00 USD\n" },
  },
}
