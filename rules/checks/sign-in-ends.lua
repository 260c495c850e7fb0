-- Sign-in ends: what delivers invoices has to be signed in again before it is too late.

return check {
  name = "sign-in-ends", api = 1, version = "1.0.0", title = "Sign-in ends",
  doc = "Names targets whose sign-in ends within some days.",

  params = {
    days = count { doc = "how many days before it ends", default = 14, min = 1 },
  },

  of = "sign-in", reads = { "days_left", "company" },

  look = function(check, row)
    if not row.days_left or row.days_left > check.days then return nil end
    return string.format("the sign-in of %s ends in %d days", row.company or "the company", row.days_left)
  end,
}
