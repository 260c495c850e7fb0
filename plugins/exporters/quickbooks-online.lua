-- QuickBooks Online: an invoice each, credit memos and their application to invoices, by Intuit's accounting API, version 3. Customers and
-- items are found by name, or made once.
--
-- Names come from the table maps: `customer`: the customer; `item` of a SKU, else a category, and of `rounding`: the product or service;
-- one that is mapped is there and is not made. `account` of a SKU or a category, else `income`, and of `rounding`: the account of income
-- of items that are made. `tax`: the tax code, of a line's taxes joined by " + ", and of `none`. In the US lines are TAX or NON, and `tax`
-- names the sales tax of a company that does without automated sales tax.
--
-- export.quickbooks-online.tax: `ours` sends the tax of the invoice, and what QuickBooks makes of it is compared; `theirs` lets QuickBooks
-- compute it. Outside of the US it computes always, by the codes; `ours` compares.

local delivery = require "delivery"
local booking = require "booking"

local most = { number = 21, lines = 750, description = 4000, memo = 1000, customer = 500, item = 100, email = 100, ids = 30 }
local entities = { invoice = "Invoice", credit = "CreditMemo", customer = "Customer", item = "Item", account = "Account", tax = "TaxCode" }
local accounts = { product = "Sales of Product Income" }
local titles = { labor = "Labor", service = "Services", product = "Products", expense = "Expenses", rounding = "Rounding" }

local function american(t) return (t.company.country or "US") == "US" end
local function home(t) return t.company.currency or t.currency end

local function unknown(...) return delivery.unknown("quickbooks-online", "QuickBooks", ...) end

-- ---- Requests

local function quoted(text) return "'" .. text:gsub("[\\']", "\\%0") .. "'" end

local function ask(from, condition)
  return { method = "GET", path = "query",
    query = { query = "select * from " .. from .. (condition and " where " .. condition or ""), minorversion = "75" } }
end

-- requestid: what came twice is done once.
local function post(path, body, t, operation)
  return { method = "POST", path = path, body = body, query = { requestid = t.key, minorversion = "75", operation = operation } }
end

-- ---- Names

local function customer_name(invoice, t)
  return delivery.plain(t.map("customer", invoice.customer, invoice.customer_name), "[:%c]")
end

local function item_key(line) return line.kind == "rounding" and "rounding" or line.sku or line.category end

-- The item, and whether maps name it.
local function item_name(line, t)
  local mapped = t.map("item", item_key(line)) or line.kind ~= "rounding" and t.map("item", line.category)
  if mapped then return mapped, true end
  return delivery.plain(titles[item_key(line)] or item_key(line), "[:%c]"), false
end

local tax_key = delivery.tax_key
local function tax_name(key, t) return t.map("tax", key, key ~= "none" and key or nil) end

local function address(place)
  return delivery.filled { Line1 = place.address1, Line2 = place.address2, City = place.city, CountrySubDivisionCode = place.region,
    PostalCode = place.postal_code, Country = place.country }
end

local function email(to) return to.email and #to.email <= most.email and { Address = to.email } or nil end

local function currency(invoice, t)
  if invoice.currency ~= home(t) or t.company.multicurrency then return { value = invoice.currency } end
end

local function customer_need(invoice, t)
  local name, to = customer_name(invoice, t), invoice.bill_to
  return { kind = "customer", key = invoice.customer, name = name,
    find = ask("Customer", ("DisplayName = %s and Active in (true, false)"):format(quoted(name))),
    make = post("customer", { DisplayName = name, CompanyName = name, BillAddr = address(to), PrimaryEmailAddr = email(to),
      PrimaryPhone = to.phone and { FreeFormNumber = to.phone } or nil, CurrencyRef = currency(invoice, t) }, t) }
end

local function account_need(line, t)
  local key, name = delivery.account_key(line, t), booking.earned(line, t, accounts[line.category] or "Services", "Services")
  local field = name:find(":", 1, true) and "FullyQualifiedName" or "Name"
  return { kind = "account", key = key, name = name, find = ask("Account", field .. " = " .. quoted(name)),
    missing = unknown("account", key, name) }
end

