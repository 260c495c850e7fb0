-- @title@: work on a weekend, and work without a note.
--
-- A check. `billet check` shows it every row of its kind, and tells what it finds; it changes nothing.
return check {
  name = "@name@", api = 1, version = "1.0.0", title = "@title@",
  doc = "Names time entries on a weekend, and those without a note.",

  -- What `billet config set check.@name@.PARAM VALUE` may say; each with a type, one line of help, and a default.
  params = {
    note_from = count { doc = "minutes from which work needs a note", default = 60, min = 0 },
  },

  -- of: what it looks at: batch, customer, contract, held, item, entry, draft, meter or sign-in.
  -- reads: the columns that it is shown; rules/README.md lists them.
  of = "entry", reads = { "day", "minutes", "note", "billable" },

  -- What is wrong with the row, in a few words after its id; nil: nothing. `before` is what was there last time, or nil.
  -- { text = …, mend = "billet …", level = "note" } says more, and a list of these says several things.
  look = function(check, row, before, t)
    if not row.billable then return nil end
    local found = {}
    if date.weekday(row.day) >= 6 then found[#found + 1] = "is work on a weekend, " .. date.format(row.day) end
    if not row.note and row.minutes >= check.note_from then
      found[#found + 1] = { text = "has no note", mend = "billet import time_entries.csv", level = "note" }
    end
    return found
  end,

  -- Examples are the help and the tests: `data` is imported into an empty book, and the batch of `as_of` is looked at.
  examples = {
    {
      title = "an hour on a Saturday",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
          params = { rate = "60.00" } } },
        tickets = { { id = "T1", customer = "cool", contract = "k1", status = "closed" } },
        time_entries = { { id = "e1", ticket = "T1", start = "2026-04-11T09:00", minutes = 60, note = "Server moved" } },
      },
      as_of = "2026-05-01",
      findings = { { row = "e1", level = "warning", text = "is work on a weekend, 2026-04-11" } },
    },
    {
      title = "an hour on a Friday, with a note",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
          params = { rate = "60.00" } } },
        tickets = { { id = "T1", customer = "cool", contract = "k1", status = "closed" } },
        time_entries = { { id = "e1", ticket = "T1", start = "2026-04-10T09:00", minutes = 60, note = "Server moved" } },
      },
      as_of = "2026-05-01",
      findings = {},
    },
    {
      title = "without one",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
          params = { rate = "60.00" } } },
        tickets = { { id = "T1", customer = "cool", contract = "k1", status = "closed" } },
        time_entries = { { id = "e1", ticket = "T1", start = "2026-04-10T09:00", minutes = 60 } },
      },
      as_of = "2026-05-01",
      findings = { { row = "e1", level = "note", text = "has no note", mend = "billet import time_entries.csv" } },
    },
    {
      title = "short work needs none, unless the MSP wants it",
      params = { note_from = 0 },
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
          params = { rate = "60.00" } } },
        tickets = { { id = "T1", customer = "cool", contract = "k1", status = "closed" } },
        time_entries = { { id = "e1", ticket = "T1", start = "2026-04-10T09:00", minutes = 5 } },
      },
      as_of = "2026-05-01",
      findings = { { row = "e1", level = "note" } },
    },
    {
      title = "what is not billed",
      data = {
        customers = { { id = "cool", name = "CoolRealty" } },
        contracts = { { id = "k1", customer = "cool", name = "Help desk", type = "hourly", start = "2026-04-01",
          params = { rate = "60.00" } } },
        tickets = { { id = "T1", customer = "cool", contract = "k1", status = "closed" } },
        time_entries = { { id = "e1", ticket = "T1", start = "2026-04-11T09:00", minutes = 60, billable = false } },
      },
      as_of = "2026-05-01",
      findings = {},
    },
  },
}
