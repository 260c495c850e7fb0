-- hourly.lua:1: not me
error("hourly.lua:1: not me", 0)
