-- Where an invoice is booked, by the names that the table maps has for a target: what exporters of amounts have in common.
local booking = {}

-- The account of a line: `account` of its SKU, else of its category, else `income`; of what rounds a total `rounding`. The last two are
-- what it is called where maps say nothing.
function booking.earned(line, t, income, rounding)
  if line.kind == "rounding" then return t.map("account", "rounding", rounding) end
  return t.map("account", line.sku) or t.map("account", line.category) or t.map("account", "income", income)
end

-- The account of a tax: `account` of its name, else `tax`.
function booking.taxed(tax, t, other) return t.map("account", tax.name) or t.map("account", "tax", other) end

-- Who owes it: `customer`, else `account` of `receivable`.
function booking.owed(invoice, t, other) return t.map("customer", invoice.customer) or t.map("account", "receivable", other) end

-- The taxes of a line as one name; "" without any.
function booking.taxes(line)
  local names = {}
  for i, tax in ipairs(line.taxes) do names[i] = tax.name end
  return table.concat(names, " + ")
end

-- Quantity, price and text of a line, where they multiply out to its amount with no more decimals than the target takes; else once the
-- amount, and the text says how.
function booking.counted(line, invoice, decimals)
  local amount = money.parse(line.amount, invoice.currency)
  local function short(number) return #(number:match("%.(%d+)") or "") <= decimals end
  if short(line.quantity) and short(line.unit_price_net) and decimal(line.discount_amount) == decimal "0"
    and money.amount(line.quantity, line.unit_price_net, invoice.currency) == amount then
    return line.quantity, line.unit_price_net, line.description
  end
  local unit = line.unit and " " .. line.unit or ""
  local off = line.discount and (", less %s"):format(line.discount) or ""
  local told = ("%s (%s%s × %s%s)"):format(line.description, line.quantity, unit, line.unit_price_net, off)
  return "1", line.amount, line.quantity == "1" and off == "" and line.description or told
end

local income = { labor = "Income:Labor", service = "Income:Services", product = "Income:Products", expense = "Income:Expenses" }

-- Of plain text accounting: sums by account, in the order in which accounts come up; the receivable first, those of nothing left out.
-- account(name): the name, or an error where the target does not take it.
function booking.postings(invoice, t, account)
  local all, by_name, kept = {}, {}, {}
  local function add(name, amount)
    if not by_name[name] then
      by_name[name] = { account = account(name), amount = 0 }
      all[#all + 1] = by_name[name]
    end
    by_name[name].amount = by_name[name].amount + amount
  end
  add(booking.owed(invoice, t, "Assets:Receivable"), money.parse(invoice.total, invoice.currency))
  for _, line in ipairs(invoice.lines) do
    add(booking.earned(line, t, income[line.category] or "Income:Other", "Income:Rounding"), -money.parse(line.amount, invoice.currency))
    for _, tax in ipairs(line.taxes) do
      add(booking.taxed(tax, t, "Liabilities:Tax"), -money.parse(tax.amount, invoice.currency))
    end
  end
  for i, posting in ipairs(all) do
    if i == 1 or posting.amount ~= 0 then kept[#kept + 1] = posting end
  end
  return kept
end

return booking
