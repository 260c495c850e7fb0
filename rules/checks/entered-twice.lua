-- Entered twice: two entries of one ticket with the same start and the same length.

return check {
  name = "entered-twice", api = 1, version = "1.0.0", title = "Entered twice",
  doc = "Names time entries that are there twice: same ticket, start and minutes.",

  of = "entry", reads = { "id", "minutes", "billable" },

  look = function(check, row, before)
    if not row.billable or not before or not before.billable or before.minutes ~= row.minutes then return nil end
    return {
      text = string.format("is the same work as entry %s: same ticket, start and minutes", before.id),
      mend = string.format("billet set time_entries %s billable=no --note TEXT", row.id),
    }
  end,
}
