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

  examples = {
    {
      title = "one line",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = { { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01",
          params = { price = "500.00" } } },
      },
      as_of = "2026-05-01",
      invoices = { { total = "500.00" } },
      text = "invoice,kind,date,due_date,customer,customer_name,currency,subtotal,invoice_tax,total,credits,po_number,"
        .. "line,contract,ticket,line_date,period_start,period_end,sku,category,description,"
        .. "quantity,unit,unit_price,discount,amount,tax,tax_name,state\r\n"
        .. "1,invoice,2026-05-01,2026-05-01,cool,CoolRealty,USD,500.00,0.00,500.00,,,"
        .. "1,k1,,2026-04-30,2026-04-01,2026-04-30,,service,Retainer fee,1,,500.00,,500.00,0.00,,final\r\n",
    },
    {
      title = "a customer with a comma in its name",
      data = {
        customers = { { id = "cool", name = "CoolRealty, Inc." } },
        contracts = { { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01",
          params = { price = "500.00" } } },
      },
      as_of = "2026-05-01",
      invoices = { { customer_name = "CoolRealty, Inc.", total = "500.00" } },
      text = { 'cool,"CoolRealty, Inc.",USD' },
    },
    {
      title = "a title that looks like a formula",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
          params = { rate = "60.00" } } },
        tickets = { { id = "T1", customer = "cool", contract = "k1", title = "=1+1", status = "closed" } },
        time_entries = { { id = "e1", ticket = "T1", start = "2026-04-10T09:00", minutes = 60 } },
      },
      as_of = "2026-05-01",
      invoices = { { total = "60.00", lines = { { description = "=1+1", amount = "60.00" } } } },
      text = { ",labor,'=1+1,1,hour,60.00," },
    },
    {
      title = "an amount below zero stays a number",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = { { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01",
          params = { price = "500.00" } } },
        charges = { { id = "c1", customer = "cool", contract = "k1", date = "2026-04-10", description = "Refund", quantity = "-1",
          unit_price = "20.00" } },
      },
      as_of = "2026-05-01",
      invoices = { { total = "480.00", lines = { { amount = "500.00" }, { amount = "-20.00" } } } },
      text = { "Refund,-1,,20.00,,-20.00,0.00," },
    },
    {
      title = "two customers, two invoices",
      data = {
        customers = { { id = "cool", name = "CoolRealty" }, { id = "acme", name = "Acme" } },
        contracts = {
          { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01", params = { price = "500.00" } },
          { id = "k2", customer = "acme", name = "Retainer", type = "retainer", start = "2026-04-01", params = { price = "300.00" } },
        },
      },
      as_of = "2026-05-01",
      invoices = { { total = "500.00" }, { total = "300.00" } },
      text = { "\r\n1,invoice,2026-05-01,2026-05-01,acme,", "\r\n2,invoice,2026-05-01,2026-05-01,cool," },
    },
    {
      title = "what only looks like a long number is text",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = { { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01",
          params = { price = "500.00" } } },
        charges = { { id = "c1", customer = "cool", contract = "k1", date = "2026-04-10", quantity = "1", unit_price = "20.00",
          description = "-123456789012345678901234567890123456789" } },
      },
      as_of = "2026-05-01",
      invoices = { { total = "520.00" } },
      text = { ",'-123456789012345678901234567890123456789,1," },
    },
  },
}
