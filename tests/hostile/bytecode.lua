-- 'load' is not known here
load(string.dump(function() end))()
