-- never ended
local t, m = {}, (1 << 19) - 1
for i = 1, 1 << 18 do t[i * m] = true end
t[m * ((1 << 18) + 1)] = true
