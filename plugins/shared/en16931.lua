-- EN 16931: an invoice as the European norm means it, in the terms that its two syntaxes share (BT- and BG-numbers), and what it lacks.
-- Sources: EN 16931-1:2017 (terms, rules BR-…), Peppol BIS Billing 3 (PEPPOL-…, DE-R-…), XRechnung 3.0 (BR-DE-…); code lists UNTDID
-- 1001 (documents), 4461 (means of payment), 5305 (VAT categories), CEF VATEX (reasons of exemption).

-- ---- BT-23, BT-24: by the customer's `einvoice`. Peppol knows UBL alone; Factur-X with all of the norm names no profile of its own.

local billing = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
local plain = { name = "EN 16931", specification = "urn:cen.eu:en16931:2017" }
local profiles = {
  ubl = {
    peppol = { name = "Peppol", process = billing,
      specification = plain.specification .. "#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0" },
  },
  cii = {},
}
for _, syntax in pairs(profiles) do
  syntax.xrechnung = { name = "XRechnung", process = billing,
    specification = plain.specification .. "#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0" }
end

-- ---- BT-118, BT-151: the VAT category (UNTDID 5305) of the taxes of a line. A rate above zero is S. At zero the tax rule's `code` says
-- it: a category (Z, E, AE, K, G, O), or a reason of the list VATEX, which belongs to one. Without a code a reason means exempt (E), and
-- no reason zero rated (Z). A line without any tax is outside of the tax (O); beside lines that are taxed it is exempt, for O stands alone;
-- where its amount is zero, as of what is included or given away, it is as the first that is taxed.

local reasons = {
  AE = { "VATEX-EU-AE", "Reverse charge" },
  K = { "VATEX-EU-IC", "Intra-Community supply" },
  G = { "VATEX-EU-G", "Export outside the EU" },
  O = { "VATEX-EU-O", "Not subject to VAT" },
}
local of_vatex = { ["VATEX-EU-AE"] = "AE", ["VATEX-EU-IC"] = "K", ["VATEX-EU-G"] = "G", ["VATEX-EU-O"] = "O" }

local function zero_category(code, reason)
  if reasons[code] or code == "E" or code == "Z" then return code end
  if code and code:find("^VATEX%-") then return of_vatex[code] or "E", code end
  return reason and "E" or "Z"
end

-- The rate of all components in percent: one that is of the net amount and the taxes before it multiplies.
local function rate_of(taxes)
  local rate, negative = decimal "0", false
  for i, tax in ipairs(taxes) do
    local own = decimal((tax.rate:gsub("%%", "")))
    local compound = i > 1 and tax.base ~= taxes[1].base
    if own < 0 then negative = true end
    rate = rate + own + (compound and own * rate * decimal "0.01" or 0)
  end
  return rate, negative
end

-- {category, rate (text; nil of O), vatex, reason, withheld}
local function taxed(taxes)
  local first, rate, withheld = taxes[1], rate_of(taxes)
  if rate ~= decimal "0" then return { category = "S", rate = tostring(rate), withheld = withheld } end
  local category, vatex = zero_category(first.code, first.reason)
  return { category = category, rate = category ~= "O" and "0" or nil, vatex = vatex,
    reason = category ~= "Z" and first.reason or nil, withheld = withheld }
end

local function each_line(invoice, visit)
  for _, line in ipairs(invoice.lines) do
    if line.kind ~= "rounding" then visit(line) end
  end
end

