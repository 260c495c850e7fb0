-- Français : les mots des documents, les nombres et les dates ; la Suisse et le Canada, où ils s'écrivent autrement.
-- Le numéro se nomme comme dans le pays du vendeur : numéro de TVA (art. 242 nonies A, annexe II du CGI), IDE (art. 26 LTVA, Suisse).
local countries = {}
for _, code in ipairs { "AT", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL",
  "PL", "PT", "RO", "SE", "SI", "SK" } do countries[code] = { words = { tax_id = "N° TVA" } } end
countries.FR = { words = { tax_id = "N° TVA", registration = "SIRET" } }
countries.BE = { words = { tax_id = "N° TVA", registration = "N° d'entreprise" }, formats = { group = "." } }
countries.CH = { words = { tax_id = "N° TVA", registration = "IDE" },
  formats = { date = "{dd}.{mm}.{yyyy}", decimal = ".", group = "’", percent = "{number}%" } }
countries.CA = { words = { tax_id = "N° TPS/TVH" }, formats = { date = "{d} {month} {yyyy}", money = "{amount} {currency}" } }

return language {
  name = "fr", api = 1, version = "1.0.0", title = "Français",
  doc = "Documents in French.",

  formats = {
    date = "{dd}/{mm}/{yyyy}", month = "{month} {yyyy}", period = "{first} – {last}",
    decimal = ",", group = " ", percent = "{number} %", money = "{amount} {currency}",
    months = { "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre" },
  },

  words = {
    invoice = "Facture", invoice_untaxed = "Facture", credit_note = "Avoir", draft = "BROUILLON", void = "ANNULÉE",
    page_of = "Page {page} sur {pages}",
    from = "De", bill_to = "Facturé à", details = "Détail du travail", payment = "Paiement", statement = "Relevé de {name}, en {unit}",
    number = "Numéro", date = "Date", due_date = "Échéance", po_number = "Bon de commande", buyer_reference = "Votre référence",
    service_period = "Période de service", amount_due = "Montant dû", amount_credited = "Montant crédité", paid = "Payé",
    credits = "Avoir sur la facture", credited_by = "Créditée par",
    tax_id = "Identifiant fiscal", tax_number = "Numéro fiscal", registration = "Immatriculation", email = "E-mail", phone = "Téléphone",
    description = "Désignation", quantity = "Quantité", unit_price = "Prix", amount = "Montant", ticket = "Ticket", hour = "h",
    work = "Travail", less = "moins {discount}", plus = "plus {discount}", days_of = "{days} jours sur {of}",
    more = "{count} de plus qu'en {month}", fewer = "{count} de moins qu'en {month}", subtotal_of = "Sous-total {name}",
    subtotal = "Total HT", tax = "{name} {rate} sur {base}", total = "Total",
    fx_rate = "1 {currency} le {date}",
    tax_home = "Taxe en {home}, à {rate} {home} pour 1 {currency} le {date}", rounding = "Arrondi",
    rounded_document = "La taxe est arrondie une fois, sur le total.", rounded_lines = "La taxe est arrondie à chaque ligne.",
    rounded_document_of = "{name} est arrondie une fois, sur le total.",
    rounded_lines_others = "Les autres taxes sont arrondies à chaque ligne.",
    bank = "Banque", iban = "IBAN", bic = "BIC", reference = "Référence", qr_epc = "Code QR pour un virement en euros",
    payable_to = "Compte / Payable à", qr_reference = "Référence", additional_information = "Informations supplémentaires",
    payable_by = "Payable par", currency = "Monnaie",
    slip_payment = "Section paiement", slip_receipt = "Récépissé", slip_point = "Point de dépôt",
    slip_separate = "A détacher avant le versement", slip_payable_by = "Payable par (nom/adresse)",
    qr_swiss = "Swiss QR Code : les mêmes données pour le programme d'une banque",
    what = "Opération", opening = "Solde initial", closing = "Solde final", granted = "accordé", used = "utilisé", lapsed = "échu",
    refunded = "remboursé", hours = "heures", tickets = "tickets",
    mail_subject = "{document} {number} de {seller}", mail_greeting = "Bonjour,", mail_regards = "Cordialement",
    mail_invoice = "veuillez trouver ci-joint notre facture {number} du {date} d’un montant de {amount}, échéance le {due_date}.",
    mail_credit_note = "veuillez trouver ci-joint notre avoir {number} du {date} d’un montant de {amount}.",
    statement_of_account = "Relevé de compte", as_of = "Au", open = "Solde", document = "Document", nothing_open = "Rien n’est dû.",
    not_due = "Non échu", days_1_30 = "1–30 jours", days_31_60 = "31–60 jours", days_61_90 = "61–90 jours",
    days_over_90 = "Plus de 90 jours", days_overdue = "{days} jours de retard",
    payments = "Paiements", on_account = "À valoir", balance = "Reste à payer",
    letter_title = "Nos prix à partir du {date}", letter_title_soon = "Nos nouveaux prix", letter_to = "À",
    letter_text = "nos prix changent. Voici ce que vous payez aujourd’hui, et ce que vous paierez.",
    letter_rest = "Tout le reste demeure comme convenu. Ce qui date d’avant garde le prix d’aujourd’hui.",
    letter_work = "Travail par tarif", price_of = "Prix", price_before = "Aujourd’hui", price_after = "Nouveau", price_from = "Dès le",
    param_price = "Prix", param_rate = "Tarif", param_overage_rate = "Tarif au-delà du bloc", param_pack_price = "Prix du forfait",
    param_extra_price = "Prix de chaque ticket supplémentaire", param_unit_price = "Prix unitaire",
  },

  countries = countries,
}
