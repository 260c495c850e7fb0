-- @title@: a letter of one table. `billet invoice view N --template @name@` shows it; `billet config set template @name@` makes it the
-- one of all invoices that are numbered from then on (`customers.template`: of one customer's).
--
-- An invoice template. `blocks` gets the invoice, the table that `billet invoice show N --json` shows with amounts as text, and `t`:
-- words, numbers and dates as who reads it writes them. It answers blocks, in the order in which they are read, and nothing of where
-- they stand: text, HTML and PDF say the same words.
local function address(party, label)
  local lines = { party.name }
  for _, name in ipairs { "address1", "address2", "postal_code", "city", "country" } do lines[#lines + 1] = party[name] end
  return { label = label, lines = lines }
end

return invoice_template {
  name = "@name@", api = 1, version = "1.0.0", title = "@title@",
  doc = "A short letter: who, what, how much.",

  -- What `config set template.params` and a customer's template_params may give. `accent`, `paper`, `logo` and `language` have a
  -- meaning of their own wherever a template has them: the colour of headings, a4 or letter, a picture, and the language of customers
  -- that name none.
  params = {
    greeting = text { default = "Thank you for your business.", doc = "the last line" },
    accent = text { default = "#1f4e79", doc = "the colour of headings, #rrggbb" },
  },

  blocks = function(invoice, t)
    local credit, rows = invoice.kind == "credit", {}
    for i, line in ipairs(invoice.lines) do
      local cells = { line.description, t.quantity(line.quantity), t.money(line.amount) }
      rows[i] = { cells = cells, note = line.period and t.period(line.period) }
    end
    local totals = { { label = t.word "subtotal", text = t.money(invoice.subtotal) } }
    for _, tax in ipairs(invoice.taxes) do
      local label = t.word("tax", { name = tax.name, rate = t.percent(tax.rate), base = t.money(tax.base) })
      totals[#totals + 1] = { label = label, text = t.money(tax.amount) }
    end
    totals[#totals + 1] = { label = t.word "total", text = t.money(invoice.total, invoice.currency), strong = true }
    return {
      { kind = "heading", text = t.word(credit and "credit_note" or "invoice") .. " " .. invoice.invoice },
      { kind = "parties", parties = { address(invoice.seller, t.word "from"), address(invoice.bill_to, t.word "bill_to") } },
      { kind = "facts", facts = {                         -- what has no text is left out, as the dates of a draft
        { label = t.word "date", text = invoice.date and t.date(invoice.date) or "" },
        { label = t.word "due_date", text = not credit and invoice.due_date and t.date(invoice.due_date) or "" },
        { label = t.word "amount_due", text = t.money(invoice.total, invoice.currency), strong = true },
      } },
      { kind = "table", rows = rows, columns = {
        { title = t.word "description", weight = 6 },
        { title = t.word "quantity", align = "right", weight = 2 },
        { title = t.word "amount", align = "right", weight = 2 },
      } },
      { kind = "totals", rows = totals },
      { kind = "note", text = t.params.greeting },
    }
  end,

  -- Examples are the help and the tests: `data` is imported into an empty book, everything due on `as_of` is billed, and a document is
  -- made of each invoice with `params` and in `language`. `text` is what it must hold, wherever its lines break; the HTML has to hold
  -- the same words.
  examples = {
    {
      title = "a retainer",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = { { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01",
          params = { price = "1500.00" } } },
      },
      as_of = "2026-05-01",
      invoices = { { total = "1500.00" } },
      text = { "Invoice 1", "Bill to CoolRealty", "Retainer fee 1 1,500.00 April 1, 2026 – April 30, 2026", "Total USD 1,500.00",
        "Thank you for your business." },
    },
    {
      title = "our own last line, our own colour",
      params = { greeting = "See you in May.", accent = "#226622" },
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = { { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01",
          params = { price = "1500.00" } } },
      },
      as_of = "2026-05-01",
      invoices = { { total = "1500.00" } },
      text = { "See you in May." },
    },
    {
      title = "in German",
      language = "de",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = { { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01",
          params = { price = "1500.00" } } },
      },
      as_of = "2026-05-01",
      invoices = { { total = "1500.00" } },
      text = { "Rechnung 1", "Datum 01.05.2026", "1.500,00 USD" },
    },
    {
      title = "with tax",
      data = {
        taxes = { { name = "Sales tax", rule = "percent", params = { rate = "8.25%" } } },
        customers = { { id = "cool", name = "CoolRealty", tax = "Sales tax" } },
        contracts = { { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01", taxable = true,
          params = { price = "100.00" } } },
      },
      as_of = "2026-05-01",
      invoices = { { total = "108.25" } },
      text = { "Sales tax 8.25% of 100.00 8.25" },
    },
    {
      title = "a credit note",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = { { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01",
          params = { price = "5.00" } } },
        charges = { { id = "c1", customer = "cool", contract = "k1", date = "2026-04-10", description = "Refund", quantity = "-1",
          unit_price = "20.00" } },
      },
      as_of = "2026-05-01",
      invoices = { { kind = "credit", total = "-15.00" } },
      text = { "Credit note 1", "Total USD -15.00" },
    },
  },
}
