-- more than 1 MiB
local s = (""):rep(3) .. ("x"):rep(1 << 40)
