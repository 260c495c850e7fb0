// What a target has of a kind of things, by name: for maps.
#include "core/deliver/export_inside.h"

bool deliver_names(const delivering *with, const char *kind, arena *a, value **out, error *e) {
  driver d;
  delivery_report report;
  cJSON *request = NULL, *facts = NULL;
  judged j;
  value *document = value_record(a), *subject = value_text(a, kind);
  *out = NULL;
  put_text(a, document, "kind", "names");
  put_text(a, document, "of", kind);
  if (!driver_open(&d, with, a, &report, e)) return false;
  bool ok = driver_plugin(&d, "names", "", subject, NULL, &request, e);
  if (ok && request) {
    ok = driver_ask(&d, document, request, &j, e);
    if (ok && j.as == VERDICT_GOOD) ok = driver_confirm(&d, document, &j, &facts, e);
    if (ok && facts) *out = value_of_cjson(a, facts);
    else if (ok && report.end == DELIVERY_SIGN_IN) ok = error_set(e, ERROR_SIGN_IN, "%s", report.message);
    else if (ok) ok = error_set(e, ERROR_EXPORT, "%s", j.message ? j.message : "the names cannot be read");
  }
  cJSON_Delete(request);
  cJSON_Delete(facts);
  driver_close(&d);
  return ok;
}
