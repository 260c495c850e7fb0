-- What a customer owes: the documents that are open, by currency and due date, how old they are, and what is on account. Any
-- template may have a `statement` of its own; this one is for those that have none. A file of yours with the same name takes its place.
local ages = { "not_due", "days_1_30", "days_31_60", "days_61_90", "days_over_90" }

local function item_row(t, item)
  local name = t.word(item.kind == "credit" and "credit_note" or "invoice")
  local overdue = item.days_overdue > 0 and t.word("days_overdue", { days = item.days_overdue })
  return {
    cells = { name .. " " .. item.invoice, t.date(item.date), t.date(item.due_date), t.money(item.total), t.money(item.open) },
    note = overdue or nil,
  }
end

-- What is open of one currency, and how much of it is how old.
local function open_table(t, account)
  local rows = {}
  for i, item in ipairs(account.items) do rows[i] = item_row(t, item) end
  rows[#rows + 1] = { kind = "subtotal", cells = { t.word "total", "", "", "", t.money(account.open) } }
  return {
    kind = "table", title = account.currency, rows = rows,
    columns = {
      { title = t.word "document", weight = 6 }, { title = t.word "date", weight = 5 }, { title = t.word "due_date", weight = 5 },
      { title = t.word "amount", align = "right", weight = 4 }, { title = t.word "open", align = "right", weight = 4 },
    },
  }
end

-- What came: payments of which something is on account, or that paid a part of what is open.
local function payment_table(t, account)
  local rows = {}
  for i, payment in ipairs(account.payments) do
    local name = payment.reference or payment.payment
    rows[i] = { cells = { name, t.date(payment.date), t.money(payment.amount), t.money(payment.on_account) } }
  end
  rows[#rows + 1] = { kind = "subtotal", cells = { t.word "total", "", "", t.money(account.on_account) } }
  return {
    kind = "table", title = t.word "payments", rows = rows,
    columns = {
      { title = t.word "payment", weight = 6 }, { title = t.word "date", weight = 5 },
      { title = t.word "amount", align = "right", weight = 4 }, { title = t.word "on_account", align = "right", weight = 4 },
    },
  }
end

local function age_table(t, account)
  local columns, cells = {}, {}
  for i, age in ipairs(ages) do
    columns[i] = { title = t.word(age), align = "right" }
    cells[i] = t.money(account[age])
  end
  return { kind = "table", columns = columns, rows = { { cells = cells } } }
end

return invoice_template {
  name = "statement", api = 1, version = "1.0.0", title = "Statement of account",
  doc = "What a customer owes, by age: what `billet customer statement` makes.",

  statement = function(account, t)
    local facts = { { label = t.word "as_of", text = t.date(account.as_of) } }
    for _, of in ipairs(account.accounts) do
      facts[#facts + 1] = { label = t.word "open", text = t.money(of.open, of.currency), strong = true }
      if of.on_account:find "[1-9]" then
        facts[#facts + 1] = { label = t.word "on_account", text = t.money(of.on_account, of.currency) }
        facts[#facts + 1] = { label = t.word "balance", text = t.money(of.balance, of.currency), strong = true }
      end
    end
    local blocks = {
      { kind = "heading", text = t.word "statement_of_account" },
      { kind = "facts", facts = facts },
      { kind = "parties", parties = { { label = t.word "from", lines = t.address(account.seller) },
        { label = t.word "bill_to", lines = t.address(account.bill_to) } } },
    }
    for _, of in ipairs(account.accounts) do
      if #of.items > 0 then
        blocks[#blocks + 1] = open_table(t, of)
        blocks[#blocks + 1] = age_table(t, of)
      end
      if #of.payments > 0 then blocks[#blocks + 1] = payment_table(t, of) end
    end
    if #account.accounts == 0 then blocks[#blocks + 1] = { kind = "note", text = t.word "nothing_open" } end
    return blocks
  end,

  examples = {
    {
      title = "what is due today is not overdue", part = "statement",
      data = {
        seller = { { name = "Birch IT", city = "Springfield", country = "US" } },
        customers = { { id = "cool", name = "CoolRealty", address1 = "Main Street 1", city = "Boston" } },
        contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "retainer", start = "2026-04-01",
          params = { price = "1500.00" } } },
      },
      as_of = "2026-05-01",
      invoices = { { total = "1500.00" } },
      text = { "Statement of account", "As of May 1, 2026 Open USD 1,500.00 From Birch IT Springfield US Bill to CoolRealty",
        "Main Street 1 Boston",
        "USD Document Date Due Amount Open", "Invoice 1 May 1, 2026 May 1, 2026 1,500.00 1,500.00 Total 1,500.00",
        "Not due 1–30 days 31–60 days 61–90 days Over 90 days", "1,500.00 0.00 0.00 0.00 0.00" },
    },
    {
      title = "by age, once several months were billed", part = "statement",
      data = {
        customers = { { id = "cool", name = "CoolRealty", terms_days = 30 } },
        contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "retainer", start = "2025-12-01",
          params = { price = "100.00" } } },
      },
      steps = { { as_of = "2026-01-01", invoices = { { total = "100.00" } } },
        { as_of = "2026-02-01", invoices = { { total = "100.00" } } }, { as_of = "2026-03-01", invoices = { { total = "100.00" } } },
        { as_of = "2026-04-01", invoices = { { total = "100.00" } } }, { as_of = "2026-05-01", invoices = { { total = "100.00" } } },
        { as_of = "2026-06-01", invoices = { { total = "100.00" } } } },
      text = { "Invoice 1 January 1, 2026 January 31, 2026 100.00 100.00 121 days overdue",
        "Invoice 5 May 1, 2026 May 31, 2026 100.00 100.00 1 days overdue", "Total 600.00",
        "100.00 100.00 100.00 200.00 100.00", "Open USD 600.00" },
    },
    {
      title = "what was paid in part, and what is on account", part = "statement",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "retainer", start = "2026-03-01",
          params = { price = "100.00" } } },
      },
      steps = { { as_of = "2026-04-01", invoices = { { total = "100.00" } } },
        { import = { payments = { { id = "P1", customer = "cool", date = "2026-04-20", amount = "30.00", reference = "check 7" },
          { id = "P2", customer = "cool", date = "2026-04-21", amount = "45.00" } },
          allocations = { { payment = "P1", invoice = "1", amount = "30.00" } } } },
        { as_of = "2026-05-01", invoices = { { total = "100.00" } } } },
      text = { "Open USD 170.00 On account USD 45.00 Balance USD 125.00",
        "Invoice 1 April 1, 2026 April 1, 2026 100.00 70.00 30 days overdue",
        "Invoice 2 May 1, 2026 May 1, 2026 100.00 100.00 Total 170.00", "100.00 70.00 0.00 0.00 0.00",
        "Payments Payment Date Amount On account", "check 7 April 20, 2026 30.00 0.00 P2 April 21, 2026 45.00 45.00 Total 45.00" },
    },
    {
      title = "a credit note takes off, in German", part = "statement", language = "de",
      data = {
        customers = { { id = "cool", name = "CoolRealty", currency = "EUR", country = "DE" } },
        contracts = { { id = "k1", customer = "cool", name = "Support", type = "retainer", start = "2026-04-01",
          params = { price = "5.00" } } },
        charges = { { id = "c1", customer = "cool", contract = "k1", date = "2026-04-10", description = "Refund", quantity = "-1",
          unit_price = "20.00" } },
      },
      as_of = "2026-05-01",
      invoices = { { kind = "credit", total = "-15.00" } },
      text = { "Kontoauszug", "Stand 01.05.2026 Offen -15,00 EUR", "Gutschrift 1 01.05.2026 01.05.2026 -15,00 -15,00" },
    },
    {
      title = "each currency for itself, in French", part = "statement", language = "fr",
      data = {
        customers = { { id = "cool", name = "CoolRealty", country = "FR" } },
        contracts = { { id = "k1", customer = "cool", name = "Support", type = "retainer", start = "2026-04-01", currency = "EUR",
          params = { price = "5.00" } }, { id = "k2", customer = "cool", name = "Conseil", type = "retainer", start = "2026-04-01",
          currency = "JPY", params = { price = "2000" } } },
      },
      as_of = "2026-05-01",
      invoices = { { total = "5.00" }, { total = "2000" } },
      text = { "Relevé de compte", "Solde 5,00 EUR Solde 2 000 JPY" },
    },
    {
      title = "nothing is open", part = "statement",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "retainer", start = "2026-04-01",
          params = { price = "0.00" } } },
      },
      as_of = "2026-04-15",
      invoices = {},
      text = { "As of April 15, 2026", "Nothing is open." },
    },
  },
}
