-- No e-mail: invoices that go by mail need an address.

return check {
  name = "missing-email", api = 1, version = "1.0.0", title = "No e-mail address",
  doc = "Names customers whose invoices go by mail and who have no address for them.",

  of = "customer", reads = { "id", "pays", "delivery", "email", "email_to" },

  look = function(check, row)
    if not row.pays or row.delivery ~= "email" or row.email or row.email_to then return nil end
    return {
      text = "gets its invoices by mail, and has no e-mail address",
      mend = string.format("billet set customers %s email=ADDRESS --note TEXT", row.id),
    }
  end,
}
