-- Xero's import of sales invoices: its columns, a row for each line. Amounts are without tax: answer "Tax Exclusive" when Xero asks.
-- A credit note has unit amounts below zero. Void invoices are left out.
--
-- Names come from the table maps: `customer`: the contact; `account` of a SKU or a category, else `income`; `item` of a SKU, else none;
-- `rounding`; `tax`: the name of the tax rate in Xero, of a line's taxes joined by " + ", and of `none`.

local booking = require "booking"
local csv = require "csv_text"

local columns = { "*ContactName", "EmailAddress", "POAddressLine1", "POAddressLine2", "POAddressLine3", "POAddressLine4", "POCity",
  "PORegion", "POPostalCode", "POCountry", "*InvoiceNumber", "Reference", "*InvoiceDate", "*DueDate", "Total", "InventoryItemCode",
  "*Description", "*Quantity", "*UnitAmount", "Discount", "*AccountCode", "*TaxType", "TaxAmount", "TrackingName1", "TrackingOption1",
  "TrackingName2", "TrackingOption2", "Currency", "BrandingTheme" }
local numbers = { Total = true, ["*Quantity"] = true, ["*UnitAmount"] = true, TaxAmount = true }
local longest = 4000  -- characters of a description

local shortened  -- descriptions that had to be

local function row(values)
  local cells = {}
  for i, name in ipairs(columns) do cells[i] = csv.cell(values[name], numbers[name]) end
  return csv.row(cells)
end

-- One tax rate stands for all taxes of a line, as in Xero.
local function tax_type(line, t)
  local all = booking.taxes(line)
  if all == "" then return t.map("tax", "none", "Tax Exempt") end
  return t.map("tax", all, all)
end

local function described(text)
  if text == "" then return "-" end
  if utf8.len(text) <= longest then return text end
  shortened = shortened + 1
  return text:sub(1, utf8.offset(text, longest + 1) - 1)
end

-- What is below zero is so by its price: a quantity never is.
local function line_values(values, line, invoice, t)
  local quantity, price, text = booking.counted(line, invoice, 4)
  if decimal(quantity) < 0 then
    quantity = quantity:sub(2)
    price = price:sub(1, 1) == "-" and price:sub(2) or "-" .. price
  end
  values.InventoryItemCode, values["*Description"] = t.map("item", line.sku), described(text)
  values["*Quantity"], values["*UnitAmount"] = quantity, price
  values["*AccountCode"], values["*TaxType"], values.TaxAmount = booking.earned(line, t, "200", "860"), tax_type(line, t), line.tax
end

return exporter {
  name = "xero-csv", api = 1, version = "1.0.0", title = "Xero, as a file", extension = "csv", books = true,
  doc = "The columns of Xero's import of sales invoices; its amounts are tax exclusive.",

  begins = function()
    shortened = 0
    local names = {}
    for i, name in ipairs(columns) do names[i] = name end
    return table.concat(names, ",") .. "\r\n"
  end,

  invoice = function(invoice, t)
    if invoice.state == "void" then return nil end
    local to, rows = invoice.bill_to, {}
    local values = {
      ["*ContactName"] = t.map("customer", invoice.customer, invoice.customer_name), EmailAddress = to.email,
      POAddressLine1 = to.address1, POAddressLine2 = to.address2, POCity = to.city, PORegion = to.region,
      POPostalCode = to.postal_code, POCountry = to.country, ["*InvoiceNumber"] = invoice.invoice,
      Reference = invoice.po_number or invoice.credits, ["*InvoiceDate"] = invoice.date,
      ["*DueDate"] = invoice.due_date or invoice.date, Total = invoice.total, Currency = invoice.currency,
    }
    for i, line in ipairs(invoice.lines) do
      line_values(values, line, invoice, t)
      rows[i] = row(values)
    end
    return table.concat(rows)
  end,

  ends = function(t)
    if shortened > 0 then
      t.warn(("descriptions are cut at %d characters, which is all that Xero takes: %d"):format(longest, shortened))
    end
  end,
}
