-- keys must be integers or text
for _ in pairs { [1.5] = 1 } do end
