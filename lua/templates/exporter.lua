-- @title@: one row for each invoice, separated by tabs.
--
-- An exporter. `billet export @name@ --output FILE` calls `begins`, `invoice` for each one and `ends`, and writes what they answer.
-- It touches no file: it answers text. The invoice is the table that `billet invoice show N --json` shows; amounts are text.
-- A function may take one more argument: `t.map("account", line.category, "Sales")` answers the name that stands in the table maps.
local columns = { "invoice", "kind", "date", "customer_name", "total", "currency" }

-- A cell holds no tab and no line end.
local function cell(value)
  return (tostring(value):gsub("[\t\r\n]", " "))
end

local function row(values)
  local cells = {}
  for i, value in ipairs(values) do cells[i] = cell(value) end
  return table.concat(cells, "\t") .. "\n"
end

return exporter {
  name = "@name@", api = 1, version = "1.0.0", title = "@title@", extension = "tsv",
  doc = "One row for each invoice; opens in any spreadsheet.",

  begins = function()
    return row(columns)
  end,

  invoice = function(invoice)
    local values = {}
    for i, name in ipairs(columns) do values[i] = invoice[name] or "" end
    return row(values)
  end,

  -- Examples are the help and the tests: `data` is imported into an empty book, everything due on `as_of` is billed and exported.
  -- `text` is the whole text, or a list of what it must hold.
  examples = {
    {
      title = "one invoice",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = { { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01",
          params = { price = "500.00" } } },
      },
      as_of = "2026-05-01",
      invoices = { { total = "500.00" } },
      text = "invoice\tkind\tdate\tcustomer_name\ttotal\tcurrency\n1\tinvoice\t2026-05-01\tCoolRealty\t500.00\tUSD\n",
    },
    {
      title = "a tab in a name is a blank",
      data = {
        customers = { { id = "cool", name = "Cool\tRealty" } },
        contracts = { { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01",
          params = { price = "500.00" } } },
      },
      as_of = "2026-05-01",
      invoices = { { total = "500.00" } },
      text = { "\tCool Realty\t" },
    },
    {
      title = "two customers",
      data = {
        customers = { { id = "cool", name = "CoolRealty" }, { id = "acme", name = "Acme" } },
        contracts = {
          { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01", params = { price = "500.00" } },
          { id = "k2", customer = "acme", name = "Retainer", type = "retainer", start = "2026-04-01", params = { price = "300.00" } },
        },
      },
      as_of = "2026-05-01",
      invoices = { { total = "500.00" }, { total = "300.00" } },
      text = { "\n1\tinvoice\t2026-05-01\tAcme\t300.00\tUSD\n", "\n2\tinvoice\t2026-05-01\tCoolRealty\t500.00\tUSD\n" },
    },
    {
      title = "a credit has an amount below zero",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = { { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01",
          params = { price = "5.00" } } },
        charges = { { id = "c1", customer = "cool", contract = "k1", date = "2026-04-10", description = "Refund", quantity = "-1",
          unit_price = "20.00" } },
      },
      as_of = "2026-05-01",
      invoices = { { kind = "credit", total = "-15.00" } },
      text = { "\tcredit\t2026-05-01\tCoolRealty\t-15.00\t" },
    },
    {
      title = "another currency",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = { { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01", currency = "JPY",
          params = { price = "500" } } },
      },
      as_of = "2026-05-01",
      invoices = { { total = "500", currency = "JPY" } },
      text = { "\t500\tJPY\n" },
    },
  },
}
