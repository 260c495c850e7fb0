-- 'floor' cannot be changed
math.floor = function() return 666 end
