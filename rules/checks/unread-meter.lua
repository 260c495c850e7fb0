-- Unread meter: what is counted and was not read bills as nothing, or as last time.

return check {
  name = "unread-meter", api = 1, version = "1.0.0", title = "Meter without reading",
  doc = "Names meters that a contract counts and of which there is no reading.",

  of = "meter", reads = { "contract", "meter", "last", "reason" },

  look = function(check, row, before, t)
    return {
      text = string.format("counts meter %s: %s", row.meter, row.reason),
      level = row.last >= t.as_of and "note" or nil,  -- its period is not over: there is time
    }
  end,
}
