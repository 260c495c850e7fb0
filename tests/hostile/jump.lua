-- took too long
::again:: goto again
