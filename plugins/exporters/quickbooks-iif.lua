-- IIF, which QuickBooks Desktop imports: a transaction for each invoice and credit note; Windows-1252, as that program is of Windows.
-- QuickBooks does not look for what it has already: import each file once. Void invoices are left out.
--
-- Names come from the table maps: `customer`; `item` of a SKU or a category; `account` of a SKU or a category, else `income`; of a tax,
-- else `tax`; `receivable`, `rounding`; `tax`: the sales tax item. The file knows no currency: what is in another one than the book's
-- is refused, unless `receivable.CAD` names an account of customers who pay in it.

local booking = require "booking"

local head = { "TRNSTYPE", "DATE", "ACCNT", "NAME", "AMOUNT", "DOCNUM", "MEMO", "TOPRINT", "ADDR1", "ADDR2", "ADDR3", "ADDR4", "ADDR5",
  "DUEDATE", "PONUM" }
local split = { "TRNSTYPE", "DATE", "ACCNT", "NAME", "AMOUNT", "DOCNUM", "MEMO", "QNTY", "PRICE", "INVITEM", "TAXABLE", "EXTRA" }
local numbers = { AMOUNT = true, QNTY = true, PRICE = true, DOCNUM = true }
local most = { name = 41, number = 11, memo = 4095, item = 31, order = 25, address = 41 }  -- characters

local shortened  -- how often, by what

-- The first characters of a text; of a number the last, which tell it from others.
local function fits(text, what)
  local length, room = utf8.len(text), most[what]
  if length <= room then return text end
  shortened[what] = (shortened[what] or 0) + 1
  if what == "number" then return text:sub(utf8.offset(text, length - room + 1)) end
  return text:sub(1, utf8.offset(text, room + 1) - 1)
end

-- No text holds what parts cells and rows; quotes would hold together what follows. One that a spreadsheet would run gets an apostrophe.
local function cell(value, number)
  local text = value == nil and "" or tostring(value):gsub("%c", " "):gsub('"', "'")
  if not number and text:find("^[=+%-@]") then text = "'" .. text end
  return text
end

local function row(first, names, values)
  local cells = { first }
  for i, name in ipairs(names) do cells[i + 1] = cell(values[name], numbers[name]) end
  return table.concat(cells, "\t") .. "\r\n"
end

local function header(first, names) return first .. "\t" .. table.concat(names, "\t") .. "\r\n" end

local function day(text) return text and ("%s/%s/%s"):format(text:sub(6, 7), text:sub(9, 10), text:sub(3, 4)) end

-- The other sign, of a number as text.
local function turned(number)
  if decimal(number) == decimal "0" then return number end
  return number:sub(1, 1) == "-" and number:sub(2) or "-" .. number
end

local function item_of(line, t)
  if line.kind == "rounding" then return t.map("item", "rounding", "Rounding") end
  return t.map("item", line.sku) or t.map("item", line.category, line.sku or line.category)
end

local function receivable(invoice, t)
  if invoice.currency == t.currency then return t.map("account", "receivable", "Accounts Receivable") end
  local key = "receivable." .. invoice.currency
  local name = t.map("account", key)
  if name then return name end
  error(("%s is in %s, and an IIF file has no currency: map account %s to the account of customers who pay in it, or leave it to "
    .. "another target"):format(invoice.invoice, invoice.currency, key), 0)
end

local function address(to)
  local place = {}
  for _, part in ipairs { "city", "region", "postal_code" } do place[#place + 1] = to[part] end
  local lines = {}
  for _, text in ipairs { to.name or "", to.address1 or "", to.address2 or "", table.concat(place, " "), to.country or "" } do
    if text ~= "" then lines[#lines + 1] = fits(text, "address") end
  end
  return lines
end

-- The whole number where DOCNUM could not take it, and what is credited.
local function memo(invoice, number)
  local whole = number ~= invoice.invoice and invoice.invoice or ""
  return invoice.credits and ("%s credits %s"):format(whole, invoice.credits):gsub("^ ", "") or whole
end

local function line_row(line, invoice, base, t)
  local quantity, price, text = booking.counted(line, invoice, 5)
  return row("SPL", split, {
    TRNSTYPE = base.TRNSTYPE, DATE = base.DATE, DOCNUM = base.DOCNUM, AMOUNT = turned(line.amount),
    ACCNT = booking.earned(line, t, "Services", "Rounding"),
    MEMO = fits(text, "memo"), QNTY = turned(quantity), PRICE = price, INVITEM = fits(item_of(line, t), "item"),
    TAXABLE = decimal(line.tax) ~= decimal "0" and "Y" or "N",
  })
end

-- Each tax of the document is a row, as in QuickBooks.
local function tax_rows(rows, invoice, base, t)
  for _, tax in ipairs(invoice.taxes) do
    if decimal(tax.amount) ~= decimal "0" then
      rows[#rows + 1] = row("SPL", split, {
        TRNSTYPE = base.TRNSTYPE, DATE = base.DATE, DOCNUM = base.DOCNUM, NAME = fits(tax.jurisdiction or "", "name"),
        ACCNT = booking.taxed(tax, t, "Sales Tax Payable"), AMOUNT = turned(tax.amount),
        MEMO = fits(("%s %s"):format(tax.name, tax.rate), "memo"), PRICE = tax.rate,
        INVITEM = fits(t.map("tax", tax.name, tax.name), "item"), TAXABLE = "N", EXTRA = "AUTOSTAX",
      })
    end
  end
end

return exporter {
  name = "quickbooks-iif", api = 1, version = "1.0.0", title = "QuickBooks Desktop, as a file",
  books = true,
  extension = "iif", encoding = "windows-1252",
  doc = "Invoices and credit memos in the interchange format of QuickBooks Desktop. Import each file once.",

  begins = function()
    shortened = {}
    return header("!TRNS", head) .. header("!SPL", split) .. "!ENDTRNS\r\n"
  end,

  invoice = function(invoice, t)
    if invoice.state == "void" then return nil end
    local lines = address(invoice.bill_to)
    local number = fits(invoice.invoice, "number")
    local base = {
      TRNSTYPE = invoice.kind == "credit" and "CREDIT MEMO" or "INVOICE", DATE = day(invoice.date), ACCNT = receivable(invoice, t),
      NAME = fits(t.map("customer", invoice.customer, invoice.customer_name), "name"), AMOUNT = invoice.total, DOCNUM = number,
      MEMO = memo(invoice, number),
      TOPRINT = "N", ADDR1 = lines[1], ADDR2 = lines[2], ADDR3 = lines[3], ADDR4 = lines[4], ADDR5 = lines[5],
      DUEDATE = day(invoice.due_date), PONUM = fits(invoice.po_number or "", "order"),
    }
    local rows = { row("TRNS", head, base) }
    for _, line in ipairs(invoice.lines) do rows[#rows + 1] = line_row(line, invoice, base, t) end
    tax_rows(rows, invoice, base, t)
    return table.concat(rows) .. "ENDTRNS\r\n"
  end,

  ends = function(t)
    local words = { number = "numbers: their last %d characters stand there, MEMO has the whole", name = "names: cut at %d characters",
      item = "items: cut at %d characters", memo = "texts: cut at %d characters", order = "purchase orders: cut at %d characters",
      address = "lines of addresses: cut at %d characters" }
    for what, count in pairs(shortened) do
      t.warn(("QuickBooks Desktop takes no longer %s (%d)"):format(words[what]:format(most[what]), count))
    end
  end,
}
