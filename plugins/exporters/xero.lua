-- Xero: invoices (ACCREC) and credit notes, their allocation to invoices, by Xero's accounting API, version 2. Contacts are found by their
-- number, which is the customer's id, or by name, or made once. Amounts are without tax, and each line says its tax: Xero rounds by line.
--
-- Names come from the table maps: `customer`: the contact's name; `account` of a SKU or a category, else `income`, and of `rounding`: the
-- code of an account, or its name; `item` of a SKU: the code of an item there (none: the line has no item); `tax`: the tax rate, by name or
-- type (OUTPUT2), of a line's taxes joined by " + ", and of `none`, else NONE.
--
-- Xero keeps no note that is ours alone: a document of our number, for the same contact, on the same day, is taken as ours.
-- Its app is one of PKCE, without a secret: register the three redirect addresses below. Apps made before March 2026 have other scopes:
-- export.xero.scopes.

local booking = require "booking"
local delivery = require "delivery"

local most = { number = 255, contact = 255, customer = 50, description = 4000, phone = 50, country = 50, place = 255, street = 500,
  ids = 40, credits = 20 }

-- Where invoices and credit notes differ.
local sorts = {
  invoice = { list = "Invoices", type = "ACCREC", id = "InvoiceID", number = "InvoiceNumber", open = "AmountDue" },
  credit = { list = "CreditNotes", type = "ACCRECCREDIT", id = "CreditNoteID", number = "CreditNoteNumber", open = "RemainingCredit" },
}
local function sort_of(document) return delivery.is_credit(document.invoice) and sorts.credit or sorts.invoice end

local function unknown(...) return delivery.unknown("xero", "Xero", ...) end

-- ---- Requests

local function get(path, t, query)
  return { method = "GET", path = path, query = query, headers = { ["xero-tenant-id"] = t.company.id } }
end

local function send(method, path, body, t, query)
  return { method = method, path = path, query = query, body = body,
    headers = { ["xero-tenant-id"] = t.company.id, ["Idempotency-Key"] = t.key } }
end

local function quoted(text) return '"' .. text:gsub('[\\"]', "\\%0") .. '"' end

local function same(field, text) return field .. "==" .. quoted(text) end

-- ---- Names

local tax_key = delivery.tax_key

