// Civil dates as day numbers, by the closed forms of the proleptic Gregorian calendar (400-year eras of 146,097 days).
#include "core/base/date.h"
#include <string.h>

static const int month_days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

static bool leap(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }
static int days_in(int year, int month) { return month_days[month - 1] + (month == 2 && leap(year)); }

// Years run from March, so that the leap day is the last of its year.
static day of_ymd(int year, int month, int dom) {
  int y = year - (month <= 2), era = (y >= 0 ? y : y - 399) / 400, yoe = y - era * 400;
  int doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + dom - 1, doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
  return era * 146097 + doe - 719468;
}

bool day_from_ymd(int year, int month, int dom, day *out) {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || dom < 1 || dom > days_in(year, month)) return false;
  *out = of_ymd(year, month, dom);
  return true;
}

void day_to_ymd(day d, int *year, int *month, int *dom) {
  int z = d + 719468, era = (z >= 0 ? z : z - 146096) / 146097, doe = z - era * 146097;
  int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365, doy = doe - (365 * yoe + yoe / 4 - yoe / 100),
      mp = (5 * doy + 2) / 153;
  *dom = doy - (153 * mp + 2) / 5 + 1;
  *month = mp < 10 ? mp + 3 : mp - 9;
  *year = yoe + era * 400 + (*month <= 2);
}

bool day_parse(const char *text, size_t length, day *out) {
  if (length != 10 || text[4] != '-' || text[7] != '-') return false;
  int part[3] = { 0, 0, 0 }, at = 0;
  for (size_t i = 0; i < 10; i++) {
    if (i == 4 || i == 7) at++;
    else if (text[i] < '0' || text[i] > '9') return false;
    else part[at] = part[at] * 10 + (text[i] - '0');
  }
  return day_from_ymd(part[0], part[1], part[2], out);
}

const char *day_format(day d, char out[DAY_TEXT]) {
  int year, month, dom;
  day_to_ymd(d, &year, &month, &dom);
  const int digits[] = { year / 1000 % 10, year / 100 % 10, year / 10 % 10, year % 10, -1, month / 10, month % 10, -1,
                         dom / 10,         dom % 10 };
  for (int i = 0; i < 10; i++) out[i] = digits[i] < 0 ? '-' : (char)('0' + digits[i]);
  out[10] = '\0';
  return out;
}

bool day_add_months(day d, int64_t months, int anchor_day, day *out) {
  int year, month, dom;
  if (anchor_day < 0 || anchor_day > 31 || months > 120000 || months < -120000) return false;
  day_to_ymd(d, &year, &month, &dom);
  int64_t total = (int64_t)year * 12 + month - 1 + months;
  if (total < 12 || total >= 120000) return false;
  year = (int)(total / 12);
  month = (int)(total % 12) + 1;
  int wanted = anchor_day ? anchor_day : dom, last = days_in(year, month);
  return day_from_ymd(year, month, wanted < last ? wanted : last, out);
}

int day_weekday(day d) { return ((d + 3) % 7 + 7) % 7 + 1; }
