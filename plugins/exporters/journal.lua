-- A double entry journal as CSV (RFC 4180), for programs that have no exporter of their own: each row debits `account` and credits
-- `counter_account` with the amount; one below zero turns it round. A line's net is one row, each of its taxes another. Void
-- invoices are left out.
--
-- Names come from the table maps: `account` of a SKU or a category, else `income`; `account` of a tax, else `tax`; `receivable`,
-- `rounding`; `customer`: the account of one customer's receivable; `tax`: the code of a tax.

local booking = require "booking"
local csv = require "csv_text"

local columns = { "document", "kind", "date", "due_date", "customer", "customer_name", "line", "account", "counter_account", "tax_code",
  "amount", "currency", "earned_from", "earned_to", "text" }

local function row(values)
  local cells = {}
  for i, name in ipairs(columns) do cells[i] = csv.cell(values[name], name == "amount") end
  return csv.row(cells)
end

local function code(tax, t) return t.map("tax", tax.name, tax.code or tax.name) end

-- The row of a line's net, and one for each of its taxes; what is nothing is left out.
local function add(rows, line, values, t)
  local codes, earned = {}, line.period or { start = line.date, ["end"] = line.date }
  for i, tax in ipairs(line.taxes) do codes[i] = code(tax, t) end
  values.line, values.text = line.line, line.description
  values.counter_account = booking.earned(line, t, line.category, "rounding")
  values.amount, values.tax_code = line.amount, table.concat(codes, " + ")
  values.earned_from, values.earned_to = earned.start, earned["end"]
  if decimal(line.amount) ~= decimal "0" then rows[#rows + 1] = row(values) end
  values.earned_from, values.earned_to = nil, nil
  for i, tax in ipairs(line.taxes) do
    values.counter_account = booking.taxed(tax, t, "tax")
    values.amount, values.tax_code = tax.amount, codes[i]
    if decimal(tax.amount) ~= decimal "0" then rows[#rows + 1] = row(values) end
  end
end

return exporter {
  name = "journal", api = 1, version = "1.0.0", title = "Double entry journal", extension = "csv",
  doc = "Debit and credit of each line and each tax, with the days in which it was earned.",

  begins = function() return csv.row(columns) end,

  invoice = function(invoice, t)
    if invoice.state == "void" then return nil end
    local rows = {}
    local values = {
      document = invoice.invoice, kind = invoice.kind, date = invoice.date, due_date = invoice.due_date,
      customer = invoice.customer, customer_name = invoice.customer_name, currency = invoice.currency,
      account = booking.owed(invoice, t, "receivable"),
    }
    for _, line in ipairs(invoice.lines) do add(rows, line, values, t) end
    return table.concat(rows)
  end,
}
