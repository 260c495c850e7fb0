-- Examples of cii: its help and its tests.

local seller = { {
  name = "Nord IT", address1 = "Kai 1", city = "Kiel", postal_code = "24103", country = "DE", tax_id = "DE123456789", contact = "Kim Voss",
  email = "rechnung@nord.example", phone = "+49 431 1234", endpoint = "9930:DE123456789", iban = "DE89370400440532013000",
} }
local taxes = {
  { name = "USt", rule = "percent", params = { rate = "19%" } }, { name = "reverse", rule = "reverse-charge", params = {} },
}

-- A retainer of a customer with these columns.
local function book(customer, price, charges)
  customer.id = "c"
  return {
    seller = seller, taxes = taxes, customers = { customer }, charges = charges,
    contracts = { { id = "k", customer = "c", name = "Desk", type = "retainer", start = "2026-04-01", taxable = true,
      params = { price = price } } },
  }
end

return {
  {
    title = "a rate of VAT, and what has to be escaped",
    settings = { currency = "EUR", zone = "Europe/Berlin" },
    data = book({ name = "Dorn & <Sohn>", country = "DE", tax = "USt", einvoice = "factur-x" }, "99.99"),
    as_of = "2026-05-01",
    invoices = { { total = "118.99" } },
    text = {
      "<ram:ID>urn:cen.eu:en16931:2017</ram:ID>", "<ram:Name>Dorn &amp; &lt;Sohn&gt;</ram:Name>",
      '<udt:DateTimeString format="102">20260501</udt:DateTimeString>',
      "<ram:CalculatedAmount>19.00</ram:CalculatedAmount>", "<ram:DuePayableAmount>118.99</ram:DuePayableAmount>",
    },
  },
  {
    title = "XRechnung",
    settings = { currency = "EUR", zone = "Europe/Berlin" },
    data = book({ name = "Stadt Kiel", country = "DE", tax = "USt", einvoice = "xrechnung", email = "a@kiel.example", city = "Kiel",
      postal_code = "24103", buyer_reference = "04011000-1-34" }, "1.00"),
    as_of = "2026-05-01",
    invoices = { { total = "1.19" } },
    text = {
      "#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0</ram:ID>", "<ram:BuyerReference>04011000-1-34</ram:BuyerReference>",
      '<ram:URIID schemeID="EM">a@kiel.example</ram:URIID>', "<ram:IBANID>DE89370400440532013000</ram:IBANID>",
    },
  },
  {
    title = "reverse charge says why there is no VAT",
    settings = { currency = "EUR", zone = "Europe/Berlin" },
    data = book({ name = "Brussel NV", country = "BE", tax = "reverse", tax_id = "BE0202239951" }, "500.00"),
    as_of = "2026-05-01",
    invoices = { { total = "500.00" } },
    text = {
      "<ram:ExemptionReason>Reverse charge: the customer accounts for the VAT</ram:ExemptionReason>",
      "<ram:CategoryCode>AE</ram:CategoryCode>\n<ram:ExemptionReasonCode>VATEX-EU-AE</ram:ExemptionReasonCode>",
      '<ram:ID schemeID="VA">BE0202239951</ram:ID>',
    },
  },
  {
    title = "a credit note, its amounts without a minus",
    settings = { currency = "EUR", zone = "Europe/Berlin" },
    data = book({ name = "Dorn", country = "DE", tax = "USt" }, "10.00", { { id = "x", customer = "c", contract = "k",
      date = "2026-04-10", description = "Returned", quantity = "-2", unit_price = "20.00" } }),
    as_of = "2026-05-01",
    invoices = { { kind = "credit", total = "-35.70" } },
    text = {
      "<ram:TypeCode>381</ram:TypeCode>", '<ram:BilledQuantity unitCode="C62">2</ram:BilledQuantity>',
      "<ram:LineTotalAmount>-10.00</ram:LineTotalAmount>", "<ram:DuePayableAmount>35.70</ram:DuePayableAmount>",
    },
  },
  {
    title = "nobody is taxed without a country",
    settings = { currency = "EUR", zone = "Europe/Berlin" },
    data = book({ name = "Dorn", tax = "USt" }, "10.00"),
    as_of = "2026-05-01",
    refused = "BR-11: column country of customers",
  },
}
