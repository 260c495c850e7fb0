-- Examples of sign-in-ends: its help and its tests.
local book = {
  customers = { { id = "cool", name = "CoolRealty" } },
  contracts = { { id = "k1", customer = "cool", name = "Fee", type = "retainer", start = "2026-04-01",
    params = { price = "100.00" } } },
}
local function signed_in(days)
  return { { target = "xero", company = "Our books", days_left = days } }
end
return {
  { title = "a week is left", data = book, as_of = "2026-05-01", sign_ins = signed_in(7),
    findings = { { row = "xero", text = "the sign-in of Our books ends in 7 days", mend = "billet export login xero" } } },
  { title = "two weeks are", data = book, as_of = "2026-05-01", sign_ins = signed_in(14), findings = { { row = "xero" } } },
  { title = "more is", data = book, as_of = "2026-05-01", sign_ins = signed_in(15), findings = {} },
  { title = "nobody knows when it ends", data = book, as_of = "2026-05-01", sign_ins = signed_in(nil), findings = {} },
  { title = "whoever wants to know early", data = book, as_of = "2026-05-01", params = { days = 30 }, sign_ins = signed_in(15),
    findings = { { row = "xero" } } },
  { title = "whoever signs in on the last day", data = book, as_of = "2026-05-01", params = { days = 1 }, sign_ins = signed_in(2),
    findings = {} },
  { title = "nobody is signed in", data = book, as_of = "2026-05-01", findings = {} },
}
