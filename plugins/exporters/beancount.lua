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
}
