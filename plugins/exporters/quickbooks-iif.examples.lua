-- Examples of quickbooks-iif: its help and its tests.

local cool = { { id = "cool", name = "CoolRealty" } }
local function retainer(price, more)
  more = more or {}
  return { { id = "k1", customer = "cool", name = "Retainer", type = "retainer", start = "2026-04-01", params = { price = price },
    tax = more.tax, currency = more.currency } }
end

return {
  {
    title = "a fee and its tax",
    data = {
      customers = { { id = "cool", name = "CoolRealty", address1 = "1 Main St", city = "Bath", region = "ME", postal_code = "04530",
        country = "US", po_number = "PO 7", terms_days = 30 } },
      contracts = retainer("500.00", { tax = "State" }),
      taxes = { { name = "State", rule = "percent", from = "2026-01-01", params = { rate = "10%", jurisdiction = "Revenue Services" } } },
    },
    as_of = "2026-05-01",
    invoices = { { total = "550.00" } },
    text = "!TRNS\tTRNSTYPE\tDATE\tACCNT\tNAME\tAMOUNT\tDOCNUM\tMEMO\tTOPRINT\tADDR1\tADDR2\tADDR3\tADDR4\tADDR5\tDUEDATE\tPONUM\r\n"
      .. "!SPL\tTRNSTYPE\tDATE\tACCNT\tNAME\tAMOUNT\tDOCNUM\tMEMO\tQNTY\tPRICE\tINVITEM\tTAXABLE\tEXTRA\r\n!ENDTRNS\r\n"
      .. "TRNS\tINVOICE\t05/01/26\tAccounts Receivable\tCoolRealty\t550.00\t1\t\tN\tCoolRealty\t1 Main St\tBath ME 04530\tUS\t\t"
      .. "05/31/26\tPO 7\r\n"
      .. "SPL\tINVOICE\t05/01/26\tServices\t\t-500.00\t1\tRetainer fee\t-1\t500.00\tservice\tY\t\r\n"
      .. "SPL\tINVOICE\t05/01/26\tSales Tax Payable\tRevenue Services\t-50.00\t1\tState 10%\t\t10%\tState\tN\tAUTOSTAX\r\n"
      .. "ENDTRNS\r\n",
  },
  {
    title = "names that are mapped",
    data = {
      customers = cool, contracts = retainer("500.00", { tax = "State" }),
      taxes = { { name = "State", rule = "percent", from = "2026-01-01", params = { rate = "10%" } } },
      maps = {
        { target = "quickbooks-iif", kind = "customer", key = "cool", value = "Cool:Realty" },
        { target = "quickbooks-iif", kind = "account", key = "receivable", value = "1200 A/R" },
        { target = "quickbooks-iif", kind = "account", key = "income", value = "4000 Managed" },
        { target = "quickbooks-iif", kind = "item", key = "service", value = "Managed" },
        { target = "quickbooks-iif", kind = "tax", key = "State", value = "ME tax" },
      },
    },
    as_of = "2026-05-01",
    invoices = { { total = "550.00" } },
    text = { "\t1200 A/R\tCool:Realty\t550.00\t", "\t4000 Managed\t\t-500.00\t", "\tManaged\tY\t", "\tME tax\tN\tAUTOSTAX\r\n" },
  },
  {
    title = "a credit memo has its signs turned round",
    data = {
      customers = cool, contracts = retainer("5.00"),
      charges = { { id = "c1", customer = "cool", contract = "k1", date = "2026-04-10", description = "Refund", quantity = "-1",
        unit_price = "20.00" } },
    },
    as_of = "2026-05-01",
    invoices = { { kind = "credit", total = "-15.00" } },
    text = { "TRNS\tCREDIT MEMO\t05/01/26\tAccounts Receivable\tCoolRealty\t-15.00\t1\t", "\t20.00\t1\tRefund\t1\t20.00\tproduct\tN\t" },
  },
  {
    title = "no text of somebody else parts cells or rows",
    data = {
      customers = { { id = "cool", name = 'Cool\t"Realty"' } }, contracts = retainer("500.00"),
      charges = { { id = "c1", customer = "cool", contract = "k1", date = "2026-04-10", description = "=1+1\n\tx", quantity = "1",
        unit_price = "20.00" } },
    },
    as_of = "2026-05-01",
    invoices = { { total = "520.00" } },
    text = { "\tCool 'Realty'\t520.00\t", "\t'=1+1  x\t-1\t20.00\t" },
  },
  {
    title = "what is too long is cut",
    data = { customers = { { id = "cool", name = "A näme that is much too long for QuickBooks" } }, contracts = retainer("500.00") },
    as_of = "2026-05-01",
    invoices = { { total = "500.00" } },
    text = { "\tA näme that is much too long for QuickBoo\t500.00\t" },
  },
  {
    title = "another currency, with an account of its own",
    data = {
      customers = cool, contracts = retainer("5000", { currency = "JPY" }),
      maps = { { target = "quickbooks-iif", kind = "account", key = "receivable.JPY", value = "A/R JPY" } },
    },
    as_of = "2026-05-01",
    invoices = { { total = "5000", currency = "JPY" } },
    text = { "\tA/R JPY\tCoolRealty\t5000\t", "\t-5000\t1\tRetainer fee\t-1\t5000\t" },
  },
  {
    title = "another currency without an account",
    data = { customers = cool, contracts = retainer("5000", { currency = "JPY" }) },
    as_of = "2026-05-01",
    refused = "1 is in JPY, and an IIF file has no currency: map account receivable.JPY",
  },
}
