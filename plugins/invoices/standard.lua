-- The invoice that ships: what recipients look for comes first (number, dates, order number, amount due), then who bills whom, what
-- was done by contract, each tax with what it is of, why something is not taxed, and how to pay.
-- It answers blocks of words, never where they stand: a renderer for text, HTML and PDF lays them out. `t` knows the reader's language.

local function says(text) return text ~= nil and text ~= "" end
local function add(list, item) list[#list + 1] = item end
local function is_zero(number) return not number:find("[1-9]") end

-- Texts with what stands between them; those that are nothing are left out.
local function joined(between, ...)
  local parts, given = {}, table.pack(...)
  for i = 1, given.n do if says(given[i]) then add(parts, given[i]) end end
  return table.concat(parts, between)
end

-- ---- Who bills whom

-- A label and what it is of, such as "VAT number GB123"; nothing where there is nothing.
local function labelled(t, word, text, country)
  return says(text) and t.word(word, { country = country }) .. " " .. text or nil
end

local function address(t, party, label, own)
  local lines = t.address(party)
  local function line(text) if says(text) then add(lines, text) end end
  line(labelled(t, "tax_id", party.tax_id, party.country))
  line(own and labelled(t, "tax_number", party.tax_number, party.country))
  line(labelled(t, "registration", party.registration, party.country))
  if own then
    line(labelled(t, "email", party.email))
    line(labelled(t, "phone", party.phone))
  end
  return { label = t.word(label), lines = lines }
end

-- ---- Facts

-- The first and the last day of what is billed.
local function service_period(invoice)
  local first, last
  for _, line in ipairs(invoice.lines) do
    local from = line.period and line.period.start or line.date
    local to = line.period and line.period["end"] or line.date
    if from and (not first or from < first) then first = from end
    if to and (not last or to > last) then last = to end
  end
  return first and { start = first, ["end"] = last }
end

local function facts(t, invoice)
  local list, credit = {}, invoice.kind == "credit"
  local function fact(word, text, strong)
    if says(text) then add(list, { label = t.word(word), text = text, strong = strong or false }) end
  end
  local period = service_period(invoice)
  fact("number", invoice.number)
  fact("date", invoice.date and t.date(invoice.date))
  if not credit then fact("due_date", invoice.due_date and t.date(invoice.due_date)) end
  fact("po_number", invoice.po_number)
  fact("buyer_reference", invoice.buyer_reference or invoice.bill_to.buyer_reference)
  fact("service_period", period and t.period(period))
  fact("credits", invoice.credits)
  fact("credited_by", invoice.credited_by and table.concat(invoice.credited_by, ", "))
  if says(invoice.paid) and not is_zero(invoice.paid) then fact("paid", t.money(invoice.paid, invoice.currency)) end
  fact(credit and "amount_credited" or "amount_due", t.money(invoice.open or invoice.total, invoice.currency), true)
  return { kind = "facts", facts = list }
end

-- ---- Lines

local function unit_of(t, line) return line.unit == "hour" and t.word "hour" or line.unit end

-- What is small below a line: its period, the days of a part of one, what came off, what changed, its tax where there are several.
local function note_of(t, line, taxes)
  local discount, changed = line.discount, nil
  if says(discount) then
    local plain = discount:gsub("^%-", "")
    local text = plain:find("%%$") and t.percent(plain) or t.money(plain)
    discount = t.word(plain == discount and "less" or "plus", { discount = text })
  end
  if t.params.changes_since_last and line.count_before and line.count ~= line.count_before then
    local more = tostring(decimal(line.count) + -decimal(line.count_before))
    local plain = more:gsub("^%-", "")
    changed = t.word(plain == more and "more" or "fewer", { count = t.quantity(plain), month = t.month(line.month_before) })
  end
  return joined(", ",
    line.kind == "period" and line.period and t.period(line.period) or nil,
    line.days and line.days_of and line.days ~= line.days_of and t.word("days_of", { days = line.days, of = line.days_of }) or nil,
    discount, changed, taxes > 1 and line.tax_name or nil)
end

-- Of a share of a period how many of what; its days stand below, in the reader's words.
local function share_of(t, line)
  local name, days = line.description, (" (%d of %d days)"):format(line.days, line.days_of)
  if name:sub(-#days) == days then name = name:sub(1, -#days - 1) end
  return line.count and line.count ~= "1" and t.quantity(line.count) .. " × " .. name or name
end

local function description_of(t, line)
  if line.kind == "period" then return line.days and share_of(t, line) or line.description end
  return joined("  ", line.date and t.date(line.date), line.ticket, line.description)
end

-- Lines of work as one, where the template is asked for less than the contract's own detail: they sum up by ticket or contract.
local function coarser(t, invoice, detail)
  if detail == "entry" then return invoice.lines end
  local out, known = {}, {}
  for _, line in ipairs(invoice.lines) do
    local key = line.kind == "ticket" and not says(line.discount) and table.concat({ line.contract,
      detail == "ticket" and line.ticket or "", line.unit_price, line.unit or "", line.tax_name or "" }, "\0")
    local sum = key and known[key]
    if not key then
      add(out, line)
    elseif sum then
      sum.quantity = tostring(decimal(sum.quantity) + decimal(line.quantity))
      sum.amount = money.format(money.parse(sum.amount, invoice.currency) + money.parse(line.amount, invoice.currency), invoice.currency)
    else
      local copy = {}
      for name, value in pairs(line) do copy[name] = value end
      if detail ~= "ticket" then copy.description, copy.ticket, copy.date = t.word "work", nil, nil end
      known[key] = copy
      add(out, copy)
    end
  end
  return out
end

-- What a line stands under.
local function group_of(t, line)
  local by = t.params.group_by
  if by == "ticket" and line.ticket then return t.word "ticket" .. " " .. line.ticket end
  if by == "site" and says(line.site_name) then return line.site_name end
  return line.contract_name or line.contract
end

-- Groups in the order in which they first come, each with its lines. What rounds the total is of no contract.
local function grouped(t, lines)
  local groups, known = {}, {}
  for _, line in ipairs(lines) do
    local name = line.kind ~= "rounding" and group_of(t, line)
    if name and not known[name] then
      known[name] = { name = name }
      add(groups, known[name])
    end
    if name then add(known[name], line) end
  end
  return groups
end

local function line_row(t, line, taxes)
  local note = note_of(t, line, taxes)
  return {
    cells = { description_of(t, line), joined(" ", t.quantity(line.quantity), unit_of(t, line)), t.money(line.unit_price),
      t.money(line.amount) },
    note = says(note) and note or nil,
  }
end

local function lines_table(t, invoice, detail)
  local rows, names, taxes = {}, {}, 0
  for _, line in ipairs(invoice.lines) do
    local name = line.tax_name or ""
    if not names[name] and line.kind ~= "rounding" then taxes, names[name] = taxes + 1, true end
  end
  local groups = grouped(t, coarser(t, invoice, detail))
  for _, group in ipairs(groups) do
    local sum = 0
    add(rows, { kind = "group", cells = { group.name } })
    for _, line in ipairs(group) do
      sum = sum + money.parse(line.amount, invoice.currency)
      add(rows, line_row(t, line, taxes))
    end
    if #groups > 1 then
      add(rows, { kind = "subtotal", cells = { t.word("subtotal_of", { name = group.name }), "", "",
        t.money(money.format(sum, invoice.currency)) } })
    end
  end
  for _, line in ipairs(invoice.lines) do
    if line.kind == "rounding" then add(rows, { cells = { t.word "rounding", "", "", t.money(line.amount) } }) end
  end
  return {
    kind = "table", rows = rows,
    columns = {
      { title = t.word "description", weight = 8 }, { title = t.word "quantity", align = "right", weight = 3 },
      { title = t.word "unit_price", align = "right", weight = 3 }, { title = t.word "amount", align = "right", weight = 3 },
    },
  }
end

-- The work by ticket, for a page of its own; nil where there is none.
local function work_table(t, invoice)
  local rows, last = {}, nil
  for _, line in ipairs(invoice.lines) do
    if line.kind == "ticket" then
      if line.contract_name ~= last then add(rows, { kind = "group", cells = { line.contract_name or line.contract } }) end
      last = line.contract_name
      add(rows, { cells = { joined("  ", line.date and t.date(line.date), line.ticket, line.description),
        joined(" ", t.quantity(line.quantity), unit_of(t, line)), t.money(line.amount) } })
    end
  end
  return #rows > 0 and {
    kind = "table", rows = rows,
    columns = {
      { title = t.word "description", weight = 11 }, { title = t.word "quantity", align = "right", weight = 3 },
      { title = t.word "amount", align = "right", weight = 3 },
    },
  } or nil
end

-- ---- Totals and what is to be said of them

-- Where the tax office wants the tax in its own currency as well (in the EU: Directive 2006/112/EC, art 230).
local home_tax = " AT AU BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IT LI LT LU LV MT NL NO PL PT RO SE SG SI SK ZA "

local function totals(t, invoice)
  local rows = { { label = t.word "subtotal", text = t.money(invoice.subtotal) } }
  for _, tax in ipairs(invoice.taxes) do
    add(rows, {
      label = t.word("tax", { name = joined(" ", tax.name, tax.category), rate = t.percent(tax.rate), base = t.money(tax.base) }),
      text = t.money(tax.amount),
    })
  end
  add(rows, { label = t.word "total", text = t.money(invoice.total, invoice.currency), strong = true })
  local fx, country = invoice.fx, invoice.seller.country or ""
  if fx then
    local asked = says(invoice.tax_home) and not is_zero(invoice.tax) and home_tax:find(" " .. country .. " ", 1, true)
    local values = { home = fx.currency, rate = t.quantity(fx.rate), currency = invoice.currency, date = t.date(fx.date) }
    add(rows, { label = t.word(asked and "tax_home" or "fx_rate", values),
      text = asked and t.money(invoice.tax_home, fx.currency) or values.rate .. " " .. fx.currency })
  end
  return { kind = "totals", rows = rows }
end

-- How tax was rounded, by name where the document holds both ways.
local function rounding_notes(t, taxes)
  local by, lines = { line = 0, document = 0 }, {}
  for _, tax in ipairs(taxes) do
    if tax.rate ~= "0%" and by[tax.rounding] then by[tax.rounding] = by[tax.rounding] + 1 end
  end
  local both = by.line > 0 and by.document > 0
  if by.document > 0 and not both then add(lines, t.word "rounded_document") end
  local told = {}
  for _, tax in ipairs(taxes) do
    if both and tax.rate ~= "0%" and tax.rounding == "document" and not told[tax.name] then
      told[tax.name] = true
      add(lines, t.word("rounded_document_of", { name = tax.name }))
    end
  end
  if by.line > 0 then add(lines, t.word(both and "rounded_lines_others" or "rounded_lines")) end
  return lines
end

local function tax_notes(t, invoice)
  local lines, reasons, names = {}, {}, {}
  for _, tax in ipairs(invoice.taxes) do
    if says(tax.reason) then
      local of = names[tax.reason] or {}
      if #of == 0 then add(reasons, tax.reason) end
      if not of[tax.name] then add(of, tax.name) end
      names[tax.reason], of[tax.name] = of, true
    end
  end
  for _, reason in ipairs(reasons) do add(lines, table.concat(names[reason], ", ") .. ": " .. reason) end
  for _, line in ipairs(rounding_notes(t, invoice.taxes)) do add(lines, line) end
  return table.concat(lines, "\n")
end

-- ---- Payment

-- What a Swiss payment part says, in the order and the words of its guidelines: what stands in the code, so that both say the same.
local function swiss_facts(fact, seller, code)
  local field = {}
  for line in (code .. "\n"):gmatch("(.-)\n") do add(field, line) end
  local function party(at) return joined("\n", field[at], field[at + 1], joined(" ", field[at + 3], field[at + 4])) end
  local whole, cents = field[19]:match("^(%d+)(.*)")
  fact("payable_to", payment.iban(seller.iban) .. "\n" .. party(6))
  if says(field[29]) then fact("qr_reference", payment.reference(seller.iban, field[30])) end
  fact("additional_information", field[30])
  fact("payable_by", party(22))
  fact("currency", field[20])
  fact("amount", whole:reverse():gsub("%d%d%d", "%0 "):reverse():gsub("^ ", "") .. cents, true)
end

-- Nothing of it is kept but the number and the seller's account: code and reference are functions of these, so they never change.
-- Where the account does not fit the code that is wanted, there is none: a wrong one would send money elsewhere.
local function how_to_pay(t, invoice)
  local seller, list, owed = invoice.seller, {}, invoice.open or invoice.total
  if invoice.kind ~= "invoice" or owed:find("^-") or is_zero(owed) then return nil end
  local function fact(word, text, strong)
    if says(text) then add(list, { label = t.word(word), text = text, strong = strong or false }) end
  end
  local kind, code = t.params.qr, nil
  if kind ~= "none" and says(seller.iban) and invoice.number then
    code = payment[kind] { iban = seller.iban, bic = seller.bic, amount = owed, currency = invoice.currency, number = invoice.number,
      creditor = seller, debtor = invoice.bill_to }
  end
  if code and kind == "swiss" then
    swiss_facts(fact, seller, code)
    local slip = { t.word "slip_receipt", t.word "slip_point", t.word "slip_separate", t.word "slip_payable_by" }
    return { kind = "payment", title = t.word "slip_payment", facts = list,
      qr = { kind = kind, text = code, alt = t.word "qr_swiss", slip = slip } }
  end
  fact("bank", seller.bank)
  fact("iban", says(seller.iban) and payment.iban(seller.iban) or seller.iban)
  fact("bic", seller.bic)
  if #list == 0 then return nil end
  fact("reference", invoice.number)
  fact("due_date", invoice.due_date and t.date(invoice.due_date))
  fact("amount_due", t.money(owed, invoice.currency), true)
  return { kind = "payment", title = t.word "payment", facts = list,
    qr = code and { kind = kind, text = code, alt = t.word "qr_epc" } or nil }
end

-- ---- Prepaid balances

-- What moved since the invoice before; nil where nothing is there and nothing moved.
local function statement(t, invoice, s)
  if #s.movements == 0 and is_zero(s.opening) then return nil end
  local rows = { { cells = { "", t.word "opening", t.quantity(s.opening) } } }
  for _, moved in ipairs(s.movements) do
    add(rows, { cells = { t.date(moved.date), joined(": ", t.word(moved.kind), moved.what), t.quantity(moved.quantity) } })
  end
  add(rows, { kind = "subtotal", cells = { "", t.word "closing", t.quantity(s.closing) } })
  local unit = (s.unit == "money" or s.unit == "limit") and invoice.currency or t.word(s.unit)
  return {
    kind = "statement", title = t.word("statement", { name = joined(": ", s.contract_name, s.line), unit = unit }), rows = rows,
    columns = { { title = t.word "date", weight = 3 }, { title = t.word "what", weight = 8 },
      { title = t.word "quantity", align = "right", weight = 3 } },
  }
end

return invoice_template {
  name = "standard", api = 1, version = "1.0.0", title = "Standard invoice",
  doc = "What recipients ask for, in the order in which they look for it.",

  params = {
    detail = choice { "entry", "contract", "ticket", "page-two", default = "entry",
      doc = "how finely work is listed: as each contract has it, by contract, by ticket, or by contract with the tickets on page two" },
    group_by = choice { "contract", "site", "ticket", default = "contract", doc = "what lines stand under" },
    language = text { optional = true, doc = "of customers that name none: en, de, fr or one of your own" },
    accent = text { default = "#1f4e79", doc = "the colour of headings, #rrggbb" },
    logo = text { optional = true, doc = "a PNG or JPEG file beside the database; the seller's where it is left out" },
    paper = choice { "a4", "letter", optional = true, doc = "the seller's country says it where it is left out" },
    statement = flag { default = true, doc = "prepaid balances with what was granted, used and left" },
    changes_since_last = flag { default = true, doc = "how a count differs from the one billed before" },
    qr = choice { "none", "epc", "swiss", default = "none",
      doc = "a picture that banks' programs read: epc for euro in the SEPA area, swiss for francs and euro on Swiss accounts" },
  },

  check = function(c)
    if not c.accent:find("^#%x%x%x%x%x%x$") then return "accent: must be a colour such as #1f4e79" end
  end,

  blocks = function(invoice, t)
    local list, detail = {}, t.params.detail
    -- Who is not registered for a tax may not call a document by its name (Australia: "tax invoice").
    local name = t.word(invoice.kind == "credit" and "credit_note" or #invoice.taxes > 0 and "invoice" or "invoice_untaxed")
    add(list, { kind = "heading", level = 1, text = name .. " " .. invoice.invoice })
    add(list, facts(t, invoice))
    add(list, { kind = "parties", parties = { address(t, invoice.seller, "from", true), address(t, invoice.bill_to, "bill_to") } })
    if says(invoice.note) then add(list, { kind = "note", text = invoice.note }) end
    add(list, lines_table(t, invoice, detail == "page-two" and "contract" or detail))
    add(list, totals(t, invoice))
    add(list, how_to_pay(t, invoice))  -- on paper beside the total
    local notes = tax_notes(t, invoice)
    if says(notes) then add(list, { kind = "note", text = notes }) end
    for _, s in ipairs(t.params.statement and invoice.statements or {}) do add(list, statement(t, invoice, s)) end
    local work = detail == "page-two" and work_table(t, invoice)
    local page_two = work and { { kind = "page_break" }, { kind = "heading", level = 2, text = t.word "details" }, work } or {}
    for _, block in ipairs(page_two) do add(list, block) end
    return list
  end,
  -- `text` is what the document must hold, as text and as HTML, wherever its lines break.
}
