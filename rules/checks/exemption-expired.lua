-- Exemption expired: a certificate has a last day, and tax is due after it.

return check {
  name = "exemption-expired", api = 1, version = "1.0.0", title = "Exemption expired",
  doc = "Names customers whose exemption certificate has expired by the day of the batch.",

  of = "customer", reads = { "id", "tax_exempt", "exempt_until" },

  look = function(check, row, before, t)
    if not row.tax_exempt or not row.exempt_until or row.exempt_until >= t.as_of then return nil end
    return {
      text = "is not taxed, and its exemption certificate expired on " .. date.format(row.exempt_until),
      mend = string.format("billet set customers %s exempt_until=DATE --note TEXT", row.id),
    }
  end,
}