-- What answers the VAT of a line.
local function vat_of(invoice)
  local usual
  each_line(invoice, function(line) usual = usual or #line.taxes > 0 and taxed(line.taxes) end)
  local outside = { category = usual and "E" or "O", rate = usual and "0" or nil, reason = "Not subject to tax" }
  return function(line)
    if #line.taxes > 0 then return taxed(line.taxes) end
    return usual and decimal(line.amount) == decimal "0" and usual or outside
  end
end

-- ---- Parties

local function is_vat(id) return id ~= nil and id:find("^%u%u%w+$") ~= nil end

-- "0106:12345678" as scheme and id; `pattern`: what schemes look like. What has none is the id.
local function with_scheme(text, pattern)
  local scheme, id = (text or ""):match("^(" .. pattern .. "):(.+)$")
  return { scheme = scheme, id = id or text }
end

local function party_of(from, keep_vat)
  local compact = from.tax_id and from.tax_id:gsub("[ .%-]", ""):upper()
  local vat = is_vat(compact) and compact or nil
  local party = {
    name = from.name, vat = keep_vat and vat or nil, of_vat = vat ~= nil, tax_number = from.tax_number or (not vat and from.tax_id) or nil,
    registration = with_scheme(from.registration, "%d%d%d%d"), endpoint = with_scheme(from.endpoint, "%w+"),
    address1 = from.address1, address2 = from.address2, city = from.city, postal_code = from.postal_code, region = from.region,
    country = from.country and from.country:upper(), contact = from.contact, phone = from.phone, email = from.email,
  }
  if not party.vat and not from.registration then party.id = from.tax_id end  -- BT-29: of a country without VAT
  if not from.endpoint and from.email then party.endpoint = { scheme = "EM", id = from.email } end
  return party
end

-- ---- Amounts: minor units, and without their minus on a credit note

local function amounts_of(invoice)
  local sign = invoice.kind == "credit" and -1 or 1
  return {
    minor = function(text) return sign * money.parse(text, invoice.currency) end,
    text = function(minor) return money.format(minor, invoice.currency) end,
    quantity = function(text) return sign * decimal(text) end,
  }
end

-- A price is never below zero (BR-27): the quantity takes the minus. Quantity × price - discount is the net amount (PEPPOL-EN16931-R120);
-- what came off a line below zero is a charge.
local function line_of(line, amounts, vat)
  local quantity, price = amounts.quantity(line.quantity), decimal(line.unit_price_net)
  local discount = amounts.minor(line.discount_amount)
  if price < 0 then quantity, price = -quantity, -price end
  local span = line.period  -- BG-26: of a charge the day of its own
  if line.date and (line.kind == "charge" or not span) then span = { start = line.date, ["end"] = line.date } end
  span = span or {}
  return {
    id = tostring(line.line), name = line.description, note = line.site_name, sku = line.sku, unit = line.unit_code,
    quantity = tostring(quantity), price = tostring(price), net = amounts.text(amounts.minor(line.amount)),
    discount = discount ~= 0 and amounts.text(discount < 0 and -discount or discount) or nil, charge = discount < 0,
    first = span.start, last = span["end"], vat = vat,
  }
end

-- BG-23: one group for each category and rate. Rounded on the line or on the document, the taxes of the lines sum to the invoice's.
local function groups_of(invoice, amounts, of)
  local groups, by_key = {}, {}
  each_line(invoice, function(line)
    local vat = of(line)
    local key = vat.category .. " " .. (vat.rate or "")
    local group = by_key[key]
    if not group then
      -- BT-119: also of O, whose lines have no rate (BR-O-05): XRechnung wants it (BR-DE-14).
      group = { category = vat.category, rate = vat.rate or "0", vatex = vat.vatex or (reasons[vat.category] or {})[1],
        reason = "", base = 0, tax = 0 }
      by_key[key], groups[#groups + 1] = group, group
    end
    local reason = vat.reason or (reasons[vat.category] or {})[2]
    if reason and not group.reason:find(reason, 1, true) then
      group.reason = group.reason .. (group.reason == "" and "" or "; ") .. reason
    end
    group.base = group.base + amounts.minor(line.amount)
    group.tax = group.tax + amounts.minor(line.tax)
    group.untaxed = group.untaxed or (#line.taxes == 0 and amounts.minor(line.amount) ~= 0)
    group.withheld = group.withheld or vat.withheld
  end)
  return groups
end

-- BG-22; BT-114 is the line that rounds the total.
local function totals_of(invoice, groups, amounts)
  local net, tax, rounding = 0, 0, 0
  for _, group in ipairs(groups) do net, tax = net + group.base, tax + group.tax end
  for _, line in ipairs(invoice.lines) do
    if line.kind == "rounding" then rounding = rounding + amounts.minor(line.amount) end
  end
  if net + tax + rounding ~= amounts.minor(invoice.total) then error("the lines and taxes do not come to the total", 0) end
  return {
    net = amounts.text(net), tax = amounts.text(tax), gross = amounts.text(net + tax), payable = amounts.text(net + tax + rounding),
    rounding = rounding ~= 0 and amounts.text(rounding) or nil, due = net + tax + rounding > 0,
  }
end

-- BT-72, BT-80: what a supply to another member state has to say (BR-IC-11, -12).
local function delivery_of(invoice, groups)
  for _, group in ipairs(groups) do
    if group.category == "K" then
      local last = ""
      each_line(invoice, function(line) if (line.date or "") > last then last = line.date end end)
      local place = invoice.sites and invoice.sites[1] or invoice.bill_to
      return { date = last ~= "" and last or invoice.date, country = (place.country or invoice.bill_to.country or ""):upper() }
    end
  end
end

local en16931 = {}

-- The invoice, or credit note, in the norm's terms; `syntax`: "ubl" or "cii".
function en16931.model(invoice, syntax)
  local amounts, of = amounts_of(invoice), vat_of(invoice)
  local groups = groups_of(invoice, amounts, of)
  local outside = #groups == 1 and groups[1].category == "O"
  local seller, buyer = party_of(invoice.seller, not outside), party_of(invoice.bill_to, not outside)
  local model = {
    profile = profiles[syntax][invoice.bill_to.einvoice] or plain, credit = invoice.kind == "credit", number = invoice.invoice,
    date = invoice.date, due_date = invoice.due_date, currency = invoice.currency, note = invoice.note, order = invoice.po_number,
    reference = invoice.buyer_reference, preceding = invoice.credits, seller = seller, buyer = buyer, groups = groups, lines = {},
    terms = not invoice.seller.iban and invoice.seller.bank or nil,  -- BT-20: how to pay without an IBAN
    totals = totals_of(invoice, groups, amounts), delivery = delivery_of(invoice, groups), amount = amounts.text,
  }
  buyer.tax_number, buyer.contact, buyer.id = nil, nil, invoice.customer
  if invoice.seller.iban then  -- 58: SEPA, 30: another credit transfer
    local iban = invoice.seller.iban:gsub(" ", "")
    model.payment = { code = invoice.currency == "EUR" and "58" or "30", iban = iban, bic = invoice.seller.bic }
  end
  if invoice.fx and invoice.fx.currency ~= invoice.currency then  -- BT-6, BT-111
    local home = money.parse(invoice.tax_home, invoice.fx.currency)
    model.home = { currency = invoice.fx.currency, tax = money.format(model.credit and -home or home, invoice.fx.currency) }
  end
  each_line(invoice, function(line) model.lines[#model.lines + 1] = line_of(line, amounts, of(line)) end)
  return model
end

-- ---- What is missing

-- Rules of the VAT categories: who must be known to the tax office. IC is K in the names of rules.
local function missing_ids(group, seller, buyer, add)
  local rule = "BR-" .. (group.category == "K" and "IC" or group.category) .. "-"
  local category = group.category
  if category == "K" or category == "G" then
    if not seller.vat then add(rule .. "02", "seller", "tax_id", "the VAT id, such as DE123456789") end
  elseif category ~= "O" and not seller.vat and not seller.tax_number then
    add(rule .. "02", "seller", "tax_id", "or tax_number")
  end
  if category == "K" and not buyer.vat then add(rule .. "02", "customers", "tax_id", "the VAT id") end
  if category == "AE" and not buyer.vat and not buyer.registration.id then
    add(rule .. "02", "customers", "tax_id", "or registration")
  end
  if category == "E" and group.reason == "" then add(rule .. "10", "taxes", "params", "the reason of a tax of zero") end
  if group.withheld then add("BT-119", "taxes", "params", "EN 16931 has no rate below zero: a tax that is withheld cannot be said") end
  if group.untaxed and seller.of_vat then
    add("BR-CO-4", "contracts", "tax", "a line bears no tax: a tax of the rule none says by code and reason why")
  end
end

-- Rules of Germany: of XRechnung, and of Peppol between Germans, by number.
local german = {
  { 1, "seller", "iban" }, { 3, "seller", "city" }, { 4, "seller", "postal_code" }, { 5, "seller", "contact" }, { 6, "seller", "phone" },
  { 7, "seller", "email" }, { 8, "customers", "city" }, { 9, "customers", "postal_code" }, { 15, "customers", "buyer_reference" },
}

local function missing_german(model, add)
  local seller, buyer = model.seller, model.buyer
  local peppol = model.profile.name == "Peppol"
  if model.profile.name ~= "XRechnung" and not (peppol and seller.country == "DE" and buyer.country == "DE") then return end
  local there = {
    seller = { iban = model.payment and model.payment.iban, city = seller.city, postal_code = seller.postal_code, contact = seller.contact,
      phone = seller.phone, email = seller.email },
    customers = { city = buyer.city, postal_code = buyer.postal_code, buyer_reference = model.reference },
  }
  for _, rule in ipairs(german) do
    if not there[rule[2]][rule[3]] then add((peppol and "DE-R-%03d" or "BR-DE-%d"):format(rule[1]), rule[2], rule[3]) end
  end
end

local function missing_network(model, invoice, add)
  local peppol = model.profile.name == "Peppol"
  if not model.profile.process then return end
  local function electronic(from) return from.endpoint or (not peppol and from.email) end
  if not electronic(invoice.bill_to) then add("PEPPOL-EN16931-R010", "customers", "endpoint") end
  if not electronic(invoice.seller) then add("PEPPOL-EN16931-R020", "seller", "endpoint") end
  if peppol and not model.reference and not model.order then
    add("PEPPOL-EN16931-R003", "customers", "buyer_reference", "or po_number")
  end
end

-- What the invoice lacks, a text for each: the rule, and which column to import.
function en16931.missing(invoice, syntax)
  local list = {}
  local function add(rule, place, column, more)
    list[#list + 1] = ("%s: column %s of %s%s"):format(rule, column, place, more and ": " .. more or "")
  end
  if invoice.state == "void" then return list end
  local model = en16931.model(invoice, syntax)
  local seller, buyer = model.seller, model.buyer
  if not seller.vat and not seller.registration.id and not seller.id then
    add("BR-CO-26", "seller", "registration", "or tax_id, the VAT id")
  end
  if not (seller.country or ""):find("^%u%u$") then add("BR-9", "seller", "country", "by its two letters") end
  if not (buyer.country or ""):find("^%u%u$") then add("BR-11", "customers", "country", "by its two letters") end
  if model.totals.net:find("%.%d%d%d") then list[#list + 1] = "BR-DEC-23: amounts have two decimals, those of its currency three" end
  if #model.groups > 1 then
    for _, group in ipairs(model.groups) do
      if group.category == "O" then add("BR-O-11", "taxes", "params", "the code O stands beside no other tax") end
    end
  end
  for _, group in ipairs(model.groups) do missing_ids(group, seller, buyer, add) end
  missing_network(model, invoice, add)
  missing_german(model, add)
  return list
end

return en16931
