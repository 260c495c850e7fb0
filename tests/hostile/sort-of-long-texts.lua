-- took too long
local s, t = ("x"):rep(1 << 20), {}
for i = 1, 200000 do t[i] = s end
table.sort(t)
