-- A journal for ledger and hledger: a transaction for each invoice, the receivable against what was earned and its taxes, by account.
-- Void invoices are named in a comment, a credit note has its amounts below zero.
--
-- Names come from the table maps: `account` of a SKU or a category, else `income`; `account` of a tax, else `tax`; `receivable`,
-- `rounding`; and `customer`: the account of one customer's receivable.

local booking = require "booking"

local declared  -- what was declared already: accounts, currencies, prices

-- Two blanks end an account, a semicolon begins a comment.
local function account(name)
  local good = name:find("^[%w\128-\255][%w\128-\255 :&'.,/_-]*$")
  if not good or name:find("  ") or name:find("::") or name:find("[ :]$") then
    error(('"%s" is no account that ledger takes: letters, digits and : & \' . , / _ - with single blanks'):format(name), 0)
  end
  return name
end

local function words(text)
  text = text:gsub("[%c;|]", " "):gsub("  +", " "):gsub("^ ", ""):gsub(" $", "")
  return text == "" and "-" or text
end

local function declare(key, text)
  if declared[key] then return "" end
  declared[key] = true
  return text
end

local function declarations(invoice, list)
  local currency, fx = invoice.currency, invoice.fx
  local decimals = money.format(0, currency):sub(2)
  if decimals == "" then decimals = "." end
  local parts = { declare(currency, ("commodity %s\n    format 1000%s %s\n"):format(currency, decimals, currency)) }
  if fx then
    local price = ("P %s %s %s %s\n"):format(fx.date, currency, fx.rate, fx.currency)
    parts[2] = declare(price, price)
  end
  for _, posting in ipairs(list) do
    parts[#parts + 1] = declare("account " .. posting.account, "account " .. posting.account .. "\n")
  end
  return table.concat(parts)
end

return exporter {
  name = "ledger", api = 1, version = "1.0.0", title = "ledger and hledger", extension = "ledger",
  doc = "A plain-text journal: each invoice a balanced transaction, in its own currency.",

  begins = function() declared = {} end,

  invoice = function(invoice, t)
    local number = invoice.invoice:gsub("[()%c;]", "-")
    if invoice.state == "void" then return ("; %s is void\n\n"):format(number) end
    local list = booking.postings(invoice, t, account)
    local rows = { declarations(invoice, list),
      ("%s=%s * (%s) %s\n"):format(invoice.date, invoice.due_date or invoice.date, number, words(invoice.customer_name)) }
    for _, posting in ipairs(list) do
      local amount = money.format(posting.amount, invoice.currency)
      rows[#rows + 1] = ("    %-44s  %s %s\n"):format(posting.account, amount, invoice.currency)
    end
    return table.concat(rows) .. "\n"
  end,
}
