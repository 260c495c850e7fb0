-- CII (UN/CEFACT Cross Industry Invoice D16B): electronic invoices after EN 16931, as XRechnung 3, and inside of PDFs as Factur-X.
local xml = require "xml"
local en16931 = require "en16931"
local text, element = xml.text, xml.element

local spaces = ' xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"'
  .. ' xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"'
  .. ' xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"'

local function date_of(name, value)  -- 102: CCYYMMDD
  return value and element(name, { text("udt:DateTimeString", (value:gsub("%-", "")), "format", "102") }) or ""
end

local function tax_id(id, scheme) return element("ram:SpecifiedTaxRegistration", { text("ram:ID", id, "schemeID", scheme) }) end

local function party(role, of)
  return element("ram:" .. role, {
    text("ram:ID", of.id), text("ram:Name", of.name),
    element("ram:SpecifiedLegalOrganization", { text("ram:ID", of.registration.id, "schemeID", of.registration.scheme) }),
    element("ram:DefinedTradeContact", {
      text("ram:PersonName", of.contact),
      element("ram:TelephoneUniversalCommunication", { text("ram:CompleteNumber", of.phone) }),
      element("ram:EmailURIUniversalCommunication", { text("ram:URIID", of.email) }),
    }),
    element("ram:PostalTradeAddress", {
      text("ram:PostcodeCode", of.postal_code), text("ram:LineOne", of.address1), text("ram:LineTwo", of.address2),
      text("ram:CityName", of.city), text("ram:CountryID", of.country), text("ram:CountrySubDivisionName", of.region),
    }),
    element("ram:URIUniversalCommunication", { text("ram:URIID", of.endpoint.id, "schemeID", of.endpoint.scheme) }),
    tax_id(of.vat, "VA"), tax_id(of.tax_number, "FC"),
  })
end

local function line_of(line)
  return element("ram:IncludedSupplyChainTradeLineItem", {
    element("ram:AssociatedDocumentLineDocument", {
      text("ram:LineID", line.id), element("ram:IncludedNote", { text("ram:Content", line.note) }) }),
    element("ram:SpecifiedTradeProduct", { text("ram:SellerAssignedID", line.sku), text("ram:Name", line.name) }),
    element("ram:SpecifiedLineTradeAgreement", { element("ram:NetPriceProductTradePrice", { text("ram:ChargeAmount", line.price) }) }),
    element("ram:SpecifiedLineTradeDelivery", { text("ram:BilledQuantity", line.quantity, "unitCode", line.unit) }),
    element("ram:SpecifiedLineTradeSettlement", {
      element("ram:ApplicableTradeTax", {
        text("ram:TypeCode", "VAT"), text("ram:CategoryCode", line.vat.category), text("ram:RateApplicablePercent", line.vat.rate) }),
      element("ram:BillingSpecifiedPeriod", { date_of("ram:StartDateTime", line.first), date_of("ram:EndDateTime", line.last) }),
      line.discount and element("ram:SpecifiedTradeAllowanceCharge", {
        element("ram:ChargeIndicator", { text("udt:Indicator", tostring(line.charge)) }),
        text("ram:ActualAmount", line.discount), text("ram:Reason", "Discount"),
      }) or "",
      element("ram:SpecifiedTradeSettlementLineMonetarySummation", { text("ram:LineTotalAmount", line.net) }),
    }),
  })
end

local function agreement(m)
  return element("ram:ApplicableHeaderTradeAgreement", {
    text("ram:BuyerReference", m.reference), party("SellerTradeParty", m.seller), party("BuyerTradeParty", m.buyer),
    element("ram:BuyerOrderReferencedDocument", { text("ram:IssuerAssignedID", m.order) }),
  })
end

-- The element must be there, whether or not it holds something.
local function delivery(m)
  if not m.delivery then return "<ram:ApplicableHeaderTradeDelivery/>\n" end
  return element("ram:ApplicableHeaderTradeDelivery", {
    element("ram:ShipToTradeParty", { element("ram:PostalTradeAddress", { text("ram:CountryID", m.delivery.country) }) }),
    element("ram:ActualDeliverySupplyChainEvent", { date_of("ram:OccurrenceDateTime", m.delivery.date) }),
  })
end

local function group_of(m)
  return function(group)
    return element("ram:ApplicableTradeTax", {
      text("ram:CalculatedAmount", m.amount(group.tax)), text("ram:TypeCode", "VAT"), text("ram:ExemptionReason", group.reason),
      text("ram:BasisAmount", m.amount(group.base)), text("ram:CategoryCode", group.category),
      text("ram:ExemptionReasonCode", group.vatex), text("ram:RateApplicablePercent", group.rate),
    })
  end
end

local function settlement(m)
  local pay, totals, home = m.payment or {}, m.totals, m.home or {}
  return element("ram:ApplicableHeaderTradeSettlement", {
    text("ram:PaymentReference", m.number), text("ram:TaxCurrencyCode", home.currency), text("ram:InvoiceCurrencyCode", m.currency),
    element("ram:SpecifiedTradeSettlementPaymentMeans", {
      text("ram:TypeCode", pay.code), element("ram:PayeePartyCreditorFinancialAccount", { text("ram:IBANID", pay.iban) }),
      element("ram:PayeeSpecifiedCreditorFinancialInstitution", { text("ram:BICID", pay.bic) }),
    }),
    xml.each(m.groups, group_of(m)),
    element("ram:SpecifiedTradePaymentTerms", { text("ram:Description", m.terms), date_of("ram:DueDateDateTime", m.due_date) }),
    element("ram:SpecifiedTradeSettlementHeaderMonetarySummation", {
      text("ram:LineTotalAmount", totals.net), text("ram:TaxBasisTotalAmount", totals.net),
      text("ram:TaxTotalAmount", totals.tax, "currencyID", m.currency), text("ram:TaxTotalAmount", home.tax, "currencyID", home.currency),
      text("ram:RoundingAmount", totals.rounding), text("ram:GrandTotalAmount", totals.gross),
      text("ram:DuePayableAmount", totals.payable),
    }),
    element("ram:InvoiceReferencedDocument", { text("ram:IssuerAssignedID", m.preceding) }),
  })
end

return exporter {
  name = "cii", api = 1, version = "1.0.0", title = "CII", extension = "xml", each = true,
  doc = "Electronic invoices after EN 16931 in CII: XRechnung 3 for customers whose einvoice says so, Factur-X inside of a PDF.",

  missing = function(invoice) return en16931.missing(invoice, "cii") end,

  invoice = function(invoice)
    if invoice.state == "void" then return nil end
    local m = en16931.model(invoice, "cii")
    return xml.first .. element("rsm:CrossIndustryInvoice", {
      element("rsm:ExchangedDocumentContext", {
        element("ram:BusinessProcessSpecifiedDocumentContextParameter", { text("ram:ID", m.profile.process) }),
        element("ram:GuidelineSpecifiedDocumentContextParameter", { text("ram:ID", m.profile.specification) }),
      }),
      element("rsm:ExchangedDocument", {
        text("ram:ID", m.number), text("ram:TypeCode", m.credit and "381" or "380"), date_of("ram:IssueDateTime", m.date),
        element("ram:IncludedNote", { text("ram:Content", m.note) }),
      }),
      element("rsm:SupplyChainTradeTransaction", { xml.each(m.lines, line_of), agreement(m), delivery(m), settlement(m) }),
    }, spaces)
  end,
}
