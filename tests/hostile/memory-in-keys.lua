-- 32 MiB or took too long
local t = {}
for i = 1, 1 << 30 do t[i .. ""] = true end
