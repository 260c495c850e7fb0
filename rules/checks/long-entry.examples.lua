-- Examples of long-entry: its help and its tests.
local function book(minutes, billable)
  return {
    customers = { { id = "cool", name = "CoolRealty" } },
    contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
      params = { rate = "120.00" } } },
    tickets = { { id = "T1", customer = "cool", contract = "k1", status = "closed" } },
    time_entries = { { id = "e1", ticket = "T1", start = "2026-04-10T09:00", minutes = minutes, billable = billable,
      technician = "kim" } },
  }
end
return {
  {
    title = "a clock that ran through the night",
    data = book(16 * 60 + 1), as_of = "2026-05-01",
    findings = { { row = "e1", text = "kim worked 16:01 hours at one go", mend = "billet batch exclude --ticket T1" } },
  },
  { title = "on the day of the batch", data = book(16 * 60 + 1), as_of = "2026-04-10", findings = { { row = "e1" } } },
  { title = "on the day after", data = book(16 * 60 + 1), as_of = "2026-04-09", findings = {} },
  { title = "sixteen hours are a long day", data = book(16 * 60), as_of = "2026-05-01", findings = {} },
  { title = "what is not billed may take as long as it likes", data = book(24 * 60, false), as_of = "2026-05-01",
    findings = {} },
  {
    title = "whoever says that ten hours are long",
    params = { hours = 10 }, data = book(11 * 60), as_of = "2026-05-01",
    findings = { { row = "e1" } },
  },
  { title = "whoever works by the hour", params = { hours = 1 }, data = book(61), as_of = "2026-05-01", findings = { { row = "e1" } } },
  { title = "and ten hours are not", params = { hours = 10 }, data = book(10 * 60), as_of = "2026-05-01", findings = {} },
}
