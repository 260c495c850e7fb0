-- Examples of contract-ended: its help and its tests.
local function book(entries, terms)
  local contract = { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
    params = { rate = "120.00" } }
  for name, value in pairs(terms or {}) do contract[name] = value end
  for i, entry in ipairs(entries) do
    entry.id, entry.ticket = "e" .. i, entry.ticket or "T1"
    entry.start, entry.minutes = entry.start or "2026-04-10T09:00", entry.minutes or 60
  end
  return {
    customers = { { id = "cool", name = "CoolRealty" } },
    contracts = { contract },
    tickets = { { id = "T1", customer = "cool", contract = "k1", status = "closed" },
      { id = "T2", customer = "cool", contract = "k1", status = "closed" } },
    time_entries = entries,
  }
end
local ended = { ["end"] = "2026-04-09" }
return {
  { title = "work on the day after", data = book({ {} }, ended), as_of = "2026-05-01",
    findings = { { row = "e1", text = "is work of 2026-04-10, after contract k1 ended", mend = "billet why k1" } } },
  { title = "work on the last day", data = book({ { start = "2026-04-09T09:00" } }, ended), as_of = "2026-05-01", findings = {} },
  { title = "a contract without an end", data = book { {} }, as_of = "2026-05-01", findings = {} },
  { title = "what is not billed anyway", data = book({ { billable = false } }, ended), as_of = "2026-05-01", findings = {} },
  { title = "work that is to come", data = book({ { start = "2026-06-01T09:00" } }, ended), as_of = "2026-05-01", findings = {} },
}
