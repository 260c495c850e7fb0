-- Deutsch: die Wörter der Dokumente, Zahlen und Daten; Österreich und die Schweiz, wo sie anders schreiben.
-- Die Nummer heißt, wie das Land des Verkäufers sie nennt: USt-IdNr. (§ 14 Abs. 4 UStG), UID (§ 11 Abs. 1 UStG, Österreich), MWST-Nr.
-- (Art. 26 MWSTG, Schweiz). „Gutschrift“ ist in Deutschland und Österreich die Abrechnung durch den Käufer (§ 14 Abs. 2 UStG; § 11 Abs. 7
-- UStG, Österreich): was eine Rechnung zurücknimmt, heißt dort anders.
local correction = { credit_note = "Rechnungskorrektur", credits = "Korrektur zu Rechnung", credited_by = "Korrigiert mit" }
local function with(words)
  for name, word in pairs(correction) do words[name] = word end
  return words
end

local countries = {}
for _, code in ipairs { "BG", "CY", "CZ", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL",
  "PT", "RO", "SE", "SI", "SK" } do countries[code] = { words = { tax_id = "USt-IdNr." } } end
countries.DE = { words = with { tax_id = "USt-IdNr." } }
countries.AT = { words = with { tax_id = "UID", registration = "Firmenbuch" }, formats = { group = " " } }
countries.BE = { words = { tax_id = "MwSt.-Nr.", registration = "Unternehmensnummer" } }
countries.CH = { words = { tax_id = "MWST-Nr.", registration = "UID" }, formats = { decimal = ".", group = "’", percent = "{number}%" } }
countries.LI = { words = { tax_id = "MWST-Nr." }, formats = { decimal = ".", group = "’", percent = "{number}%" } }

return language {
  name = "de", api = 1, version = "1.0.0", title = "Deutsch",
  doc = "Documents in German.",

  formats = {
    date = "{dd}.{mm}.{yyyy}", month = "{month} {yyyy}", period = "{first} – {last}",
    decimal = ",", group = ".", percent = "{number} %", money = "{amount} {currency}",
    months = { "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember" },
  },

  words = {
    invoice = "Rechnung", invoice_untaxed = "Rechnung", credit_note = "Gutschrift", draft = "ENTWURF", void = "STORNIERT",
    page_of = "Seite {page} von {pages}",
    from = "Von", bill_to = "Rechnung an", details = "Leistungsnachweis", payment = "Zahlung", statement = "Kontoauszug {name}, in {unit}",
    number = "Nummer", date = "Datum", due_date = "Fällig am", po_number = "Bestellnummer", buyer_reference = "Ihre Referenz",
    service_period = "Leistungszeitraum", amount_due = "Zu zahlen", amount_credited = "Gutgeschrieben", paid = "Bezahlt",
    credits = "Gutschrift zu Rechnung", credited_by = "Gutgeschrieben mit",
    tax_id = "Steuer-ID", tax_number = "Steuernummer", registration = "Handelsregister", email = "E-Mail", phone = "Telefon",
    description = "Leistung", quantity = "Menge", unit_price = "Preis", amount = "Betrag", ticket = "Ticket", hour = "Std.",
    work = "Arbeitszeit", less = "abzüglich {discount}", plus = "zuzüglich {discount}", days_of = "{days} von {of} Tagen",
    more = "{count} mehr als im {month}", fewer = "{count} weniger als im {month}", subtotal_of = "Zwischensumme {name}",
    subtotal = "Summe netto", tax = "{name} {rate} auf {base}", total = "Gesamtbetrag",
    fx_rate = "1 {currency} am {date}",
    tax_home = "Steuer in {home}, zu {rate} {home} für 1 {currency} am {date}", rounding = "Rundung",
    rounded_document = "Die Steuer ist einmal auf die Summe gerundet.", rounded_lines = "Die Steuer ist je Zeile gerundet.",
    rounded_document_of = "{name} ist einmal auf die Summe gerundet.", rounded_lines_others = "Andere Steuern sind je Zeile gerundet.",
    bank = "Bank", iban = "IBAN", bic = "BIC", reference = "Verwendungszweck", qr_epc = "QR-Code für eine Überweisung in Euro",
    payable_to = "Konto / Zahlbar an", qr_reference = "Referenz", additional_information = "Zusätzliche Informationen",
    payable_by = "Zahlbar durch", currency = "Währung",
    slip_payment = "Zahlteil", slip_receipt = "Empfangsschein", slip_point = "Annahmestelle",
    slip_separate = "Vor der Einzahlung abzutrennen", slip_payable_by = "Zahlbar durch (Name/Adresse)",
    qr_swiss = "Swiss QR Code: dieselben Angaben für das Programm einer Bank",
    what = "Vorgang", opening = "Anfangsstand", closing = "Endstand", granted = "gutgeschrieben", used = "verbraucht", lapsed = "verfallen",
    refunded = "erstattet", hours = "Stunden", tickets = "Tickets",
    mail_subject = "{document} {number} von {seller}", mail_greeting = "Guten Tag,", mail_regards = "Freundliche Grüße",
    mail_invoice = "anbei erhalten Sie unsere Rechnung {number} vom {date} über {amount}. Sie ist am {due_date} fällig.",
    mail_credit_note = "anbei erhalten Sie unsere Gutschrift {number} vom {date} über {amount}.",
    statement_of_account = "Kontoauszug", as_of = "Stand", open = "Offen", document = "Beleg", nothing_open = "Es ist nichts offen.",
    not_due = "Nicht fällig", days_1_30 = "1–30 Tage", days_31_60 = "31–60 Tage", days_61_90 = "61–90 Tage", days_over_90 = "Über 90 Tage",
    days_overdue = "{days} Tage überfällig", payments = "Zahlungen", on_account = "Guthaben", balance = "Saldo",
    letter_title = "Unsere Preise ab {date}", letter_title_soon = "Unsere neuen Preise", letter_to = "An",
    letter_text = "unsere Preise ändern sich. Das zahlen Sie heute, und das werden Sie zahlen.",
    letter_rest = "Alles andere bleibt, wie vereinbart. Was aus der Zeit davor ist, behält den heutigen Preis.",
    letter_work = "Arbeit nach Satz", price_of = "Preis", price_before = "Heute", price_after = "Neu", price_from = "Ab",
    param_price = "Preis", param_rate = "Satz", param_overage_rate = "Satz über den Block hinaus", param_pack_price = "Preis des Pakets",
    param_extra_price = "Preis jedes weiteren Tickets", param_unit_price = "Einzelpreis",
  },

  countries = countries,
}
