-- Examples of prices: its help and its tests. Prices go up by a tenth from the last day that is billed.
return {
  {
    title = "what each contract costs today and will cost, and from when", part = "prices",
    data = {
      seller = { { name = "Birch IT", city = "Springfield", country = "US" } },
      customers = { { id = "cool", name = "CoolRealty", address1 = "Main Street 1", city = "Boston" } },
      contracts = { { id = "k1", customer = "cool", name = "Flat fee", type = "retainer", start = "2026-04-01",
        params = { price = "1500.00" } }, { id = "k2", customer = "cool", name = "Ten hours", type = "block-hours", start = "2026-04-01",
        params = { hours = "10", rate = "90.00", overage_rate = "100.00" } } },
    },
    as_of = "2026-05-01",
    invoices = { { total = "1500.00" }, { total = "900.00" } },
    text = { "Our prices from May 1, 2026", "Date May 1, 2026 From Birch IT Springfield US To CoolRealty Main Street 1 Boston",
      "Hello, our prices change.", "Price Today New From", "Flat fee Price USD 1,500.00 USD 1,650.00 May 1, 2026",
      "Ten hours", "Rate past the block USD 100.00 USD 110.00 May 1, 2026", "Kind regards, Birch IT" },
  },
  {
    title = "rates for all are told to whom work was done at them, in German", part = "prices", language = "de",
    data = {
      seller = { { name = "Birke IT", country = "DE" } },
      customers = { { id = "a", name = "Alpha", currency = "EUR", country = "DE" },
        { id = "b", name = "Beta", currency = "EUR", country = "DE" } },
      contracts = { { id = "ka", customer = "a", name = "Support", type = "hourly", start = "2026-04-01", params = { rate = "80.00" } },
        { id = "kb", customer = "b", name = "Wartung", type = "retainer", start = "2026-04-01", params = { price = "1234.50" } } },
      rates = { { code = "senior", unit_price = "120.00", currency = "EUR" } },
      tickets = { { id = "T1", customer = "a", contract = "ka", title = "Server", status = "closed" } },
      time_entries = { { id = "e1", ticket = "T1", start = "2026-04-10T09:00", minutes = 60, rate = "senior" } },
    },
    as_of = "2026-05-01",
    invoices = { { total = "120.00" }, { total = "1234.50" } },
    text = { "Unsere Preise ab 01.05.2026", "An Alpha", "Support Satz 80,00 EUR 88,00 EUR 01.05.2026 Arbeit nach Satz senior 120,00 EUR "
      .. "132,00 EUR 01.05.2026", "Wartung Preis 1.234,50 EUR 1.357,95 EUR 01.05.2026 Alles andere bleibt",
      "Freundliche Grüße, Birke IT" },
  },
  {
    title = "members of a contract by their names, in French", part = "prices", language = "fr",
    data = {
      seller = { { name = "Bouleau", country = "FR" } },
      customers = { { id = "a", name = "Alpha", currency = "EUR", country = "FR" } },
      contracts = { { id = "k", customer = "a", name = "Tout compris", type = "agreement", start = "2026-04-01",
        params = { lines = { { id = "forfait", type = "retainer", params = { price = "500.00" } },
          { id = "bureau", type = "hourly", params = { rate = "75.00" } } } } } },
    },
    as_of = "2026-05-01",
    invoices = { { total = "500.00" } },
    text = { "Nos prix à partir du 01/05/2026", "Tout compris forfait: Prix 500,00 EUR 550,00 EUR 01/05/2026",
      "bureau: Tarif 75,00 EUR 82,50 EUR" },
  },
}