local function cut(text, longest) return text and text:sub(1, (utf8.offset(text, longest + 1) or #text + 1) - 1) end

local function contact_body(invoice, name)
  local to = invoice.bill_to
  local address = { AddressType = "POBOX", AddressLine1 = cut(to.address1, most.street), AddressLine2 = cut(to.address2, most.street),
    City = cut(to.city, most.place), Region = cut(to.region, most.place), PostalCode = cut(to.postal_code, most.country),
    Country = cut(to.country, most.country) }
  return { Name = name, ContactNumber = #invoice.customer <= most.customer and invoice.customer or nil,
    TaxNumber = cut(to.tax_id, most.country), EmailAddress = cut(to.email, most.place), Addresses = { address },
    Phones = to.phone and { { PhoneType = "DEFAULT", PhoneNumber = cut(to.phone, most.phone) } } or nil }
end

-- A contact that maps name is there; any other is made.
local function contact_need(invoice, t)
  local mapped = t.map("customer", invoice.customer)
  local name = mapped or cut(delivery.plain(invoice.customer_name), most.contact)
  local by_name = same("Name", name)
  return { kind = "customer", key = invoice.customer, name = name,
    find = get("Contacts", t, { where = mapped and by_name or same("ContactNumber", invoice.customer) .. " OR " .. by_name }),
    make = not mapped and send("PUT", "Contacts", { Contacts = { contact_body(invoice, name) } }, t) or nil,
    missing = unknown("customer", invoice.customer, name) }
end

local function account_need(line, t)
  local code, key = booking.earned(line, t, "200", "860"), delivery.account_key(line, t)
  return { kind = "account", key = key, name = code, find = get("Accounts", t),
    missing = unknown("account", key, code) }
end

local function tax_need(line, t)
  local key = tax_key(line)
  local name = t.map("tax", key, key == "none" and "NONE" or key)
  return { kind = "tax", key = key, name = name, find = get("TaxRates", t),
    missing = unknown("tax", key, name) }
end

local function item_need(code, key, t)
  return { kind = "item", key = key, name = code, find = get("Items", t, { where = same("Code", code) }),
    missing = unknown("item", key, code) }
end

local function needs(invoice, t)
  local list, add = delivery.needs()
  for _, line in ipairs(invoice.lines) do
    local code = t.map("item", line.sku)
    add(account_need(line, t))
    add(tax_need(line, t))
    if code then add(item_need(code, line.sku, t)) end
  end
  add(contact_need(invoice, t))  -- the last: nothing is made for an invoice that lacks anything
  return list
end

-- ---- Documents

local function line_of(line, invoice, t)
  local quantity, price, amount, text = delivery.counted(line, invoice, 4)
  return { Description = text == "" and "-" or delivery.fits(text, most.description, t, "the description of line " .. line.line),
    Quantity = quantity, UnitAmount = price, LineAmount = amount, TaxAmount = delivery.signed(line.tax, invoice),
    AccountCode = t.id("account", delivery.account_key(line, t)), TaxType = t.id("tax", tax_key(line)),
    ItemCode = t.map("item", line.sku) and t.id("item", line.sku) or nil }
end

-- Xero says how much of the foreign currency one unit of its own is, to six digits.
local function rate(invoice)
  local fx = invoice.fx
  if not fx or fx.currency == invoice.currency then return nil end
  local millionths = decimal(fx.rate):minor(6)
  local turned = millionths > 0 and money.muldiv(1000000, 1000000, millionths) or 0
  return turned > 0 and decimal(("%d.%06d"):format(turned // 1000000, turned % 1000000)) or nil
end

local function create(invoice, t)
  local credit = delivery.is_credit(invoice)
  local sort, lines = credit and sorts.credit or sorts.invoice, {}
  for i, line in ipairs(invoice.lines) do lines[i] = line_of(line, invoice, t) end
  local body = { Type = sort.type, [sort.number] = invoice.invoice, Contact = { ContactID = t.id("customer", invoice.customer) },
    Date = invoice.date, DueDate = not credit and (invoice.due_date or invoice.date) or nil,
    Reference = invoice.po_number or invoice.credits, LineAmountTypes = "Exclusive", CurrencyCode = invoice.currency,
    CurrencyRate = rate(invoice), Status = "AUTHORISED", LineItems = lines }
  return send("PUT", sort.list, { [sort.list] = { body } }, t, { summarizeErrors = "false", unitdp = "4" })
end

local function missing(invoice, t)
  local list = {}
  if utf8.len(invoice.invoice) > most.number then
    list[1] = ("its number has more than the %d characters of Xero"):format(most.number)
  end
  return list
end

local function find(document, t)
  if document.kind == "apply" then return get("CreditNotes/" .. document.credit.id, t) end
  if delivery.is_credit(document.invoice) then return get("CreditNotes", t, { where = same("CreditNoteNumber", document.number) }) end
  return get("Invoices", t, { InvoiceNumbers = document.number })
end

local function void(document, t)
  local sort = sort_of(document)
  return send("POST", sort.list .. "/" .. document.id, { [sort.list] = { { [sort.id] = document.id, Status = "VOIDED" } } }, t)
end

local function apply(document, t)
  local part = { Invoice = { InvoiceID = document.to.id }, Amount = delivery.positive(document.amount),
    Date = document.date or document.invoice.date }
  return send("PUT", "CreditNotes/" .. document.credit.id .. "/Allocations", { Allocations = { part } }, t, { summarizeErrors = "false" })
end

-- ---- Answers

-- /Date(1775001600000+0000)/, or 2026-04-01T00:00:00
local function day(text)
  text = delivery.text(text) or ""
  local milliseconds = text:match("^/Date%((%-?%d+)")
  if milliseconds then return date.format(math.tointeger(milliseconds) // 86400000) end
  return text:match("^%d%d%d%d%-%d%d%-%d%d")
end

local function is_gone(row) return row.Status == "DELETED" end

-- Of several of one number, the one that stands.
local function row_of(document, body, sort)
  local found
  for _, row in ipairs(body[sort.list] or {}) do
    local fits = row[sort.number] == document.number or document.id ~= nil and row[sort.id] == document.id
    if fits and not is_gone(row) and (not found or found.Status == "VOIDED") then found = row end
  end
  return found
end

local function is_ours(document, row, t)
  local invoice = document.invoice
  local contact = row.Contact and row.Contact.ContactID
  return contact == t.id("customer", invoice.customer) and day(row.Date) == invoice.date
end

local function document_facts(document, body, t)
  local sort, credit = sort_of(document), delivery.is_credit(document.invoice)
  local row = row_of(document, body, sort)
  if not row or row.StatusAttributeString == "ERROR" or not delivery.text(row[sort.id]) then return nil end
  local function amount(number) return delivery.amount(number, row.CurrencyCode or document.invoice.currency, credit) end
  return { id = row[sort.id], number = row[sort.number], total = amount(row.Total), tax = amount(row.TotalTax),
    version = row.UpdatedDateUTC, date = day(row.Date), customer = row.Contact and row.Contact.ContactID,
    voided = row.Status == "VOIDED" or nil, ours = is_ours(document, row, t) }
end

local function allocation(document, body)
  local credit = (body.CreditNotes or {})[1] or {}
  for _, row in ipairs(body.Allocations or credit.Allocations or {}) do
    if row.Invoice and row.Invoice.InvoiceID == document.to.id and #(row.ValidationErrors or {}) == 0 then
      return { id = row.AllocationID or document.credit.id, date = day(row.Date), ours = true }
    end
  end
end

-- Which row of a list a need means: {list, its id, what may be its name}.
local named = {
  customer = { "Contacts", "ContactID", { "Name" } }, account = { "Accounts", "Code", { "Code", "Name" } },
  tax = { "TaxRates", "TaxType", { "TaxType", "Name" } }, item = { "Items", "Code", { "Code" } },
}

local function named_row(document, body)
  local where, best = named[document.kind], nil
  for _, row in ipairs(body[where[1]] or {}) do
    if document.kind == "customer" and row.ContactNumber == document.key then return row end
    for _, field in ipairs(where[3]) do
      if not best and delivery.text(row[field]) and row[field]:lower() == document.name:lower() then best = row end
    end
  end
  return best
end

local function name_facts(document, body)
  local row = named_row(document, body)
  local id = row and row[named[document.kind][2]]
  if not id or row.StatusAttributeString == "ERROR" or row.ContactStatus == "ARCHIVED" or row.Status == "ARCHIVED" then return nil end
  return { id = id, name = document.name }
end

local function all_names(document, body)
  local list, where = {}, named[document.of]
  for _, row in ipairs(body[where[1]] or {}) do
    if delivery.text(row[where[2]]) then list[#list + 1] = { id = row[where[2]], name = row.Name or row[where[2]] } end
  end
  return list
end

local function companies(body)
  local list = {}
  for _, row in ipairs(body) do
    local good = row.tenantType == "ORGANISATION" and delivery.text(row.tenantId)
    if good then list[#list + 1] = { id = row.tenantId, name = row.tenantName } end
  end
  return list
end

local states = { VOIDED = "voided", DELETED = "gone" }

local function add_payments(list, row, t)
  for _, paid in ipairs(row.Payments or {}) do
    local currency = row.CurrencyCode or t.currency
    local amount = delivery.amount(paid.Amount, currency)
    list[#list + 1] = { id = paid.PaymentID, date = day(paid.Date), amount = amount, currency = currency, reference = paid.Reference,
      customer = row.Contact and row.Contact.ContactID, pays = { { id = row.InvoiceID, amount = amount } } }
  end
end

local function changes(body, t)
  local documents, payments = {}, {}
  for kind, sort in pairs(sorts) do
    for _, row in ipairs(body[sort.list] or {}) do
      local function amount(number) return delivery.amount(number, row.CurrencyCode or t.currency, kind == "credit") end
      documents[#documents + 1] = { id = row[sort.id], number = row[sort.number], state = states[row.Status] or "there",
        total = amount(row.Total), tax = amount(row.TotalTax), open = amount(row[sort.open]), date = day(row.Date),
        version = row.UpdatedDateUTC }
      if kind == "invoice" and not states[row.Status] then add_payments(payments, row, t) end
    end
  end
  return { documents = documents, payments = payments }
end

-- ---- What went wrong

-- By what a message says: {pattern, verdict, hint}.
local hints = {
  { "must be unique", "there", "give the other document of this number another one in Xero" },
  { "already assigned to another contact", "there", "a contact of this name is there, perhaps archived: map another name" },
  { "[Aa]ccount.* not a valid code", "refused", "billet export map xero set account KEY CODE" },
  { "[Aa]ccount code", "refused", "billet export map xero set account KEY CODE" },
  { "[Tt]ax ?[Tt]ype", "refused", "billet export map xero set tax KEY NAME" },
  { "[Ll]ock ?[Dd]ate", "refused", "the books of that date are locked: open them in Xero" },
  { "subscribed to currency", "refused", "add the currency in Xero" },
  { "[Ii]dempotency", "unknown" },
}

local function verdict_of(text, code)
  for _, hint in ipairs(hints) do
    if text:find(hint[1]) then return { as = hint[2], message = text, hint = hint[3], code = code } end
  end
  return { as = "refused", message = text, code = code }
end

local function messages(row)
  local list = {}
  for _, one in ipairs(row.ValidationErrors or {}) do list[#list + 1] = delivery.plain(delivery.text(one.Message) or "") end
  return #list > 0 and table.concat(list, "; ") or nil
end

-- The row of an answer that is about the document; of a list of one it is that one.
local function own_row(document, body)
  local list = body.Elements
  local names = { "Invoices", "CreditNotes", "Contacts", "Allocations" }
  for _, name in ipairs(names) do list = list or body[name] end
  for _, row in ipairs(list or {}) do
    local number = row.InvoiceNumber or row.CreditNoteNumber
    if #list == 1 or document.number and number == document.number then return row end
  end
end

local function refused(document, answer)
  local body = type(answer.body) == "table" and answer.body or {}
  if answer.status == 403 then return { as = "sign-in", message = delivery.text(body.Detail or body.Title) } end
  local row = own_row(document, body)
  local text = row and (row.StatusAttributeString == "ERROR" or answer.status >= 400 or document.kind == "apply") and messages(row)
  if text then return verdict_of(text, body.ErrorNumber) end
  text = answer.status == 400 and delivery.text(body.Message or body.Detail)
  return text and verdict_of(delivery.plain(text), body.ErrorNumber) or nil
end

return exporter {
  name = "xero", api = 1, version = "1.0.0", title = "Xero",
  doc = "Delivers invoices and credit notes; contacts are found there by the customer's id or name, or made.",

  delivers = {
    authorize_url = "https://login.xero.com/identity/connect/authorize", token_url = "https://identity.xero.com/connect/token",
    revoke_url = "https://identity.xero.com/connect/revocation",
    scopes = "offline_access accounting.invoices accounting.contacts accounting.settings.read", pkce = true, secret = false,
    redirect_uri = { "http://localhost:8765/callback", "http://localhost:8766/callback", "http://localhost:8767/callback" },
    api_url = { production = "https://api.xero.com/api.xro/2.0/" },
    limit = 120, per_minute = 60, together = 50, list = "Invoices",
  },

  missing = missing, needs = needs, create = create, find = find, void = void, apply = apply, refused = refused,

  company = function() return { method = "GET", path = "../../connections" } end,

  names = function(kind, t)
    return named[kind] and get(named[kind][1], t, kind == "customer" and { where = 'ContactStatus=="ACTIVE"' } or nil)
  end,

  confirm = function(document, answer, t)
    local body, kind = answer.body, document.kind
    if type(body) ~= "table" then return nil end
    if kind == "company" then return companies(body) end
    if kind == "changes" then return changes(body, t) end
    if kind == "names" then return all_names(document, body) end
    if kind == "apply" then return allocation(document, body) end
    if named[kind] then return name_facts(document, body) end
    return document_facts(document, body, t)
  end,

  changed = function(documents, t)
    local requests, ids = {}, delivery.ids(documents)
    for _, piece in ipairs(delivery.pieces(ids.invoice, most.ids)) do
      requests[#requests + 1] = get("Invoices", t, { IDs = table.concat(piece, ","), page = "1" })
    end
    for _, piece in ipairs(delivery.pieces(ids.credit, most.credits)) do
      for i, id in ipairs(piece) do piece[i] = ("CreditNoteID==Guid(%s)"):format(quoted(id)) end
      requests[#requests + 1] = get("CreditNotes", t, { where = table.concat(piece, " OR "), page = "1" })
    end
    return requests
  end,
}
