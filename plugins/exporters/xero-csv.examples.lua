-- Examples of xero-csv: its help and its tests.

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
      customers = { { id = "cool", name = "CoolRealty", email = "pay@cool.example", address1 = "1 Main St", city = "Bath",
        region = "ME", postal_code = "04530", country = "US", po_number = "PO 7" } },
      contracts = retainer("500.00", { tax = "State" }),
      taxes = { { name = "State", rule = "percent", from = "2026-01-01", params = { rate = "10%" } } },
    },
    as_of = "2026-05-01",
    invoices = { { total = "550.00" } },
    text = "*ContactName,EmailAddress,POAddressLine1,POAddressLine2,POAddressLine3,POAddressLine4,POCity,PORegion,POPostalCode,POCountry,"
      .. "*InvoiceNumber,Reference,*InvoiceDate,*DueDate,Total,InventoryItemCode,*Description,*Quantity,*UnitAmount,Discount,"
      .. "*AccountCode,*TaxType,TaxAmount,TrackingName1,TrackingOption1,TrackingName2,TrackingOption2,Currency,BrandingTheme\r\n"
      .. "CoolRealty,pay@cool.example,1 Main St,,,,Bath,ME,04530,US,1,PO 7,2026-05-01,2026-05-01,550.00,,Retainer fee,1,500.00,,"
      .. "200,State,50.00,,,,,USD,\r\n",
  },
  {
    title = "names that are mapped, two taxes as one rate",
    data = {
      customers = cool, contracts = retainer("500.00", { tax = "Both" }),
      taxes = { { name = "Both", rule = "components", from = "2026-01-01",
        params = { rates = { { name = "GST", rate = "5%" }, { name = "PST", rate = "7%" } } } } },
      charges = { { id = "c1", customer = "cool", contract = "k1", date = "2026-04-10", description = "Dock", quantity = "1",
        unit_price = "20.00", sku = "DOCK-C" } },
      maps = {
        { target = "xero-csv", kind = "customer", key = "cool", value = "Cool Realty Ltd" },
        { target = "xero-csv", kind = "account", key = "service", value = "201" },
        { target = "xero-csv", kind = "account", key = "DOCK-C", value = "202" },
        { target = "xero-csv", kind = "item", key = "DOCK-C", value = "DOCK" },
        { target = "xero-csv", kind = "tax", key = "GST + PST", value = "BC sales" },
      },
    },
    as_of = "2026-05-01",
    invoices = { { total = "582.40" } },
    text = { "\r\nCool Realty Ltd,", ",,Retainer fee,1,500.00,,201,BC sales,60.00,", ",DOCK,Dock,1,20.00,,202,BC sales,2.40," },
  },
  {
    title = "a credit has prices below zero",
    data = {
      customers = cool, contracts = retainer("5.00"),
      charges = { { id = "c1", customer = "cool", contract = "k1", date = "2026-04-10", description = "Refund", quantity = "-1",
        unit_price = "20.00" } },
    },
    as_of = "2026-05-01",
    invoices = { { kind = "credit", total = "-15.00" } },
    text = { ",-15.00,,Retainer fee,1,5.00,,200,Tax Exempt,0.00,", ",Refund,1,-20.00,,200,Tax Exempt,0.00," },
  },
  {
    title = "what does not multiply out is once its amount, and the text says how",
    data = {
      customers = cool, contracts = retainer("500.00"),
      charges = { { id = "c1", customer = "cool", contract = "k1", date = "2026-04-10", description = "Cable", quantity = "3",
        unit_price = "1.23456", discount = "10%" } },
    },
    as_of = "2026-05-01",
    invoices = { { total = "503.33" } },
    text = { '"Cable (3 × 1.23456, less 10%)",1,3.33,' },
  },
  {
    title = "a text that looks like a formula",
    data = { customers = { { id = "cool", name = "@Cool, Inc." } }, contracts = retainer("500.00") },
    as_of = "2026-05-01",
    invoices = { { total = "500.00" } },
    text = { '\r\n"\'@Cool, Inc.",' },
  },
  {
    title = "another currency",
    data = { customers = cool, contracts = retainer("5000", { currency = "JPY" }) },
    as_of = "2026-05-01",
    invoices = { { total = "5000", currency = "JPY" } },
    text = { ",5000,,Retainer fee,1,5000,,200,Tax Exempt,0,,,,,JPY," },
  },
}
