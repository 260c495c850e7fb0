-- took too long
local s = ("x"):rep(1 << 20)
while true do local _ = s .. s end
