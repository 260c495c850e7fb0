-- Tax changes: a period that is billed in advance goes past a change of its tax.

return check {
  name = "tax-changes", api = 1, version = "1.0.0", title = "Tax changes in the period",
  doc = "Names fees that are billed in advance and in whose period another rate of their tax begins.",

  of = "item", reads = { "timing", "tax_changes" },

  look = function(check, row)
    if row.timing ~= "advance" or not row.tax_changes then return nil end
    return "is billed in advance, and its tax changes on " .. date.format(row.tax_changes)
  end,
}
