-- Examples of csv: its help and its tests.
return {
  {
    title = "one line",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01",
        params = { price = "500.00" } } },
    },
    as_of = "2026-05-01",
    invoices = { { total = "500.00" } },
    text = "invoice,kind,date,due_date,customer,customer_name,currency,subtotal,invoice_tax,total,credits,po_number,"
      .. "line,contract,ticket,line_date,period_start,period_end,sku,category,description,"
      .. "quantity,unit,unit_price,discount,amount,tax,tax_name,state\r\n"
      .. "1,invoice,2026-05-01,2026-05-01,cool,CoolRealty,USD,500.00,0.00,500.00,,,"
      .. "1,k1,,2026-04-30,2026-04-01,2026-04-30,,service,Retainer fee,1,,500.00,,500.00,0.00,,final\r\n",
  },
  {
    title = "a customer with a comma in its name",
    data = {
      customers = { { id = "cool", name = "CoolRealty, Inc." } },
      contracts = { { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01",
        params = { price = "500.00" } } },
    },
    as_of = "2026-05-01",
    invoices = { { customer_name = "CoolRealty, Inc.", total = "500.00" } },
    text = { 'cool,"CoolRealty, Inc.",USD' },
  },
  {
    title = "a title that looks like a formula",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
        params = { rate = "60.00" } } },
      tickets = { { id = "T1", customer = "cool", contract = "k1", title = "=1+1", status = "closed" } },
      time_entries = { { id = "e1", ticket = "T1", start = "2026-04-10T09:00", minutes = 60 } },
    },
    as_of = "2026-05-01",
    invoices = { { total = "60.00", lines = { { description = "=1+1", amount = "60.00" } } } },
    text = { ",labor,'=1+1,1,hour,60.00," },
  },
  {
    title = "an amount below zero stays a number",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01",
        params = { price = "500.00" } } },
      charges = { { id = "c1", customer = "cool", contract = "k1", date = "2026-04-10", description = "Refund", quantity = "-1",
        unit_price = "20.00" } },
    },
    as_of = "2026-05-01",
    invoices = { { total = "480.00", lines = { { amount = "500.00" }, { amount = "-20.00" } } } },
    text = { "Refund,-1,,20.00,,-20.00,0.00," },
  },
  {
    title = "two customers, two invoices",
    data = {
      customers = { { id = "cool", name = "CoolRealty" }, { id = "acme", name = "Acme" } },
      contracts = {
        { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01", params = { price = "500.00" } },
        { id = "k2", customer = "acme", name = "Retainer", type = "retainer", start = "2026-04-01", params = { price = "300.00" } },
      },
    },
    as_of = "2026-05-01",
    invoices = { { total = "500.00" }, { total = "300.00" } },
    text = { "\r\n1,invoice,2026-05-01,2026-05-01,acme,", "\r\n2,invoice,2026-05-01,2026-05-01,cool," },
  },
  {
    title = "what only looks like a long number is text",
    data = {
      customers = { { id = "cool", name = "CoolRealty" } },
      contracts = { { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01",
        params = { price = "500.00" } } },
      charges = { { id = "c1", customer = "cool", contract = "k1", date = "2026-04-10", quantity = "1", unit_price = "20.00",
        description = "-123456789012345678901234567890123456789" } },
    },
    as_of = "2026-05-01",
    invoices = { { total = "520.00" } },
    text = { ",'-123456789012345678901234567890123456789,1," },
  },
}
