// Digits after the point of each currency (ISO 4217, list one). No Debian library holds just this; ICU would be 30 MB
// for it.
#include "core/base/money.h"
#include <string.h>

static const char none[] = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF ";
static const char three[] = "BHD IQD JOD KWD LYD OMR TND ";
static const char four[] = "CLF UYW ";
static const char two[] =
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF "
    "CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG "
    "HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR "
    "MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD "
    "SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD "
    "XCG YER ZAR ZMW ZWG ";

static bool listed(const char *list, const char *code) {
  for (; *list; list += 4)
    if (memcmp(list, code, 3) == 0) return true;
  return false;
}

int currency_exponent(const char *code) {
  if (strlen(code) != 3) return -1;
  return listed(two, code) ? 2 : listed(none, code) ? 0 : listed(three, code) ? 3 : listed(four, code) ? 4 : -1;
}
