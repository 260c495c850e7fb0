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
}
