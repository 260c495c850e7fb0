-- could take too long
for _ in (("^"):rep(1 << 20)):gmatch("^.-b") do end
