-- Examples of journal: its help and its tests.

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
      customers = cool, contracts = retainer("500.00", { tax = "State" }),
      taxes = { { name = "State", rule = "percent", from = "2026-01-01", params = { rate = "10%" } } },
    },
    as_of = "2026-05-01",
    invoices = { { total = "550.00" } },
    text = "document,kind,date,due_date,customer,customer_name,line,account,counter_account,tax_code,amount,currency,"
      .. "earned_from,earned_to,text\r\n"
      .. "1,invoice,2026-05-01,2026-05-01,cool,CoolRealty,1,receivable,service,State,500.00,USD,2026-04-01,2026-04-30,Retainer fee\r\n"
      .. "1,invoice,2026-05-01,2026-05-01,cool,CoolRealty,1,receivable,tax,State,50.00,USD,,,Retainer fee\r\n",
  },
  {
    title = "two taxes of a line, with the names that are mapped",
    data = {
      customers = cool, contracts = retainer("500.00", { tax = "Both" }),
      taxes = { { name = "Both", rule = "components", from = "2026-01-01",
        params = { rates = { { name = "GST", rate = "5%" }, { name = "PST", rate = "7%" } } } } },
      maps = {
        { target = "journal", kind = "customer", key = "cool", value = "10001" },
        { target = "journal", kind = "account", key = "income", value = "4000" },
        { target = "journal", kind = "account", key = "PST", value = "2200" },
        { target = "journal", kind = "tax", key = "GST", value = "G5" },
        { target = "journal", kind = "account", key = "product", value = "4100" },
        { target = "journal", kind = "account", key = "DOCK", value = "4200" },
      },
      charges = {
        { id = "c1", customer = "cool", contract = "k1", date = "2026-04-10", description = "Dock", quantity = "1", unit_price = "1.00",
          sku = "DOCK" },
        { id = "c2", customer = "cool", contract = "k1", date = "2026-04-11", description = "Cable", quantity = "1",
          unit_price = "1.00", sku = "CABLE" },
      },
    },
    as_of = "2026-05-01",
    invoices = { { total = "562.24" } },
    text = { ",10001,4000,G5 + PST,500.00,", ",10001,4200,G5 + PST,1.00,",
      ",10001,4100,G5 + PST,1.00,", ",10001,tax,G5,25.00,", ",10001,2200,PST,35.00," },
  },
  {
    title = "a credit has amounts below zero",
    data = {
      customers = cool, contracts = retainer("5.00"),
      charges = { { id = "c1", customer = "cool", contract = "k1", date = "2026-04-10", description = "Refund", quantity = "-1",
        unit_price = "20.00" } },
    },
    as_of = "2026-05-01",
    invoices = { { kind = "credit", total = "-15.00" } },
    text = { "1,credit,", ",receivable,service,,5.00,USD,", ",receivable,product,,-20.00,USD,2026-04-01,2026-04-30,Refund\r\n" },
  },
  {
    title = "a text that looks like a formula, or holds what CSV needs",
    data = { customers = { { id = "cool", name = '=1+1, "Inc."' } }, contracts = retainer("500.00") },
    as_of = "2026-05-01",
    invoices = { { total = "500.00" } },
    text = { [[,cool,"'=1+1, ""Inc.""",1,]] },
  },
  {
    title = "another currency",
    data = { customers = cool, contracts = retainer("5000", { currency = "JPY" }) },
    as_of = "2026-05-01",
    invoices = { { total = "5000", currency = "JPY" } },
    text = { ",5000,JPY," },
  },
}
