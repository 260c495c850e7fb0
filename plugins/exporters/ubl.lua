-- UBL 2.1 (OASIS): electronic invoices after EN 16931. A customer's `einvoice` chooses Peppol BIS Billing 3 or XRechnung 3.
local xml = require "xml"
local en16931 = require "en16931"
local text, element = xml.text, xml.element

local spaces = ' xmlns="urn:oasis:names:specification:ubl:schema:xsd:%s-2"'
  .. ' xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"'
  .. ' xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"'

local function tax_scheme(id) return element("cac:TaxScheme", { text("cbc:ID", id) }) end

local function tax_id(id, scheme)
  return id and element("cac:PartyTaxScheme", { text("cbc:CompanyID", id), tax_scheme(scheme) }) or ""
end

local function party(role, of)
  return element("cac:" .. role, { element("cac:Party", {
    text("cbc:EndpointID", of.endpoint.id, "schemeID", of.endpoint.scheme),
    element("cac:PartyIdentification", { text("cbc:ID", of.id) }),
    element("cac:PostalAddress", {
      text("cbc:StreetName", of.address1), text("cbc:AdditionalStreetName", of.address2), text("cbc:CityName", of.city),
      text("cbc:PostalZone", of.postal_code), text("cbc:CountrySubentity", of.region),
      element("cac:Country", { text("cbc:IdentificationCode", of.country) }),
    }),
    tax_id(of.vat, "VAT"), tax_id(of.tax_number, "TAX"),
    element("cac:PartyLegalEntity", {
      text("cbc:RegistrationName", of.name), text("cbc:CompanyID", of.registration.id, "schemeID", of.registration.scheme),
    }),
    element("cac:Contact", { text("cbc:Name", of.contact), text("cbc:Telephone", of.phone), text("cbc:ElectronicMail", of.email) }),
  }) })
end

local function category(name, vat, group)
  return element(name, {
    text("cbc:ID", vat.category), text("cbc:Percent", vat.rate),
    group and text("cbc:TaxExemptionReasonCode", group.vatex) or "", group and text("cbc:TaxExemptionReason", group.reason) or "",
    tax_scheme("VAT"),
  })
end

local function line_of(m, name, amount)
  return function(line)
    return element("cac:" .. name .. "Line", {
      text("cbc:ID", line.id), text("cbc:Note", line.note),
      text(name == "Invoice" and "cbc:InvoicedQuantity" or "cbc:CreditedQuantity", line.quantity, "unitCode", line.unit),
      amount("cbc:LineExtensionAmount", line.net),
      element("cac:InvoicePeriod", { text("cbc:StartDate", line.first), text("cbc:EndDate", line.last) }),
      line.discount and element("cac:AllowanceCharge", {
        text("cbc:ChargeIndicator", tostring(line.charge)), text("cbc:AllowanceChargeReason", "Discount"),
        amount("cbc:Amount", line.discount),
      }) or "",
      element("cac:Item", {
        text("cbc:Name", line.name), element("cac:SellersItemIdentification", { text("cbc:ID", line.sku) }),
        category("cac:ClassifiedTaxCategory", line.vat),
      }),
      element("cac:Price", { amount("cbc:PriceAmount", line.price) }),
    })
  end
end

local function head(m, name)
  return table.concat {
    text("cbc:CustomizationID", m.profile.specification), text("cbc:ProfileID", m.profile.process), text("cbc:ID", m.number),
    text("cbc:IssueDate", m.date), m.credit and "" or text("cbc:DueDate", m.due_date),
    text("cbc:" .. name .. "TypeCode", m.credit and "381" or "380"), text("cbc:Note", m.note),
    text("cbc:DocumentCurrencyCode", m.currency), m.home and text("cbc:TaxCurrencyCode", m.home.currency) or "",
    text("cbc:BuyerReference", m.reference),
    element("cac:OrderReference", { text("cbc:ID", m.order) }),
    element("cac:BillingReference", { element("cac:InvoiceDocumentReference", { text("cbc:ID", m.preceding) }) }),
    party("AccountingSupplierParty", m.seller), party("AccountingCustomerParty", m.buyer),
  }
end

local function delivery(m)
  return m.delivery and element("cac:Delivery", {
    text("cbc:ActualDeliveryDate", m.delivery.date),
    element("cac:DeliveryLocation", { element("cac:Address", {
      element("cac:Country", { text("cbc:IdentificationCode", m.delivery.country) }) }) }),
  }) or ""
end

-- A credit note has no due date of its own: it says it in words.
local function payment(m)
  local pay = m.payment
  return (pay and element("cac:PaymentMeans", {
    text("cbc:PaymentMeansCode", pay.code), text("cbc:PaymentID", m.number),
    element("cac:PayeeFinancialAccount", {
      text("cbc:ID", pay.iban), element("cac:FinancialInstitutionBranch", { text("cbc:ID", pay.bic) }) }),
  }) or "") .. element("cac:PaymentTerms", { text("cbc:Note", m.credit and m.due_date or m.terms) })
end

local function totals(m, amount)
  return element("cac:TaxTotal", {
    amount("cbc:TaxAmount", m.totals.tax),
    xml.each(m.groups, function(group)
      return element("cac:TaxSubtotal", {
        amount("cbc:TaxableAmount", m.amount(group.base)), amount("cbc:TaxAmount", m.amount(group.tax)),
        category("cac:TaxCategory", group, group),
      })
    end),
  }) .. (m.home and element("cac:TaxTotal", { text("cbc:TaxAmount", m.home.tax, "currencyID", m.home.currency) }) or "")
    .. element("cac:LegalMonetaryTotal", {
      amount("cbc:LineExtensionAmount", m.totals.net), amount("cbc:TaxExclusiveAmount", m.totals.net),
      amount("cbc:TaxInclusiveAmount", m.totals.gross), amount("cbc:PayableRoundingAmount", m.totals.rounding),
      amount("cbc:PayableAmount", m.totals.payable),
    })
end

-- ---- Examples

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

return exporter {
  name = "ubl", api = 1, version = "1.0.0", title = "UBL", extension = "xml", each = true,
  doc = "Electronic invoices after EN 16931 in UBL; Peppol BIS 3 and XRechnung 3 for customers whose einvoice says so.",

  missing = function(invoice) return en16931.missing(invoice, "ubl") end,

  invoice = function(invoice)
    if invoice.state == "void" then return nil end
    local m = en16931.model(invoice, "ubl")
    local name = m.credit and "CreditNote" or "Invoice"
    local function amount(what, value) return text(what, value, "currencyID", m.currency) end
    return xml.first .. element(name, {
      head(m, name), delivery(m), payment(m), totals(m, amount), xml.each(m.lines, line_of(m, name, amount)),
    }, spaces:format(name))
  end,

  examples = {
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
  },
}
