// Leap seconds, a list: the days of UTC that had 86,401 seconds.
#include "core/base/leap_seconds.h"
#include "core/base/date.h"

enum { DAY_SECONDS = 86400 };

// The years in which June, and those in which December, ended with one.
static const short june[] = { 1972, 1981, 1982, 1983, 1985, 1992, 1993, 1994, 1997, 2012, 2015 };
static const short december[] = { 1972, 1973, 1974, 1975, 1976, 1977, 1978, 1979,
                                  1987, 1989, 1990, 1995, 1998, 2005, 2008, 2016 };

static bool is_among(const short *years, size_t count, int year) {
  for (size_t i = 0; i < count; i++)
    if (years[i] == year) return true;
  return false;
}

bool leap_second_follows(int64_t utc) {
  int64_t date = utc / DAY_SECONDS;
  int year, month, dom;
  if (utc < 0 || utc % DAY_SECONDS != DAY_SECONDS - 1 || date > DAY_MAX) return false;
  day_to_ymd((day)date, &year, &month, &dom);
  if (month == 6 && dom == 30) return is_among(june, sizeof june / sizeof *june, year);
  return month == 12 && dom == 31 && is_among(december, sizeof december / sizeof *december, year);
}
