-- opens,closes: at most 200 bytes
local name = ("x"):rep(1 << 20)
local names = { name, name, name }
if type(bill) == "userdata" then period:count(names) end
