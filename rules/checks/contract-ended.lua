-- Contract ended: work after the last day of the contract is billed by nobody.

return check {
  name = "contract-ended", api = 1, version = "1.0.0", title = "Work on an ended contract",
  doc = "Names billable work on a day after its contract ended.",

  of = "entry", reads = { "contract", "day", "contract_ends", "billable" },

  look = function(check, row)
    if not row.billable or not row.contract_ends or row.day <= row.contract_ends then return nil end
    return {
      text = string.format("is work of %s, after contract %s ended", date.format(row.day), row.contract),
      mend = "billet why " .. row.contract,
    }
  end,
}
