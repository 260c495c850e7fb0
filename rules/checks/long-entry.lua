-- A long entry: a clock that nobody stopped.

return check {
  name = "long-entry", api = 1, version = "1.0.0", title = "Long time entry",
  doc = "Names time entries that are longer than anybody works at one go.",

  params = {
    hours = count { doc = "longer than this is odd", default = 16, min = 1 },
  },

  of = "entry", reads = { "minutes", "technician", "billable" },

  look = function(check, row)
    if not row.billable or row.minutes <= check.hours * 60 then return nil end
    return string.format("%s worked %d:%02d hours at one go", row.technician or "somebody", row.minutes // 60, row.minutes % 60)
  end,
}
