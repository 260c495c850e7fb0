-- could take too long
local _ = (("a"):rep(3000)):find(".-.-.-.-.-.-.-.-b")
