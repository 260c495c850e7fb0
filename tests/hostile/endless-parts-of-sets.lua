-- closes,rest: 32 MiB or took too long
local work = type(bill) == "userdata" and period:work()
while work do work:covered { covers = { "x" } } end
