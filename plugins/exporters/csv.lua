-- CSV (RFC 4180): one row for each invoice line, with the invoice's own columns before it, and its state at the end: a
-- void invoice keeps its number and its rows, and is owed by nobody.

local csv = require "csv_text"

local columns = {
  { "invoice", "invoice" }, { "kind", "kind" }, { "date", "date" }, { "due_date", "due_date" },
  { "customer", "customer" }, { "customer_name", "customer_name" }, { "currency", "currency" },
  { "subtotal", "subtotal" }, { "invoice_tax", "tax" }, { "total", "total" }, { "credits", "credits" }, { "po_number", "po_number" },
}
local line_columns = {
  "line", "contract", "ticket", "line_date", "period_start", "period_end", "sku", "category", "description",
  "quantity", "unit", "unit_price", "discount", "amount", "tax", "tax_name", "state",
}

local function is_number(text) return #text < 40 and text:find("^%-?%d+%.?%d*$") ~= nil end

local function row(values, count)
  local cells = {}
  for i = 1, count do
    local text = values[i] == nil and "" or tostring(values[i])
    cells[i] = csv.cell(text, is_number(text))
  end
  return csv.row(cells)
end

local function line_values(line, invoice)
  local period = line.period or {}
  return {
    line.line, line.contract, line.ticket, line.date, period.start, period["end"], line.sku, line.category, line.description,
    line.quantity, line.unit, line.unit_price, line.discount, line.amount, line.tax, line.tax_name, invoice.state,
  }
end

return exporter {
  name = "csv", api = 1, version = "1.1.0", title = "CSV", extension = "csv", books = true,
  doc = "One row for each invoice line; opens in any spreadsheet.",

  begins = function()
    local names = {}
    for i, column in ipairs(columns) do names[i] = column[1] end
    for _, name in ipairs(line_columns) do names[#names + 1] = name end
    return row(names, #names)
  end,

  invoice = function(invoice)
    local rows = {}
    for i, line in ipairs(invoice.lines) do
      local values, own = {}, line_values(line, invoice)
      for k, column in ipairs(columns) do values[k] = invoice[column[2]] end
      for k = 1, #line_columns do values[#columns + k] = own[k] end
      rows[i] = row(values, #columns + #line_columns)
    end
    return table.concat(rows)
  end,
}
