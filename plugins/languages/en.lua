-- English: the words of documents, and how numbers and dates are written. Words that another language lacks come from here.
local day_first = { date = "{d} {month} {yyyy}" }

-- What a document has to be called, and what the tax office's number is called, depends on where the seller is:
-- AU  A New Tax System (GST) Act 1999, s 29-70 (tax invoice), s 29-75 (adjustment note)
-- AE  Cabinet Decision 52 of 2017, art 59 and 60     IN  CGST Rules 2017, r 46 and 53     SA  VAT Implementing Regulations, art 53
-- SG  GST (General) Regulations, reg 11              ZA  Value-Added Tax Act 1991, s 20 and 21
-- NZ  has asked for the data alone since 2023 (Goods and Services Tax Act 1985, s 19E to 19K); "tax invoice" is still what buyers look for
-- GB, EU  VAT number: VAT Regulations 1995, reg 14; Directive 2006/112/EC, art 226     CA  Input Tax Credit Information Regulations, s 3
-- How dates are written depends on where they are read.
local countries = {
  AE = { words = { invoice = "Tax invoice", credit_note = "Tax credit note", tax_id = "TRN" }, formats = day_first },
  AU = { words = { invoice = "Tax invoice", credit_note = "Adjustment note", tax_id = "ABN", registration = "ACN" }, formats = day_first },
  CA = { words = { tax_id = "GST/HST number" } },
  GB = { words = { tax_id = "VAT number", registration = "Company number" }, formats = day_first },
  IN = { words = { invoice = "Tax invoice", tax_id = "GSTIN", tax_number = "PAN", registration = "CIN" }, formats = day_first },
  NZ = { words = { invoice = "Tax invoice", tax_id = "GST number", registration = "NZBN" }, formats = day_first },
  SA = { words = { invoice = "Tax invoice", tax_id = "VAT registration number" }, formats = day_first },
  SG = { words = { invoice = "Tax invoice", tax_id = "GST registration number", registration = "UEN" }, formats = day_first },
  US = { words = { tax_id = "Tax ID" } },
  ZA = { words = { invoice = "Tax invoice", tax_id = "VAT number" }, formats = day_first },
}
for _, code in ipairs { "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LI",
  "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK" } do
  countries[code] = { words = { tax_id = "VAT number" }, formats = day_first }
end

return language {
  name = "en", api = 1, version = "1.0.0", title = "English",
  doc = "Documents in English.",
  countries = countries,

  formats = {
    date = "{month} {d}, {yyyy}", month = "{month} {yyyy}", period = "{first} – {last}",
    decimal = ".", group = ",", percent = "{number}%", money = "{currency} {amount}",
    months = { "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
      "November", "December" },
  },

  words = {
    -- the document and its parts
    invoice = "Invoice", invoice_untaxed = "Invoice", credit_note = "Credit note", draft = "DRAFT", void = "VOID",
    page_of = "Page {page} of {pages}",
    from = "From", bill_to = "Bill to", details = "Work in detail", payment = "Payment", statement = "Statement of {name}, in {unit}",
    -- facts
    number = "Number", date = "Date", due_date = "Due", po_number = "PO number", buyer_reference = "Your reference",
    service_period = "Service period", amount_due = "Amount due", amount_credited = "Amount credited", paid = "Paid",
    credits = "Credits invoice", credited_by = "Credited by",
    tax_id = "Tax ID", tax_number = "Tax number", registration = "Registration", email = "E-mail", phone = "Phone",
    -- lines
    description = "Description", quantity = "Quantity", unit_price = "Price", amount = "Amount", ticket = "Ticket", hour = "h",
    work = "Work", less = "less {discount}", plus = "plus {discount}", days_of = "{days} of {of} days",
    more = "{count} more than in {month}", fewer = "{count} fewer than in {month}", subtotal_of = "Subtotal {name}",
    -- totals
    subtotal = "Subtotal", tax = "{name} {rate} of {base}", total = "Total",
    fx_rate = "1 {currency} on {date}",
    tax_home = "Tax in {home}, at {rate} {home} for 1 {currency} on {date}", rounding = "Rounding",
    rounded_document = "Tax is rounded once, on the sum of the document.", rounded_lines = "Tax is rounded on each line.",
    rounded_document_of = "{name} is rounded once, on the sum of the document.",
    rounded_lines_others = "Other tax is rounded on each line.",
    -- payment
    bank = "Bank", iban = "IBAN", bic = "BIC", reference = "Reference", qr_epc = "QR code for a transfer in euro",
    payable_to = "Account / Payable to", qr_reference = "Reference", additional_information = "Additional information",
    payable_by = "Payable by", currency = "Currency",
    slip_payment = "Payment part", slip_receipt = "Receipt", slip_point = "Acceptance point",
    slip_separate = "Separate before paying in", slip_payable_by = "Payable by (name/address)",
    qr_swiss = "Swiss QR code: what is above, for a bank's program",
    -- statements of prepaid balances
    what = "What", opening = "Opening", closing = "Closing", granted = "granted", used = "used", lapsed = "lapsed", refunded = "refunded",
    hours = "hours", tickets = "tickets",
    mail_subject = "{document} {number} from {seller}", mail_greeting = "Hello,", mail_regards = "Kind regards",
    mail_invoice = "please find attached our invoice {number} of {date} for {amount}. It is due on {due_date}.",
    mail_credit_note = "please find attached our credit note {number} of {date} for {amount}.",
    statement_of_account = "Statement of account", as_of = "As of", open = "Open", document = "Document", nothing_open = "Nothing is open.",
    not_due = "Not due", days_1_30 = "1–30 days", days_31_60 = "31–60 days", days_61_90 = "61–90 days", days_over_90 = "Over 90 days",
    days_overdue = "{days} days overdue", payments = "Payments", on_account = "On account", balance = "Balance",
    -- letters about prices that go up
    letter_title = "Our prices from {date}", letter_title_soon = "Our new prices", letter_to = "To",
    letter_text = "our prices change. This is what you pay today, and what you will pay.",
    letter_rest = "Everything else stays as we agreed. Whatever is of the time before keeps the price of today.",
    letter_work = "Work by rate", price_of = "Price", price_before = "Today", price_after = "New", price_from = "From",
    param_price = "Price", param_rate = "Rate", param_overage_rate = "Rate past the block", param_pack_price = "Price of the pack",
    param_extra_price = "Price of each further ticket", param_unit_price = "Price of one",
  },
}
