-- took too long
pcall(function() while true do end end)
error("late")
