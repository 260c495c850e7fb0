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

-- For the examples.
local cool = { { id = "cool", name = "CoolRealty" } }
local function retainer(price, more)
  more = more or {}
  return { { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01", params = { price = price },
    tax = more.tax, currency = more.currency } }
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

  examples = {
    {
      title = "a fee and its tax",
      data = {
        customers = { { id = "cool", name = "CoolRealty", address1 = "1 Main St", city = "Bath", region = "ME", postal_code = "04530",
          country = "US", po_number = "PO 7", terms_days = 30 } },
        contracts = retainer("500.00", { tax = "State" }),
        taxes = { { name = "State", rule = "percent", from = "2026-01-01", params = { rate = "10%", jurisdiction = "Revenue Services" } } },
      },
      as_of = "2026-05-01",
      invoices = { { total = "550.00" } },
      text = "!TRNS\tTRNSTYPE\tDATE\tACCNT\tNAME\tAMOUNT\tDOCNUM\tMEMO\tTOPRINT\tADDR1\tADDR2\tADDR3\tADDR4\tADDR5\tDUEDATE\tPONUM\r\n"
        .. "!SPL\tTRNSTYPE\tDATE\tACCNT\tNAME\tAMOUNT\tDOCNUM\tMEMO\tQNTY\tPRICE\tINVITEM\tTAXABLE\tEXTRA\r\n!ENDTRNS\r\n"
        .. "TRNS\tINVOICE\t05/01/26\tAccounts Receivable\tCoolRealty\t550.00\t1\t\tN\tCoolRealty\t1 Main St\tBath ME 04530\tUS\t\t"
        .. "05/31/26\tPO 7\r\n"
        .. "SPL\tINVOICE\t05/01/26\tServices\t\t-500.00\t1\tRetainer fee\t-1\t500.00\tservice\tY\t\r\n"
        .. "SPL\tINVOICE\t05/01/26\tSales Tax Payable\tRevenue Services\t-50.00\t1\tState 10%\t\t10%\tState\tN\tAUTOSTAX\r\n"
        .. "ENDTRNS\r\n",
    },
    {
      title = "names that are mapped",
      data = {
        customers = cool, contracts = retainer("500.00", { tax = "State" }),
        taxes = { { name = "State", rule = "percent", from = "2026-01-01", params = { rate = "10%" } } },
        maps = {
          { target = "quickbooks-iif", kind = "customer", key = "cool", value = "Cool:Realty" },
          { target = "quickbooks-iif", kind = "account", key = "receivable", value = "1200 A/R" },
          { target = "quickbooks-iif", kind = "account", key = "income", value = "4000 Managed" },
          { target = "quickbooks-iif", kind = "item", key = "service", value = "Managed" },
          { target = "quickbooks-iif", kind = "tax", key = "State", value = "ME tax" },
        },
      },
      as_of = "2026-05-01",
      invoices = { { total = "550.00" } },
      text = { "\t1200 A/R\tCool:Realty\t550.00\t", "\t4000 Managed\t\t-500.00\t", "\tManaged\tY\t", "\tME tax\tN\tAUTOSTAX\r\n" },
    },
    {
      title = "a credit memo has its signs turned round",
      data = {
        customers = cool, contracts = retainer("5.00"),
        charges = { { id = "c1", customer = "cool", contract = "k1", date = "2026-04-10", description = "Refund", quantity = "-1",
          unit_price = "20.00" } },
      },
      as_of = "2026-05-01",
      invoices = { { kind = "credit", total = "-15.00" } },
      text = { "TRNS\tCREDIT MEMO\t05/01/26\tAccounts Receivable\tCoolRealty\t-15.00\t1\t", "\t20.00\t1\tRefund\t1\t20.00\tproduct\tN\t" },
    },
    {
      title = "no text of somebody else parts cells or rows",
      data = {
        customers = { { id = "cool", name = 'Cool\t"Realty"' } }, contracts = retainer("500.00"),
        charges = { { id = "c1", customer = "cool", contract = "k1", date = "2026-04-10", description = "=1+1\n\tx", quantity = "1",
          unit_price = "20.00" } },
      },
      as_of = "2026-05-01",
      invoices = { { total = "520.00" } },
      text = { "\tCool 'Realty'\t520.00\t", "\t'=1+1  x\t-1\t20.00\t" },
    },
    {
      title = "what is too long is cut",
      data = { customers = { { id = "cool", name = "A näme that is much too long for QuickBooks" } }, contracts = retainer("500.00") },
      as_of = "2026-05-01",
      invoices = { { total = "500.00" } },
      text = { "\tA näme that is much too long for QuickBoo\t500.00\t" },
    },
    {
      title = "another currency, with an account of its own",
      data = {
        customers = cool, contracts = retainer("5000", { currency = "JPY" }),
        maps = { { target = "quickbooks-iif", kind = "account", key = "receivable.JPY", value = "A/R JPY" } },
      },
      as_of = "2026-05-01",
      invoices = { { total = "5000", currency = "JPY" } },
      text = { "\tA/R JPY\tCoolRealty\t5000\t", "\t-5000\t1\tRetainer fee\t-1\t5000\t" },
    },
    {
      title = "another currency without an account",
      data = { customers = cool, contracts = retainer("5000", { currency = "JPY" }) },
      as_of = "2026-05-01",
      refused = "1 is in JPY, and an IIF file has no currency: map account receivable.JPY",
    },
  },
}