-- An item that maps name is there; any other is made, of the account that was found before.
local function item_need(line, t)
  local key, name, mapped = item_key(line), item_name(line, t)
  local account = t.id("account", delivery.account_key(line, t))
  return { kind = "item", key = key, name = name,
    find = ask("Item", ("Name = %s and Active in (true, false)"):format(quoted(name))),
    make = not mapped and account and post("item", { Name = name, Sku = line.sku, Type = "Service", Taxable = delivery.taxed(line),
      IncomeAccountRef = { value = account } }, t) or nil,
    missing = unknown("item", key, name) }
end

local function tax_need(key, name)
  return { kind = "tax", key = key, name = name, find = ask("TaxCode", "Name = " .. quoted(name)),
    missing = unknown("tax", key, name) }
end

-- Of the whole invoice, where a company of the US does without automated sales tax.
local function sales_tax(invoice, t)
  local line = american(t) and delivery.first_taxed(invoice)
  return line and t.map("tax", tax_key(line)) and tax_key(line) or nil
end

-- ---- Documents

-- How an invoice of ours is told from another of its number.
local function mark(key) return "billet " .. key end

local function line_of(line, number, invoice, t)
  local quantity, price, amount, text = delivery.counted(line, invoice, 5)
  local code = american(t) and (delivery.taxed(line) and "TAX" or "NON") or t.id("tax", tax_key(line))
  return { LineNum = number, Amount = amount, DetailType = "SalesItemLineDetail",
    Description = delivery.fits(text, most.description, t, "the description of line " .. number),
    SalesItemLineDetail = { ItemRef = { value = t.id("item", item_key(line)) }, Qty = quantity, UnitPrice = price,
      TaxCodeRef = { value = code }, ServiceDate = line.date or line.period and line.period.start } }
end

local function total_tax(invoice, t)
  local ours, code = t.settings.tax ~= "theirs", sales_tax(invoice, t)
  if not american(t) then return nil end
  return delivery.filled { TotalTax = ours and delivery.signed(invoice.tax, invoice) or nil,
    TxnTaxCodeRef = code and { value = t.id("tax", code) } or nil }
end

-- The place by which QuickBooks taxes; a look ahead, which has no key, tells it.
local function ship_to(invoice, t)
  local site, any = delivery.site(invoice)
  if site and t.key == "" then t.warn(("%s ships to the site %s"):format(invoice.invoice, site.name or site.site)) end
  if site then return address(site) end
  if any then t.warn(("%s has lines of several sites: QuickBooks gets the customer's address to ship to"):format(invoice.invoice)) end
  return address(invoice.bill_to)
end

