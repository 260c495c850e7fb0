-- A file for beancount: a transaction for each invoice, the receivable against what was earned and its taxes, by account. The number
-- is its link, so that a credit note is tied to its invoice. Void invoices are named in a comment. Accounts open by themselves, so that
-- files of several batches can be included beside one another.
--
-- Names come from the table maps: `account` of a SKU or a category, else `income`; `account` of a tax, else `tax`; `receivable`,
-- `rounding`; and `customer`: the account of one customer's receivable.

local booking = require "booking"

local told  -- the prices that the file has already

-- Parts begin with a capital or a digit; the first is one of five.
local function account(name)
  local good = name:find("^%u%l+:") and ("Assets Liabilities Equity Income Expenses"):find(name:match("^%a+"), 1, true)
  for part in name:gmatch("[^:]+") do good = good and part:find("^[%u%d\128-\255][%w\128-\255-]*$") end
  if not good or name:find("::") or name:find(":$") then
    error(('"%s" is no account that beancount takes, such as Income:Services'):format(name), 0)
  end
  return name
end

local function quoted(text)
  return '"' .. text:gsub("%c", " "):gsub('[\\"]', "\\%0") .. '"'
end

local function link(number) return "^" .. number:gsub("[^%w_/.-]", "-") end

local function rate_of(invoice)
  local fx = invoice.fx
  if not fx then return "" end
  local text = ("%s price %s %s %s\n\n"):format(fx.date, invoice.currency, fx.rate, fx.currency)
  if told[text] then return "" end
  told[text] = true
  return text
end

-- For the examples.
local cool = { { id = "cool", name = "CoolRealty" } }
local function retainer(price, more)
  more = more or {}
  return { { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01", params = { price = price },
    tax = more.tax, currency = more.currency } }
end

return exporter {
  name = "beancount", api = 1, version = "1.0.0", title = "beancount", extension = "beancount",
  doc = "A plain-text journal: each invoice a balanced transaction, in its own currency.",

  begins = function()
    told = {}
    return 'plugin "beancount.plugins.auto_accounts"\n\n'
  end,

  invoice = function(invoice, t)
    if invoice.state == "void" then return ("; %s is void\n\n"):format(invoice.invoice:gsub("%c", " ")) end
    local what = invoice.kind == "credit" and "Credit note " or "Invoice "
    local rows = { ("%s%s * %s %s %s%s\n"):format(rate_of(invoice), invoice.date, quoted(invoice.customer_name),
      quoted(what .. invoice.invoice), link(invoice.invoice), invoice.credits and " " .. link(invoice.credits) or "") }
    if invoice.due_date then rows[2] = ("  due: %s\n"):format(invoice.due_date) end
    for _, posting in ipairs(booking.postings(invoice, t, account)) do
      local amount = money.format(posting.amount, invoice.currency)
      rows[#rows + 1] = ("  %-44s  %s %s\n"):format(posting.account, amount, invoice.currency)
    end
    return table.concat(rows) .. "\n"
  end,

  examples = {
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
  },
}
