-- closes: 32 MiB or took too long
local work = type(bill) == "userdata" and period:work()
while work do bill:draw("hours", work, {}) end
