-- *
local t = {}
t[1], t.rows = t, t
if true then return t end
