-- What the mail says that brings an invoice or a credit note: its subject, and a few words above the document. Any template may have a
-- `mail` of its own; this one is for those that have none. A file of yours with the same name takes its place.
return invoice_template {
  name = "mail", api = 1, version = "1.0.0", title = "Mail with an invoice",
  doc = "The subject and the words of the mail that `billet invoice send` sends.",

  mail = function(invoice, t)
    local credit, seller = invoice.kind == "credit", invoice.seller
    local values = {
      document = t.word(credit and "credit_note" or "invoice"), number = invoice.invoice, seller = seller.name,
      date = t.date(invoice.date), due_date = t.date(invoice.due_date or invoice.date),
      amount = t.money(invoice.open or invoice.total, invoice.currency),
    }
    local signature = { t.word "mail_regards", seller.name }
    for _, field in ipairs { "email", "phone" } do signature[#signature + 1] = seller[field] end
    return {
      subject = t.word("mail_subject", values),
      body = table.concat({ t.word "mail_greeting", t.word(credit and "mail_credit_note" or "mail_invoice", values),
        table.concat(signature, "\n") }, "\n\n"),
    }
  end,
}
