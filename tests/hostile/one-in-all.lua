-- *
local t = {}
for _ = 1, 24 do t = { t, t, t, t } end
if true then return t end
