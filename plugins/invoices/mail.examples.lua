-- Examples of mail: its help and its tests.
return {
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
    text = { "Invoice 1 from Birch IT Hello, please find attached our invoice 1 of May 1, 2026 for USD 1,500.00. "
      .. "It is due on May 15, 2026. Kind regards Birch IT billing@birch.example 555 1234" },
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
  {
    title = "in German, for a customer in Switzerland", part = "mail", language = "de",
    data = {
      seller = { { name = "Birch IT", phone = "044 123 45 67" } },
      customers = { { id = "cool", name = "CoolRealty", currency = "CHF", country = "CH", terms_days = 30 } },
      contracts = { { id = "k1", customer = "cool", name = "Support", type = "retainer", start = "2026-04-01",
        params = { price = "1234.50" } } },
    },
    as_of = "2026-05-01",
    invoices = { { total = "1234.50" } },
    text = { "Rechnung 1 von Birch IT", "über 1’234.50 CHF. Sie ist am 31.05.2026 fällig.", "Birch IT 044 123 45 67" },
  },
  {
    title = "in French", part = "mail", language = "fr",
    data = {
      seller = { { name = "Bouleau", email = "factures@bouleau.example" } },
      customers = { { id = "cool", name = "CoolRealty", currency = "EUR", country = "FR", terms_days = 30 } },
      contracts = { { id = "k1", customer = "cool", name = "Support", type = "retainer", start = "2026-04-01",
        params = { price = "10.00" } } },
    },
    as_of = "2026-05-01",
    invoices = { { total = "10.00" } },
    text = { "Facture 1 de Bouleau Bonjour, veuillez trouver ci-joint notre facture 1", "Cordialement Bouleau factures@bouleau.example" },
  },
  {
    title = "what is due at once", part = "mail",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "retainer", start = "2026-04-01",
        params = { price = "20.00" } } },
    },
    as_of = "2026-05-01",
    invoices = { { total = "20.00" } },
    text = { "our invoice 1 of May 1, 2026 for USD 20.00. It is due on May 1, 2026." },
  },
}
