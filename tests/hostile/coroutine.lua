-- 'coroutine' is not known here
while true do coroutine.wrap(function() for i = 1, 1000 do end end)() end
