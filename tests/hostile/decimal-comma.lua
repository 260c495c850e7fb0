-- 'os' is not known here
os.setlocale("de_DE")
