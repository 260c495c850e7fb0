-- What the mail says that brings an invoice or a credit note: its subject, and a few words above the document. Any template may have a
-- `mail` of its own; this one is for those that have none. A file of yours with the same name takes its place.
return invoice_template {
  name = "mail", api = 1, version = "1.0.0", title = "Mail with an invoice",
  doc = "The subject and the words of the mail that `billet invoice send` sends.",

  mail = function(invoice, t)
    local credit, seller = invoice.kind == "credit", invoice.seller
    local due = not credit and invoice.due_date
    local values = { document = t.word(credit and "credit_note" or "invoice"), number = invoice.invoice, seller = seller.name,
      date = t.date(invoice.date), due_date = due and t.date(due) or "", amount = t.money(invoice.open or invoice.total, invoice.currency) }
    local sentence = credit and "mail_credit_note" or due and "mail_invoice_due" or "mail_invoice"
    local signature = { t.word "mail_regards", seller.name }
    for _, field in ipairs { "email", "phone" } do signature[#signature + 1] = seller[field] end
    return {
      subject = t.word("mail_subject", values),
      body = table.concat({ t.word "mail_greeting", t.word(sentence, values), table.concat(signature, "\n") }, "\n\n"),
    }
  end,

  examples = {
    {
      title = "number, amount and due date in words", part = "mail",
      data = {
        seller = { { name = "Birch IT", email = "billing@birch.example", phone = "555 1234" } },
        customers = { { id = "cool", name = "CoolRealty", terms_days = 14 } },
        contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "retainer", start = "2026-04-01",
          params = { price = "1500.00" } } },
      },
      as_of = "2026-05-01",
      invoices = { { total = "1500.00" } },
      text = { "Invoice 1 from Birch IT Hello, please find attached our invoice 1 of May 1, 2026 for USD 1,500.00. It is due on May 15, 2026. "
        .. "Kind regards Birch IT billing@birch.example 555 1234" },
    },
    {
      title = "a credit note, in German", part = "mail", language = "de",
      data = {
        seller = { { name = "Birch IT" } },
        customers = { { id = "cool", name = "CoolRealty", currency = "EUR", country = "DE" } },
        contracts = { { id = "k1", customer = "cool", name = "Support", type = "retainer", start = "2026-04-01",
          params = { price = "5.00" } } },
        charges = { { id = "c1", customer = "cool", contract = "k1", date = "2026-04-10", description = "Refund", quantity = "-1",
          unit_price = "20.00" } },
      },
      as_of = "2026-05-01",
      invoices = { { kind = "credit", total = "-15.00" } },
      text = { "Gutschrift 1 von Birch IT Guten Tag, anbei erhalten Sie unsere Gutschrift 1 vom 01.05.2026 über -15,00 EUR. "
        .. "Freundliche Grüße Birch IT" },
    },
  },
}
