-- *
if true then return setmetatable({}, { __index = function() error("read") end }) end
