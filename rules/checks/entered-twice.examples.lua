-- Examples of entered-twice: its help and its tests.
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
return {
  { title = "the same work twice", data = book { {}, {} }, as_of = "2026-05-01",
    findings = { { row = "e2", text = "is the same work as entry e1: same ticket, start and minutes",
      mend = "billet set time_entries e2 billable=no --note TEXT" } } },
  { title = "three times", data = book { {}, {}, {} }, as_of = "2026-05-01",
    findings = { { row = "e2" }, { row = "e3", text = "is the same work as entry e2: same ticket, start and minutes" } } },
  { title = "on two tickets", data = book { {}, { ticket = "T2" } }, as_of = "2026-05-01", findings = {} },
  { title = "at another time", data = book { {}, { start = "2026-04-10T10:00" } }, as_of = "2026-05-01", findings = {} },
  { title = "for another time", data = book { {}, { minutes = 30 } }, as_of = "2026-05-01", findings = {} },
  { title = "one of them is not billed", data = book { {}, { billable = false } }, as_of = "2026-05-01", findings = {} },
  {
    title = "the first one was billed already",
    steps = {
      { import = book { {} } },
      { as_of = "2026-05-01", findings = {} },
      { import = { time_entries = { { id = "e9", ticket = "T1", start = "2026-04-10T09:00", minutes = 60 } } } },
      { as_of = "2026-05-02", findings = { { row = "e9" } } },
    },
  },
}
