-- Rounds billed time up to an increment, with a least time: per entry, per ticket, or per ticket and day.
return price_rule {
  name = "round-time", api = 1, version = "1.0.0", title = "Round time",
  doc = "Bills time in steps, such as quarter hours. What rounding adds goes to the last entry.",

  params = {
    increment = count  { doc = "minutes of a step; 15 bills 16 minutes as 30", default = 1, min = 1, max = 1440 },
    minimum   = count  { doc = "the least minutes billed for any work", default = 0, min = 0, max = 1440 },
    per       = choice { "entry", "ticket", "day", doc = "what is rounded: each entry, a ticket's sum, or its sum on a day",
      default = "entry" },
  },

  stage = "minutes",
  scope = function(rule) return rule.per end,

  apply = function(rule, minutes)
    if minutes == 0 then return 0 end
    local steps = (minutes + rule.increment - 1) // rule.increment
    return math.max(steps * rule.increment, rule.minimum)
  end,
}