local function memo(invoice, t)
  local parts = {}
  if invoice.po_number then parts[1] = "PO: " .. invoice.po_number end
  parts[#parts + 1] = invoice.note
  return #parts > 0 and { value = delivery.fits(table.concat(parts, "\n"), most.memo, t, "the note") } or nil
end

local function rate(invoice, t)
  return invoice.fx and invoice.fx.currency == home(t) and invoice.currency ~= home(t) and decimal(invoice.fx.rate) or nil
end

local function create(invoice, t)
  local lines, credit = {}, delivery.is_credit(invoice)
  for i, line in ipairs(invoice.lines) do lines[i] = line_of(line, i, invoice, t) end
  return post(credit and "creditmemo" or "invoice", {
    DocNumber = invoice.invoice, TxnDate = invoice.date, DueDate = not credit and invoice.due_date or nil,
    CustomerRef = { value = t.id("customer", invoice.customer) }, CurrencyRef = currency(invoice, t), ExchangeRate = rate(invoice, t),
    PrivateNote = mark(t.key) .. (invoice.credits and ", credits " .. invoice.credits or ""), CustomerMemo = memo(invoice, t),
    BillAddr = address(invoice.bill_to), ShipAddr = ship_to(invoice, t), BillEmail = email(invoice.bill_to), Line = lines,
    TxnTaxDetail = total_tax(invoice, t), GlobalTaxCalculation = not american(t) and "TaxExcluded" or nil,
  }, t)
end

-- What can only be found comes first: nothing is made for an invoice that lacks anything.
local function needs(invoice, t)
  local list, add = delivery.needs()
  local whole = sales_tax(invoice, t)
  if whole then add(tax_need(whole, tax_name(whole, t))) end
  for _, line in ipairs(american(t) and {} or invoice.lines) do add(tax_need(tax_key(line), tax_name(tax_key(line), t))) end
  for _, line in ipairs(invoice.lines) do
    local known = t.id("item", item_key(line))
    local _, mapped = item_name(line, t)
    if not mapped and not known then add(account_need(line, t)) end
    if mapped or known or t.id("account", delivery.account_key(line, t)) then add(item_need(line, t)) end
  end
  add(customer_need(invoice, t))
  return list
end

local function missing(invoice, t)
  local list = {}
  local function add(...) list[#list + 1] = string.format(...) end
  if utf8.len(invoice.invoice) > most.number then add("its number has more than the %d characters of QuickBooks", most.number) end
  if #invoice.lines > most.lines then add("it has %d lines: QuickBooks takes %d", #invoice.lines, most.lines) end
  if t.company.numbers == false then
    add("QuickBooks would number it by itself: switch custom transaction numbers on there, and sign in again")
  end
  if invoice.currency ~= home(t) and t.company.multicurrency == false then
    add("it is in %s: switch multicurrency on in QuickBooks, and sign in again", invoice.currency)
  end
  local untaxed = false
  for _, line in ipairs(invoice.lines) do untaxed = untaxed or #line.taxes == 0 end
  if untaxed and not american(t) and not tax_name("none", t) then
    add("lines without a tax need a tax code: billet export map quickbooks-online set tax none NAME")
  end
  return list
end

local function find(document)
  if document.kind == "apply" then return ask("Payment", "PaymentRefNum = " .. quoted(document.credit.number)) end
  return ask(delivery.is_credit(document.invoice) and "CreditMemo" or "Invoice", "DocNumber = " .. quoted(document.number))
end

-- QuickBooks voids invoices, and deletes credit memos.
local function void(document, t)
  local credit = delivery.is_credit(document.invoice)
  return post(credit and "creditmemo" or "invoice", { Id = document.id, SyncToken = document.version }, t, credit and "delete" or "void")
end

-- A payment of nothing, which links the two.
local function apply(document, t)
  local invoice, amount = document.invoice, delivery.positive(document.amount)
  local function part(kind, id) return { Amount = amount, LinkedTxn = { { TxnId = id, TxnType = kind } } } end
  return post("payment", { CustomerRef = { value = t.id("customer", invoice.customer) }, CurrencyRef = currency(invoice, t), TotalAmt = 0,
    TxnDate = document.date or invoice.date, PaymentRefNum = document.credit.number, PrivateNote = mark(t.key),
    Line = { part("Invoice", document.to.id), part("CreditMemo", document.credit.id) } }, t)
end

-- ---- Answers

-- The rows of an answer that are any.
local function rows(body, entity)
  local list = {}
  for _, row in ipairs(body[entity] and { body[entity] } or body.QueryResponse and body.QueryResponse[entity] or {}) do
    if delivery.text(row.Id) then list[#list + 1] = row end
  end
  return list
end

-- document.key is that of the request that made it.
local function is_ours(row, document)
  if not document.key or document.kind == "void" then return nil end
  return (row.PrivateNote or ""):find(mark(document.key), 1, true) ~= nil
end

local function is_void(row) return decimal(row.TotalAmt or "0") == decimal "0" and (row.PrivateNote or ""):find("^Voided") ~= nil end
local function currency_of(row, t) return row.CurrencyRef and row.CurrencyRef.value or home(t) end

local function sale_facts(row, document, credit, t)
  local function amount(number) return delivery.amount(number, currency_of(row, t), credit) end
  return { id = row.Id, number = row.DocNumber, total = amount(row.TotalAmt), tax = amount(row.TxnTaxDetail and row.TxnTaxDetail.TotalTax),
    version = row.SyncToken, date = row.TxnDate, customer = row.CustomerRef and row.CustomerRef.value, voided = is_void(row) or nil,
    ours = is_ours(row, document), theirs = t.settings.tax == "theirs" or nil }
end

local function sale(document, body, t)
  local credit = delivery.is_credit(document.invoice)
  local found = rows(body, credit and "CreditMemo" or "Invoice")
  local row = found[1]
  for _, other in ipairs(found) do
    if is_ours(other, document) then row = other end
  end
  if row and row.status == "Deleted" then return { id = row.Id, number = document.number, voided = true } end
  return row and sale_facts(row, document, credit, t) or nil
end

local function application(document, body)
  for _, row in ipairs(rows(body, "Payment")) do
    if is_ours(row, document) ~= false then return { id = row.Id, version = row.SyncToken, date = row.TxnDate, ours = true } end
  end
end

local function named(document, body)
  for _, row in ipairs(rows(body, entities[document.kind])) do
    if row.Active ~= false then return { id = row.Id, name = document.name } end
  end
end

local function all_names(document, body)
  local list = {}
  for _, row in ipairs(rows(body, entities[document.of])) do
    list[#list + 1] = { id = row.Id, name = row.DisplayName or row.FullyQualifiedName or row.Name }
  end
  return list
end

local function company(body, t)
  local found = {}
  for _, item in ipairs(body.BatchItemResponse or {}) do
    for name, list in pairs(item.QueryResponse or {}) do found[name] = type(list) == "table" and list[1] or nil end
  end
  local info, set = found.CompanyInfo, found.Preferences or {}
  if not info or not delivery.text(info.CompanyName) then return nil end
  local sales, money_of, taxes = set.SalesFormsPrefs or {}, set.CurrencyPrefs or {}, set.TaxPrefs or {}
  if sales.CustomTxnNumbers == false then t.warn("custom transaction numbers are off in QuickBooks: switch them on before you export") end
  return { { id = t.company.id, name = info.CompanyName, country = info.Country, numbers = sales.CustomTxnNumbers,
    currency = money_of.HomeCurrency and money_of.HomeCurrency.value, multicurrency = money_of.MultiCurrencyEnabled,
    automated_tax = taxes.PartnerTaxEnabled } }
end

local function payment(row, t)
  local paid_in, pays, credits = currency_of(row, t), {}, {}
  for _, line in ipairs(row.Line or {}) do
    local link, amount = (line.LinkedTxn or {})[1] or {}, delivery.amount(line.Amount, paid_in)
    if link.TxnType == "CreditMemo" then credits[#credits + 1] = amount end
    if link.TxnType == "Invoice" then pays[#pays + 1] = { id = link.TxnId, amount = amount } end
  end
  return { id = row.Id, date = row.TxnDate, amount = delivery.amount(row.TotalAmt, paid_in), currency = paid_in,
    reference = row.PaymentRefNum, customer = row.CustomerRef and row.CustomerRef.value, pays = delivery.paid(pays, credits, paid_in) }
end

local function asked(entity, ids)
  local list = {}
  for _, piece in ipairs(delivery.pieces(ids, most.ids)) do
    for i, id in ipairs(piece) do piece[i] = quoted(id) end
    list[#list + 1] = ask(entity, "Id in (" .. table.concat(piece, ", ") .. ")")
  end
  return list
end

local function changes(document, body, t)
  local documents, payments, links, seen = {}, {}, {}, {}
  for _, entity in ipairs { "Invoice", "CreditMemo" } do
    for _, row in ipairs(rows(body, entity)) do
      local facts = sale_facts(row, document, entity == "CreditMemo", t)
      documents[#documents + 1] = { id = facts.id, number = facts.number, state = facts.voided and "voided" or "there", total = facts.total,
        tax = facts.tax, date = facts.date, version = facts.version,
        open = delivery.amount(row.Balance, currency_of(row, t), entity == "CreditMemo") }
      for _, link in ipairs(row.LinkedTxn or {}) do
        if link.TxnType == "Payment" and not seen[link.TxnId] then links[#links + 1], seen[link.TxnId] = link.TxnId, true end
      end
    end
  end
  for _, row in ipairs(rows(body, "Payment")) do
    if decimal(row.TotalAmt) > decimal "0" then payments[#payments + 1] = payment(row, t) end
  end
  return { documents = documents, payments = payments, more = asked("Payment", links) }
end

-- ---- What went wrong

local verdicts = {
  ["120"] = { as = "sign-in", hint = "who signed in may not use these books any more" }, ["3200"] = { as = "sign-in" },
  ["003001"] = { as = "wait", after = 60 }, ["3001"] = { as = "wait", after = 60 }, ["10000"] = { as = "unknown" },
  ["600"] = { as = "there" }, ["6140"] = { as = "there", hint = "give the other document of this number another one in QuickBooks" },
  ["6240"] = { as = "there", hint = "a customer, vendor or employee of this name is there: map another name" },
  ["610"] = { hint = "what it names is not there any more, or not active: make it active in QuickBooks, or map another name" },
  ["5010"] = { hint = "it was changed in QuickBooks meanwhile: export again" },
  ["6070"] = { hint = "QuickBooks multiplies otherwise" }, ["6100"] = { hint = "QuickBooks says that the company is not of the US" },
  ["6190"] = { as = "stop", hint = "the subscription of QuickBooks has ended" },
  ["6210"] = { hint = "the books of that date are closed: open them in QuickBooks" },
  ["6540"] = { hint = "it was deposited: undo the deposit in QuickBooks" },
}
verdicts["2500"] = verdicts["610"]

local function fault_of(body)
  local fault = body.Fault or body.fault
  for _, item in ipairs(body.BatchItemResponse or {}) do fault = fault or item.Fault end
  local one = fault and (fault.Error or fault.error or {})[1]
  local text = delivery.text
  return one and { code = text(one.code), message = text(one.Message or one.message), detail = text(one.Detail or one.detail) }
end

local function inactive(document, body)
  for _, row in ipairs((document.kind == "customer" or document.kind == "item") and rows(body, entities[document.kind]) or {}) do
    if row.Active == false then
      return { as = "refused", message = ("%s %s is not active in QuickBooks"):format(document.kind, document.name),
        hint = "make it active there, or map another name" }
    end
  end
end

local function refused(document, answer)
  local body = type(answer.body) == "table" and answer.body or {}
  local fault = fault_of(body)
  if not fault then return answer.status < 300 and not named(document, body) and inactive(document, body) or nil end
  local known = verdicts[fault.code] or {}
  local text = fault.message or "QuickBooks refused it"
  local as = known.as or answer.status >= 500 and "unknown" or "refused"
  if fault.code == "6210" and text:find("[Dd]uplicate") then as = "there" end
  if fault.detail and fault.detail ~= text then text = text .. ": " .. fault.detail end
  return { as = as, message = delivery.plain(text), hint = known.hint, code = fault.code, after = known.after }
end

return exporter {
  name = "quickbooks-online", api = 1, version = "1.0.0", title = "QuickBooks Online",
  doc = "Delivers invoices and credit memos; customers and items are found there by name, or made.",

  delivers = {
    authorize_url = "https://appcenter.intuit.com/connect/oauth2",
    token_url = "https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer",
    revoke_url = "https://developer.api.intuit.com/v2/oauth2/tokens/revoke",
    scopes = "com.intuit.quickbooks.accounting", secret = true, redirect_uri = "http://localhost:8765/callback", company_from = "realmId",
    api_url = { production = "https://quickbooks.api.intuit.com/v3/company/{company}/",
      sandbox = "https://sandbox-quickbooks.api.intuit.com/v3/company/{company}/" },
    limit = 120, per_minute = 500,
    settings = { tax = { "ours", "theirs", doc = "who computes the tax: billet, or QuickBooks by the address that it ships to" } },
  },

  missing = missing, needs = needs, create = create, find = find, void = void, apply = apply, refused = refused,

  company = function()
    local function query(id, from) return { bId = id, Query = "select * from " .. from } end
    return { method = "POST", path = "batch", query = { minorversion = "75" },
      body = { BatchItemRequest = { query("company", "CompanyInfo"), query("preferences", "Preferences") } } }
  end,

  names = function(kind) return entities[kind] and ask(entities[kind], "Active = true maxresults 1000") end,

  confirm = function(document, answer, t)
    local body, kind = answer.body, document.kind
    if type(body) ~= "table" or fault_of(body) then return nil end
    if kind == "company" then return company(body, t) end
    if kind == "changes" then return changes(document, body, t) end
    if kind == "names" then return all_names(document, body) end
    if kind == "apply" then return application(document, body) end
    if entities[kind] and kind ~= "invoice" and kind ~= "credit" then return named(document, body) end
    return sale(document, body, t)
  end,

  changed = function(documents)
    local ids = delivery.ids(documents)
    local requests, credits = asked("Invoice", ids.invoice), asked("CreditMemo", ids.credit)
    return table.move(credits, 1, #credits, #requests + 1, requests)
  end,
}
