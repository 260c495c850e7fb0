-- 'pairs' would be a global
_ENV.pairs = function() end
