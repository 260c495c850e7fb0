-- 32 MiB or took too long
local s, t = ("x"):rep(1 << 20), {}
for i = 1, 100 do t[i] = s end
table.concat(t)
