-- 'collectgarbage' is not known here
collectgarbage("stop")
