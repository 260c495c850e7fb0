// Which commands a page may run. What reads the standard input, runs Lua or names files of this machine is not among
// them.
#include "core/cli/serve/serve_inside.h"
#include <string.h>

// By the first letters of the roles, with a capital for the accountant.
#define ROLE_ALL "vbaAm"
#define ROLE_BILLER "bam"
#define ROLE_APPROVER "am"
#define ROLE_EXPORT "aAm"
#define ROLE_MONEY "baAm"
#define ROLE_ADMIN "m"

static const struct {
  const char *name;
  char letter;
} roles[] = { { "viewer", 'v' }, { "biller", 'b' }, { "approver", 'a' }, { "accountant", 'A' }, { "admin", 'm' } };
enum { ROLES = sizeof roles / sizeof *roles };

static const allowance all[] = {
  // reads
  { "status", false, ROLE_ALL },
  { "unbilled", false, ROLE_ALL },
  { "balance", false, ROLE_ALL },
  { "batch list", false, ROLE_ALL },
  { "batch show", false, ROLE_ALL },
  { "batch rows", false, ROLE_ALL },
  { "batch expand", false, ROLE_ALL },
  { "waived", false, ROLE_ALL },
  { "tables", false, ROLE_ALL },
  { "verify", false, ROLE_ALL },
  { "log", false, ROLE_ALL },
  { "check", false, ROLE_ALL },
  { "compare", false, ROLE_ALL },
  { "coverage", false, ROLE_ALL },
  { "complete", false, ROLE_ALL },
  { "config list", false, ROLE_ALL },
  { "config get", false, ROLE_ALL },
  { "export status", false, ROLE_ALL },
  { "export list", false, ROLE_ALL },
  { "invoice view", false, ROLE_ALL },
  { "invoice print", false, ROLE_ALL },
  { "invoice list", false, ROLE_ALL },
  { "invoice show", false, ROLE_ALL },
  { "why", false, ROLE_ALL },
  { "explain", false, ROLE_ALL },
  { "help", false, ROLE_ALL },
  { "version", false, ROLE_ALL },
  { "customer list", false, ROLE_ALL },
  { "customer show", false, ROLE_ALL },
  { "customer statement", false, ROLE_ALL },
  { "contract list", false, ROLE_ALL },
  { "contract show", false, ROLE_ALL },
  { "ticket list", false, ROLE_ALL },
  { "ticket show", false, ROLE_ALL },
  { "plugin list", false, ROLE_ALL },
  { "plugin show", false, ROLE_ALL },
  { "plugin check", false, ROLE_ALL },
  { "plugin test", false, ROLE_ALL },
  { "rules list", false, ROLE_ALL },
  { "rules check", false, ROLE_ALL },
  { "rules test", false, ROLE_ALL },
  { "replay", false, ROLE_ALL },
  { "export login", false, ROLE_ADMIN },  // ends where nobody waits for it
  { "report", false, ROLE_ALL },
  { "what-if", false, ROLE_ALL },
  { "user list", false, ROLE_ADMIN },
  // changes
  { "batch new", true, ROLE_BILLER },
  { "batch select", true, ROLE_BILLER },
  { "batch deselect", true, ROLE_BILLER },
  { "batch exclude", true, ROLE_BILLER },
  { "batch include", true, ROLE_BILLER },
  { "batch adjust", true, ROLE_BILLER },
  { "batch take", true, ROLE_BILLER },
  { "batch waive", true, ROLE_BILLER },
  { "batch unwaive", true, ROLE_BILLER },
  { "batch run", true, ROLE_BILLER },
  { "batch consolidate", true, ROLE_BILLER },
  { "batch delete", true, ROLE_BILLER },
  { "batch discard", true, ROLE_BILLER },
  { "batch reopen", true, ROLE_BILLER },
  { "batch generate", true, ROLE_APPROVER },
  { "undo", true, ROLE_BILLER },
  { "redo", true, ROLE_BILLER },
  { "import", true, ROLE_BILLER },
  { "set", true, ROLE_BILLER },
  { "remove", true, ROLE_BILLER },
  { "price raise", true, ROLE_BILLER },
  { "invoice credit", true, ROLE_APPROVER },
  { "invoice void", true, ROLE_APPROVER },
  { "invoice send", true, ROLE_APPROVER },
  { "invoice pay", true, ROLE_MONEY },
  { "invoice unpay", true, ROLE_MONEY },
  { "export", true, ROLE_EXPORT },
  { "export refresh", true, ROLE_EXPORT },
  { "export map", true, ROLE_APPROVER },
  { "export resend", true, ROLE_EXPORT },
  { "export accept", true, ROLE_EXPORT },
  { "export forget", true, ROLE_EXPORT },
  { "export logout", true, ROLE_ADMIN },
  { "config set", true, ROLE_ADMIN },
  { "plugin allow", true, ROLE_ADMIN },
  { "user add", true, ROLE_ADMIN },
  { "user role", true, ROLE_ADMIN },
  { "user password", true, ROLE_ADMIN },
  { "user remove", true, ROLE_ADMIN },
  { "user sign-out", true, ROLE_ADMIN },
};

const allowance *allowance_find(const char *words) {
  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    if (strcmp(all[i].words, words) == 0) return &all[i];
  return NULL;
}

static char letter_of(const char *role) {
  for (size_t i = 0; i < ROLES; i++)
    if (strcmp(roles[i].name, role) == 0) return roles[i].letter;
  return '\0';
}

value *role_words(const char *role, arena *a) {
  value *list = value_list(a);
  const char letter = letter_of(role);
  for (size_t i = 0; letter && i < sizeof all / sizeof *all; i++)
    if (strchr(all[i].roles, letter)) value_append(a, list, value_text(a, all[i].words));
  return list;
}

static void who_may(const allowance *a, buffer *out) {
  for (size_t i = 0; i < ROLES; i++)
    if (strchr(a->roles, roles[i].letter)) buffer_format(out, "%s%s", out->length ? ", " : "", roles[i].name);
}

value *role_others(const char *role, arena *a) {
  value *record = value_record(a);
  const char letter = letter_of(role);
  buffer who = { 0 };
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
    if (letter && strchr(all[i].roles, letter)) continue;
    buffer_clear(&who);
    who_may(&all[i], &who);
    value_put(a, record, all[i].words, value_text(a, arena_text(a, who.text)));
  }
  buffer_free(&who);
  return record;
}

bool role_may(const char *role, const allowance *a, error *e) {
  const char letter = role ? letter_of(role) : '\0';
  if (!role || (letter && strchr(a->roles, letter))) return true;
  buffer who = { 0 };
  who_may(a, &who);
  error_set(e, ERROR_USAGE, "as %s you may not run `%s`; who may: %s", role, a->words, who.text);
  buffer_free(&who);
  return false;
}
