-- 'getmetatable' is not known here
getmetatable("").__index.rep = function() return "evil" end
