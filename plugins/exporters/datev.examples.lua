-- Examples of datev: its help and its tests.

local cool = { { id = "cool", name = "CoolRealty" } }
local vat = { { name = "USt", rule = "percent", from = "2026-01-01", params = { rate = "19%" } } }
local function retainer(price, more)
  more = more or {}
  return { { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01", params = { price = price },
    tax = more.tax, currency = more.currency } }
end

return {
  {
    title = "a fee with 19 % of tax",
    settings = { currency = "EUR", zone = "Europe/Berlin" },
    data = { customers = cool, contracts = retainer("500.00", { tax = "USt" }), taxes = vat },
    as_of = "2026-05-01",
    invoices = { { total = "595.00" } },
    text = {
      '"EXTF";700;21;"Buchungsstapel";13;20260501000000000;;"";"billet";"";1001;1;20260101;4;20260501;20260501;"billet";"";1;0;0;"EUR";;'
        .. '"";;;"";;;"";""\r\nUmsatz (ohne Soll/Haben-Kz);Soll/Haben-Kennzeichen;',
      ';Abw. Skontokonto\r\n595,00;"S";"";;;"";10000;8400;"";0105;"1";"";;"Retainer fee";;"";;;;"";',
      ';0;30042026;;01052026;"";;"";"";;"";;\r\n',
    },
  },
  {
    title = "accounts, keys and the header as they are mapped",
    settings = { currency = "EUR", zone = "Europe/Berlin" },
    data = {
      customers = cool, contracts = retainer("500.00", { tax = "USt" }), taxes = vat,
      maps = {
        { target = "datev", kind = "customer", key = "cool", value = "12345" },
        { target = "datev", kind = "account", key = "service", value = "4400" },
        { target = "datev", kind = "tax", key = "USt", value = "3" },
        { target = "datev", kind = "account", key = "consultant", value = "29098" },
        { target = "datev", kind = "account", key = "client", value = "55003" },
        { target = "datev", kind = "account", key = "year", value = "07-01" },
      },
    },
    as_of = "2026-05-01",
    invoices = { { total = "595.00" } },
    text = { ';29098;55003;20250701;4;', '\r\n595,00;"S";"";;;"";12345;4400;"3";0105;' },
  },
  {
    title = "a credit is booked the other way round",
    settings = { currency = "EUR", zone = "Europe/Berlin" },
    data = {
      customers = cool, contracts = retainer("5.00"),
      charges = { { id = "c1", customer = "cool", contract = "k1", date = "2026-04-10", description = "Refund", quantity = "-1",
        unit_price = "20.00" } },
    },
    as_of = "2026-05-01",
    invoices = { { kind = "credit", total = "-15.00" } },
    text = { '\r\n5,00;"S";', '\r\n20,00;"H";"";;;"";10000;8200;"";0105;"1";"";;"Refund";' },
  },
  {
    title = "another currency, and what it comes to in the book's",
    settings = { currency = "EUR", zone = "Europe/Berlin" },
    data = {
      customers = cool, contracts = retainer("500.00", { currency = "CHF" }),
      fx = { { date = "2026-04-30", currency = "CHF", rate = "1.05" } },
    },
    as_of = "2026-05-01",
    invoices = { { total = "500.00" } },
    text = { '\r\n500,00;"S";"CHF";0,952381;525,00;"EUR";10000;8200;' },
  },
  {
    title = "texts are quoted and cut, numbers keep what DATEV takes",
    settings = { currency = "EUR", zone = "Europe/Berlin" },
    data = {
      customers = cool, contracts = retainer("500.00"),
      charges = { { id = "c1", customer = "cool", contract = "k1", date = "2026-04-10", quantity = "1", unit_price = "20.00",
        description = '=1+1;"Zoll"\nund eine Beschreibung, die länger ist als sechzig Zeichen' } },
    },
    as_of = "2026-05-01",
    invoices = { { total = "520.00" } },
    text = { [[;"'=1+1;""Zoll"" und eine Beschreibung, die länger ist als sechz";]] },
  },
  {
    title = "nothing to export",
    data = { customers = cool },
    as_of = "2026-05-01",
    invoices = {},
    text = "",
  },
  {
    title = "a rate that no account of SKR03 knows",
    settings = { currency = "EUR", zone = "Europe/Berlin" },
    data = {
      customers = cool, contracts = retainer("500.00", { tax = "USt" }),
      taxes = { { name = "USt", rule = "percent", from = "2026-01-01", params = { rate = "16%" } } },
    },
    as_of = "2026-05-01",
    refused = 'DATEV has no account for USt 16%: map tax USt to a key, or account service',
  },
  {
    title = "a currency without a rate of its day",
    settings = { currency = "EUR", zone = "Europe/Berlin" },
    data = { customers = cool, contracts = retainer("500.00", { currency = "CHF" }) },
    as_of = "2026-05-01",
    refused = '1 is in CHF, and there is no rate of its day',
  },
  {
    title = "a third decimal",
    settings = { currency = "EUR", zone = "Europe/Berlin" },
    data = {
      customers = cool, contracts = retainer("500.005", { currency = "KWD" }),
      fx = { { date = "2026-04-30", currency = "KWD", rate = "2.8" } },
    },
    as_of = "2026-05-01",
    refused = 'DATEV takes two decimals: 500.005 KWD has more',
  },
  {
    title = "an account with a letter",
    settings = { currency = "EUR", zone = "Europe/Berlin" },
    data = {
      customers = cool, contracts = retainer("500.00"),
      maps = { { target = "datev", kind = "account", key = "service", value = "84A0" } },
    },
    as_of = "2026-05-01",
    refused = '"84A0" is no account of DATEV',
  },
  {
    title = "an account that is too short",
    settings = { currency = "EUR", zone = "Europe/Berlin" },
    data = {
      customers = cool, contracts = retainer("500.00"),
      maps = { { target = "datev", kind = "account", key = "service", value = "840" } },
    },
    as_of = "2026-05-01",
    refused = '"840" is no account of DATEV',
  },
  {
    title = "a debtor that is too long",
    settings = { currency = "EUR", zone = "Europe/Berlin" },
    data = {
      customers = cool, contracts = retainer("500.00"),
      maps = { { target = "datev", kind = "customer", key = "cool", value = "1234567890" } },
    },
    as_of = "2026-05-01",
    refused = '"1234567890" is no account of DATEV',
  },
  {
    title = "accounts of two lengths",
    settings = { currency = "EUR", zone = "Europe/Berlin" },
    data = {
      customers = cool, contracts = retainer("500.00"),
      maps = { { target = "datev", kind = "account", key = "service", value = "84000" } },
    },
    as_of = "2026-05-01",
    refused = 'the account 84000 has not the length of the others (4 digits)',
  },
  {
    title = "two fiscal years",
    settings = { currency = "EUR", zone = "Europe/Berlin" },
    data = { customers = cool, contracts = retainer("500.00"),
      maps = { { target = "datev", kind = "account", key = "year", value = "05-15" } } },
    steps = { { as_of = "2026-05-01", invoices = {} }, { as_of = "2026-06-01", invoices = {} } },
    refused = '2026-05-01 and 2026-06-01 are of two fiscal years',
  },
}
