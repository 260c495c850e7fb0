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
}
