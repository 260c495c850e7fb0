-- *
local kept = seen.bill
seen.bill = bill or period
if kept then kept:line { "again", price = 1 } end
if true then return end
