-- Examples of unread-meter: its help and its tests.
local function book(rows, devices)
  return {
    customers = { { id = "cool", name = "CoolRealty" } },
    contracts = { { id = "k1", customer = "cool", name = "Users", type = "per-user", start = "2026-04-01",
      params = { lines = { { meter = "users", description = "User", unit_price = "30.00" } } } } },
    readings = rows, devices = devices,
  }
end
return {
  { title = "nobody counted the users", data = book(), as_of = "2026-05-01",
    findings = { { row = "k1", level = "warning", mend = "billet import readings.csv" }, { row = "k1", level = "note" } } },
  { title = "on the last day of the period there is time yet", data = book(), as_of = "2026-05-31",
    findings = { { row = "k1", level = "warning" }, { row = "k1", level = "note" } } },
  { title = "somebody did", data = book { { customer = "cool", meter = "users", at = "2026-04-01", value = "5" } },
    as_of = "2026-05-01", findings = {} },
  { title = "that there are none is a reading", data = book { { customer = "cool", meter = "users", at = "2026-04-01", value = "0" } },
    as_of = "2026-05-01", findings = {} },
  { title = "devices count too", data = book(nil, { { id = "d1", customer = "cool", meter = "users", from = "2026-04-01" } }),
    as_of = "2026-05-01", findings = {} },
  { title = "what nobody bills is no matter of this check", as_of = "2026-05-01", findings = {},
    data = book { { customer = "cool", meter = "users", at = "2026-04-01", value = "5" },
      { customer = "cool", meter = "printers", at = "2026-04-01", value = "5" } } },
}
