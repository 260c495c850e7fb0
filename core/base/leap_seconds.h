// The seconds that were put into UTC: after 23:59:59 came 23:59:60.
#pragma once
#include <stdbool.h>
#include <stdint.h>

// Whether a leap second followed the instant (seconds since 1970 UTC, in which leap seconds are not counted). Source:
// IERS, Bulletin C, as in leap-seconds.list of the tz database: 27 from 1972 to 2016. One that is yet to be announced
// is unknown here; the General Conference on Weights and Measures has them end by 2035.
bool leap_second_follows(int64_t utc);
