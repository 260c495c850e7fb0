-- What delivering exporters have in common: lines and totals with the signs of a target whose credit notes are above zero, names and
-- texts that fit, needs that are named once.
local booking = require "booking"

local delivery = {}

local zero = decimal "0"

function delivery.is_credit(invoice) return invoice ~= nil and invoice.kind == "credit" end

-- An amount as the target has it.
function delivery.signed(amount, invoice)
  return delivery.is_credit(invoice) and -decimal(amount) or decimal(amount)
end

function delivery.positive(amount)
  local number = decimal(amount)
  return number < zero and -number or number
end

-- Quantity, price and amount of a line as decimals, and its text. On a credit note all of them are turned round; what is below zero is
-- so by its price: a quantity never is. They multiply out to the amount: `decimals` is what the target takes.
function delivery.counted(line, invoice, decimals)
  local count, each, text = booking.counted(line, invoice, decimals)
  local quantity, price = decimal(count), delivery.signed(each, invoice)
  if quantity < zero then quantity, price = -quantity, -price end
  return quantity, price, delivery.signed(line.amount, invoice), text
end

-- An amount of the target's (a number as text) in our words: of a credit note it is below zero.
function delivery.amount(number, currency, credit)
  if number == nil then return nil end
  local minor = decimal(number):minor(#(money.format(0, currency):match("%.(%d+)") or ""))
  return money.format(credit and -minor or minor, currency)
end

-- The key by which maps name the account of a line: that of a SKU, of a category, `income`; where they name none, the category.
function delivery.account_key(line, t)
  if line.kind == "rounding" then return "rounding" end
  if t.map("account", line.sku) then return line.sku end
  return not t.map("account", line.category) and t.map("account", "income") and "income" or line.category
end

-- The key of the taxes of a line: their names, else `none`.
function delivery.tax_key(line) return #line.taxes > 0 and booking.taxes(line) or "none" end

-- What tells the user to map a name.
function delivery.unknown(target, program, kind, key, name)
  local quoted = key:find("[^%w._-]") and "'" .. key:gsub("'", "'\\''") .. "'" or key
  return ("%s %s is not in %s: billet export map %s set %s %s NAME"):format(kind, name, program, target, kind, quoted)
end

-- What an answer has as a text; nil where it holds anything else.
function delivery.text(found) return type(found) == "string" and found or nil end

-- The first characters of a text; the user is told of what was cut.
function delivery.fits(text, most, t, what)
  if utf8.len(text) <= most then return text end
  t.warn(("%s is cut at %d characters"):format(what, most))
  return text:sub(1, utf8.offset(text, most + 1) - 1)
end

-- One line without blanks at its ends, and without the characters of a class.
function delivery.plain(text, without)
  local line = text:gsub("%c", " "):gsub(without or "%c", " "):gsub("%s+", " ")
  return (line:gsub("^ ", ""):gsub(" $", ""))
end

-- A list that takes each need once.
function delivery.needs()
  local list, seen = {}, {}
  return list, function(need)
    local key = need.kind .. " " .. need.key
    if not seen[key] then list[#list + 1] = need end
    seen[key] = true
  end
end

-- A list in pieces of so many.
function delivery.pieces(list, most)
  local out = {}
  for i = 1, #list, most do out[#out + 1] = table.move(list, i, math.min(i + most - 1, #list), 1, {}) end
  return out
end

-- The ids of documents, by kind.
function delivery.ids(documents)
  local ids = { invoice = {}, credit = {} }
  for _, document in ipairs(documents) do table.insert(ids[document.kind], document.id) end
  return ids
end

-- What a payment brings of what it pays (a list of { id =, amount = }): credits that it links pay the first of it.
function delivery.paid(pays, credits, currency)
  local credit, paid = 0, {}
  for _, amount in ipairs(credits) do credit = credit + money.parse(amount, currency) end
  for _, one in ipairs(pays) do
    local minor = money.parse(one.amount, currency)
    local by_credit = math.min(credit, minor)
    credit = credit - by_credit
    if minor > by_credit then paid[#paid + 1] = { id = one.id, amount = money.format(minor - by_credit, currency) } end
  end
  return paid
end

-- A record that holds anything, else nil: an empty one would be an empty list.
function delivery.filled(record)
  local any = false
  for _ in pairs(record) do any = true end
  return any and record or nil
end

-- The site where all lines have one and the same, else nil; and whether lines have any.
function delivery.site(invoice)
  local one, any
  for _, line in ipairs(invoice.lines) do
    if line.kind ~= "rounding" then
      if one ~= nil and one ~= (line.site or false) then one = false else one = line.site or false end
      any = any or line.site ~= nil
    end
  end
  for _, site in ipairs(invoice.sites or {}) do
    if site.site == one then return site, any end
  end
  return nil, any or false
end

-- Whether a tax is on the line, at a rate other than zero.
function delivery.taxed(line)
  for _, tax in ipairs(line.taxes) do
    if decimal((tax.rate:gsub("%%", ""))) ~= zero then return true end
  end
  return false
end

function delivery.first_taxed(invoice)
  for _, line in ipairs(invoice.lines) do
    if delivery.taxed(line) then return line end
  end
end

return delivery
