-- Examples of ubl: its help and its tests.

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
    data = book({ name = "Dorn & <Sohn>", country = "DE", tax = "USt" }, "99.99"),
    as_of = "2026-05-01",
    invoices = { { total = "118.99" } },
    text = {
      "<cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID>\n<cbc:ID>1</cbc:ID>\n<cbc:IssueDate>2026-05-01<",
      "<cbc:RegistrationName>Dorn &amp; &lt;Sohn&gt;</cbc:RegistrationName>",
      '<cbc:TaxableAmount currencyID="EUR">99.99</cbc:TaxableAmount>\n<cbc:TaxAmount currencyID="EUR">19.00</cbc:TaxAmount>',
      '<cbc:PayableAmount currencyID="EUR">118.99</cbc:PayableAmount>', "<cbc:StartDate>2026-04-01</cbc:StartDate>",
    },
  },
  {
    title = "Peppol, reverse charge",
    settings = { currency = "EUR", zone = "Europe/Berlin" },
    data = book({ name = "Brussel NV", country = "BE", tax = "reverse", tax_id = "BE0202239951", endpoint = "0208:0202239951",
      einvoice = "peppol", po_number = "PO-1" }, "500.00"),
    as_of = "2026-05-01",
    invoices = { { total = "500.00" } },
    text = {
      "#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0</cbc:CustomizationID>",
      '<cbc:EndpointID schemeID="0208">0202239951</cbc:EndpointID>',
      "<cbc:ID>AE</cbc:ID>\n<cbc:Percent>0</cbc:Percent>\n<cbc:TaxExemptionReasonCode>VATEX-EU-AE</cbc:TaxExemptionReasonCode>",
    },
  },
  {
    title = "what Peppol misses is told by its rule",
    settings = { currency = "EUR", zone = "Europe/Berlin" },
    data = book({ name = "Brussel NV", country = "BE", tax = "reverse", einvoice = "peppol" }, "500.00"),
    as_of = "2026-05-01",
    refused = "BR-AE-02: column tax_id of customers: or registration;PEPPOL-EN16931-R010: column endpoint of customers;"
      .. "PEPPOL-EN16931-R003: column buyer_reference of customers: or po_number",
  },
  {
    title = "more back than billed: a credit note, its amounts without a minus",
    settings = { currency = "EUR", zone = "Europe/Berlin" },
    data = book({ name = "Dorn", country = "DE", tax = "USt" }, "10.00", { { id = "x", customer = "c", contract = "k",
      date = "2026-04-10", description = "Returned", quantity = "-2", unit_price = "20.00", discount = "10%", sku = "SW-1" } }),
    as_of = "2026-05-01",
    invoices = { { kind = "credit", total = "-30.94" } },
    text = {
      "<CreditNote xmlns=", "<cbc:CreditNoteTypeCode>381</cbc:CreditNoteTypeCode>",
      '<cbc:CreditedQuantity unitCode="C62">-1</cbc:CreditedQuantity>\n<cbc:LineExtensionAmount currencyID="EUR">-10.00<',
      '<cbc:CreditedQuantity unitCode="C62">2</cbc:CreditedQuantity>\n<cbc:LineExtensionAmount currencyID="EUR">36.00<',
      "<cbc:ChargeIndicator>false</cbc:ChargeIndicator>\n<cbc:AllowanceChargeReason>Discount</cbc:AllowanceChargeReason>\n"
        .. '<cbc:Amount currencyID="EUR">4.00</cbc:Amount>',
      '<cbc:PayableAmount currencyID="EUR">30.94</cbc:PayableAmount>',
    },
  },
  {
    title = "XRechnung wants a Leitweg-ID, and where the buyer is",
    settings = { currency = "EUR", zone = "Europe/Berlin" },
    data = book({ name = "Stadt Kiel", country = "DE", tax = "USt", einvoice = "xrechnung", email = "a@kiel.example",
      city = "Kiel" }, "1.00"),
    as_of = "2026-05-01",
    refused = "BR-DE-9: column postal_code of customers;BR-DE-15: column buyer_reference of customers",
  },
  {
    title = "a seller without VAT: outside of the tax",
    data = {
      seller = { { name = "Harbor Point IT", country = "US", tax_id = "01-5550142", bank = "Casco Bay Bank" } },
      customers = { { id = "c", name = "CoolRealty", country = "US" } },
      contracts = { { id = "k", customer = "c", name = "Desk", type = "retainer", start = "2026-04-01", params = { price = "5.00" } } },
    },
    as_of = "2026-05-01",
    invoices = { { total = "5.00" } },
    text = {
      "<cac:PartyIdentification>\n<cbc:ID>01-5550142</cbc:ID>", "<cbc:ID>O</cbc:ID>\n<cac:TaxScheme>",
      "<cbc:Note>Casco Bay Bank</cbc:Note>",
    },
  },
}
