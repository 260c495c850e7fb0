-- Examples of beancount: its help and its tests.

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
    text = 'plugin "beancount.plugins.auto_accounts"\n\n2026-05-01 * "CoolRealty" "Invoice 1" ^1\n  due: 2026-05-01\n'
      .. "  Assets:Receivable                             550.00 USD\n"
      .. "  Income:Services                               -500.00 USD\n"
      .. "  Liabilities:Tax                               -50.00 USD\n\n",
  },
  {
    title = "accounts have the names that are mapped",
    data = {
      customers = cool, contracts = retainer("500.00", { tax = "State" }),
      taxes = { { name = "State", rule = "percent", from = "2026-01-01", params = { rate = "10%" } } },
      maps = {
        { target = "beancount", kind = "customer", key = "cool", value = "Assets:Debtors:Cool-Realty" },
        { target = "beancount", kind = "account", key = "service", value = "Income:4000" },
        { target = "beancount", kind = "account", key = "State", value = "Liabilities:State" },
      },
    },
    as_of = "2026-05-01",
    invoices = { { total = "550.00" } },
    text = { "\n  Assets:Debtors:Cool-Realty  ", "\n  Income:4000  ", "\n  Liabilities:State  " },
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
    text = { '"Credit note 1" ^1\n', " -15.00 USD\n  Income:Services                               -5.00 USD\n",
      "  Income:Products                               20.00 USD\n" },
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
    text = { "2026-04-30 price JPY 0.0061 EUR\n", " 5000 JPY\n", " -5000 JPY\n" },
  },
  {
    title = "a name is a quoted text",
    data = { customers = { { id = "cool", name = 'Cool "R" \\ Sons' } }, contracts = retainer("500.00") },
    as_of = "2026-05-01",
    invoices = { { total = "500.00" } },
    text = { [["Cool \"R\" \\ Sons" "Invoice 1"]] },
  },
  {
    title = "an account of no root that beancount has",
    data = {
      customers = cool, contracts = retainer("500.00"),
      maps = { { target = "beancount", kind = "account", key = "receivable", value = "Debtors:Cool" } },
    },
    as_of = "2026-05-01",
    refused = '"Debtors:Cool" is no account that beancount takes',
  },
  {
    title = "an account with a part that is empty",
    data = {
      customers = cool, contracts = retainer("500.00"),
      maps = { { target = "beancount", kind = "account", key = "receivable", value = "Assets::A" } },
    },
    as_of = "2026-05-01",
    refused = 'is no account that beancount takes',
  },
  {
    title = "an account with a small letter",
    data = {
      customers = cool, contracts = retainer("500.00"),
      maps = { { target = "beancount", kind = "account", key = "receivable", value = "Assets:cool" } },
    },
    as_of = "2026-05-01",
    refused = 'is no account that beancount takes',
  },
  {
    title = "an account that ends in a colon",
    data = {
      customers = cool, contracts = retainer("500.00"),
      maps = { { target = "beancount", kind = "account", key = "receivable", value = "Assets:A:" } },
    },
    as_of = "2026-05-01",
    refused = 'is no account that beancount takes',
  },
}
