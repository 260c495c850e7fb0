-- Examples of json: its help and its tests.
return {
  {
    title = "one invoice, what there is not included",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01",
        params = { price = "500.00" } } },
    },
    as_of = "2026-05-01",
    invoices = { { total = "500.00" } },
    text = { '[\n{"invoice":"1","number":"1","state":"final","kind":"invoice","batch":1,"date":"2026-05-01",',
      '"total":"500.00","credits":null,"po_number":null,', '}\n]\n' },
  },
  {
    title = "two invoices",
    data = {
      customers = { { id = "cool", name = "CoolRealty" }, { id = "acme", name = "Acme" } },
      contracts = {
        { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01", params = { price = "500.00" } },
        { id = "k2", customer = "acme", name = "Retainer", type = "retainer", start = "2026-04-01", params = { price = "300.00" } },
      },
    },
    as_of = "2026-05-01",
    invoices = { { total = "300.00" }, { total = "500.00" } },
    text = { '[\n{"invoice":"1",', '},\n{"invoice":"2",' },
  },
  {
    title = "texts are quoted",
    data = {
      customers = { { id = "cool", name = 'Cool "Realty" \\ Sons' } },
      contracts = { { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01",
        params = { price = "500.00" } } },
    },
    as_of = "2026-05-01",
    invoices = { { total = "500.00" } },
    text = { [["customer_name":"Cool \"Realty\" \\ Sons",]] },
  },
  {
    title = "amounts have the decimals of their currency",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01", currency = "JPY",
        params = { price = "500" } } },
    },
    as_of = "2026-05-01",
    invoices = { { total = "500", currency = "JPY" } },
    text = { '"currency":"JPY","subtotal":"500","tax":"0","total":"500",' },
  },
  {
    title = "a credit",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01",
        params = { price = "5.00" } } },
      charges = { { id = "c1", customer = "cool", contract = "k1", date = "2026-04-10", description = "Refund", quantity = "-1",
        unit_price = "20.00" } },
    },
    as_of = "2026-05-01",
    invoices = { { kind = "credit", total = "-15.00" } },
    text = { '"kind":"credit"', '"total":"-15.00"' },
  },
  {
    title = "nothing to export",
    data = { customers = { { id = "cool", name = "CoolRealty" } } },
    as_of = "2026-05-01",
    invoices = {},
    text = "[\n]\n",
  },
}
