// An open book: settings, zones, today, the audit chain, and the first words of a new one.
#include "core/engine/facts/book.h"
#include "core/base/memory.h"
#include "core/base/digest.h"
#include "core/base/json.h"
#include "core/base/money.h"
#include "core/base/text.h"
#include "core/engine/facts/number_format.h"
#include "core/engine/facts/own_names.h"
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <pwd.h>
#include <unistd.h>

enum { ZONE_BYTES_MAX = 1 << 20, ZONE_NAME_MAX = 255 };

typedef struct book_zone {
  struct book_zone *next;
  const char *name;
  zone *zone;
} book_zone_entry;

bool book_open(book *b, db *d, const plugin_host *host, error *e) {
  *b = (book){ .db = d, .host = host };
  query *q = db_ask(d, e, "SELECT currency, zone, name FROM settings", "");
  int got = q ? query_step(q, e) : -1;
  if (got < 0) return false;
  if (!got) return error_set(e, ERROR_CORRUPT, "the database has no settings: it was never initialised");
  b->arena = arena_new();
  b->currency = arena_text(b->arena, query_column_text(q, 0));
  b->zone = arena_text(b->arena, query_column_text(q, 1));
  b->name = arena_text(b->arena, query_column_text(q, 2));
  b->exponent = currency_exponent(b->currency);
  query_reset(q);
  if (b->exponent >= 0) return true;
  error_set(e, ERROR_CORRUPT, "the database's currency, %s, does not exist", b->currency);
  book_close(b);
  return false;
}

void book_close(book *b) {
  own_names_close(b);
  for (int i = 0; i < KEPT_COUNT; i++)
    if (b->kept[i]) b->kept[i]->close(b->kept[i]);
  for (book_zone_entry *z = b->zones; z; z = z->next) zone_free(z->zone);
  if (b->arena) arena_free(b->arena);
  *b = (book){ 0 };
}

// Whether a zone's name stays below the directory of zones: parts of letters, digits and _ + - only.
static bool is_zone_name(const char *name) {
  size_t length = strlen(name);
  if (!length || length > ZONE_NAME_MAX || *name == '/' || name[length - 1] == '/' || strstr(name, "//")) return false;
  for (const char *p = name; *p; p++)
    if (!((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || (*p >= '0' && *p <= '9') || strchr("_+-/", *p)))
      return false;
  return true;
}

static const char *zone_directory(void) {
  const char *directory = getenv("TZDIR");
  return directory && *directory ? directory : "/usr/share/zoneinfo";
}

static bool unknown_zone(const char *name, error *e) {
  if (access(zone_directory(), R_OK)) {
    error_set(e, ERROR_IO, "there is no time zone database in %s", zone_directory());
    return error_hint(e, "Install the package tzdata, or let TZDIR name its directory.");
  }
  error_set(e, ERROR_INVALID, "there is no time zone \"%.100s\"", name);
  return error_hint(e, "Zones are named like America/New_York, Europe/London or UTC.");
}

static zone *zone_load(const char *name, error *e) {
  char path[4096];
  struct stat info;
  if (!is_zone_name(name) || snprintf(path, sizeof path, "%s/%s", zone_directory(), name) >= (int)sizeof path) {
    unknown_zone(name, e);
    return NULL;
  }
  int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0 || fstat(fd, &info) || !S_ISREG(info.st_mode) || info.st_size > ZONE_BYTES_MAX) {
    if (fd >= 0) close(fd);
    unknown_zone(name, e);
    return NULL;
  }
  size_t have = 0, size = (size_t)info.st_size;
  char *bytes = memory_take(size + 1);
  for (ssize_t got; have < size && ((got = read(fd, bytes + have, size - have)) > 0 || (got < 0 && errno == EINTR));)
    if (got > 0) have += (size_t)got;
  close(fd);
  zone *z = zone_parse(name, bytes, have, e);
  memory_give(bytes);
  return z;
}

const zone *book_zone(book *b, const char *name, error *e) {
  for (book_zone_entry *z = b->zones; z; z = z->next)
    if (!strcmp(z->name, name)) return z->zone;
  zone *loaded = zone_load(name, e);
  if (!loaded) return NULL;
  book_zone_entry *made = arena_alloc(b->arena, sizeof *made);
  *made = (book_zone_entry){ b->zones, arena_text(b->arena, name), loaded };
  b->zones = made;
  return loaded;
}

const zone *book_zone_given(book *b, const char *name, error *e) {
  return zone_name_portable(name, e) ? book_zone(b, name, e) : NULL;
}

bool book_today(book *b, day *out, error *e) {
  const char *given = getenv("BILLET_TODAY");
  if (given && *given)
    return day_parse(given, strlen(given), out) ||
           error_set(e, ERROR_USAGE, "BILLET_TODAY: \"%.40s\" is not a date such as 2026-04-07", given);
  const zone *z = book_zone(b, b->zone, e);
  if (!z) return false;
  int64_t now = (int64_t)time(NULL);
  *out = (day)((now + zone_offset(z, now)) / 86400);
  return true;
}

const char *book_now(arena *a) {
  time_t now = time(NULL);
  struct tm t;
  char text[40];
  gmtime_r(&now, &t);
  strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &t);
  return arena_text(a, text);
}

bool book_last_deed(book *b, arena *a, deed *out, error *e) {
  *out = (deed){ 0 };
  query *q = db_query(b->db, "SELECT seq, batch, command FROM actions ORDER BY seq DESC LIMIT 1", e);
  int step = q ? query_step(q, e) : -1;
  if (step == 1) *out = (deed){ query_column(q, 0), query_column(q, 1), arena_text(a, query_column_text(q, 2)) };
  query_reset(q);
  return step >= 0;
}

void book_progress(const book *b, const char *what, int64_t done, int64_t total) {
  static int64_t told;  // a tenth of a second of the monotonic clock
  struct timespec now;
  if (!b->progress) return;
  clock_gettime(CLOCK_MONOTONIC, &now);
  int64_t tenth = (int64_t)now.tv_sec * 10 + now.tv_nsec / 100000000;
  if (tenth == told) return;
  told = tenth;
  b->progress(b->progress_context, what, done, total);
}

void book_chain(const char *before, int64_t seq, const char *at, const char *command, const char *detail,
                char hex[65]) {
  buffer text = { 0 };
  buffer_format(&text, "%s\n%" PRId64 "\n%s\n%s\n", before, seq, at, command);
  buffer_text(&text, detail);
  digest d = digest_of(text.text, text.length);
  digest_hex(&d, hex);
  buffer_free(&text);
}

bool book_log_link(book *b, int64_t seq, arena *a, const char **chain, error *e) {
  query *q = db_ask(b->db, e, "SELECT chain FROM actions WHERE seq = ?", "i", seq);
  int got = q ? query_step(q, e) : -1;
  *chain = got == 1 ? arena_text(a, query_column_text(q, 0)) : "";
  if (got == 1) query_reset(q);
  return got >= 0;
}

bool book_log_head(book *b, arena *a, int64_t *seq, const char **chain, error *e) {
  return db_value(b->db, e, seq, 0, "SELECT max(seq) FROM actions", "") && book_log_link(b, *seq, a, chain, e);
}

const char *book_who(const book *b, arena *a) {
  char room[4096];
  if (b->who) return b->who;
  struct passwd one, *found = NULL;
  uid_t user = geteuid();
  if (getpwuid_r(user, &one, room, sizeof room, &found) || !found) return arena_format(a, "user %u", (unsigned)user);
  return arena_text(a, found->pw_name);
}

// Every entry says by whom.
static const char *signed_detail(const book *b, const char *detail, arena *a) {
  cJSON *name = cJSON_CreateString(book_who(b, a));
  char *text = json_canonical(name);
  const char *out = arena_format(a, "{\"who\":%s%s%s", text, detail[1] == '}' ? "" : ",", detail + 1);
  memory_give(text);
  cJSON_Delete(name);
  return out;
}

static bool append(const book *b, const char *command, int64_t batch, const char *detail, arena *scratch, error *e) {
  char before[DIGEST_TEXT] = "", hex[DIGEST_TEXT];
  int64_t seq = 1;
  db *d = b->db;
  query *q = db_ask(d, e, "SELECT seq, chain FROM actions ORDER BY seq DESC LIMIT 1", "");
  int got = q ? query_step(q, e) : -1;
  if (got < 0) return false;
  if (got) {
    seq = query_column(q, 0) + 1;
    snprintf(before, sizeof before, "%s", query_column_text(q, 1));
    query_reset(q);
  }
  const char *at = book_now(scratch);
  detail = signed_detail(b, detail, scratch);
  book_chain(before, seq, at, command, detail, hex);
  return db_run(d, e, "INSERT INTO actions (seq, at, command, batch, detail, chain) VALUES (?, ?, ?, ?, ?, ?)",
                "ittktt", seq, at, command, batch, detail, hex);
}

// Entries of what takes an action back, or does it again, name it.
static const char *marked(const book *b, const char *detail, arena *a) {
  if (!b->undoes && !b->redoes) return detail;
  return arena_format(a, "{\"%s\":%" PRId64 "%s%s", b->undoes ? "undo_of" : "redo_of",
                      b->undoes ? b->undoes : b->redoes, detail[1] == '}' ? "" : ",", detail + 1);
}

bool book_log(book *b, const char *command, int64_t batch, const char *detail, error *e) {
  arena *scratch = arena_new();
  detail = marked(b, detail, scratch);
  bool done = append(b, command, batch, detail, scratch, e);
  if (done)
    db_doing(b->db, batch ? arena_format(scratch, "`%s` of batch %lld", command, (long long)batch)
                          : arena_format(scratch, "`%s`", command));
  arena_free(scratch);
  return done;
}

bool book_log_json(book *b, const char *command, int64_t batch, cJSON *detail, error *e) {
  char *text = json_canonical(detail);
  bool done = book_log(b, command, batch, text, e);
  memory_give(text);
  cJSON_Delete(detail);
  return done;
}

int64_t book_bills_until(const book *b) { return b->bills_until ? b->bills_until : INT64_MAX; }

bool book_position(book *b, int64_t *seq, error *e) {
  return db_value(b->db, e, seq, 0, "SELECT max(seq) FROM journal", "");
}

bool book_zone_known(const char *name, error *e) {
  zone *z = zone_name_portable(name, e) ? zone_load(name, e) : NULL;
  if (z) zone_free(z);
  return z;
}

const char *book_system_zone(char out[4096]) {
  const char *tz = getenv("TZ");
  if (tz && *tz == ':') tz++;
  error sub = { 0 };
  zone *z = tz && *tz && zone_name_portable(tz, &sub) ? zone_load(tz, &sub) : NULL;
  error_clear(&sub);
  if (z) {
    zone_free(z);
    return tz;
  }
  ssize_t length = readlink("/etc/localtime", out, 4095);
  if (length <= 0) return "UTC";
  out[length] = '\0';
  const char *below = strstr(out, "zoneinfo/"), *name = below ? below + strlen("zoneinfo/") : "UTC";
  bool fit = is_zone_name(name) && zone_name_portable(name, &sub);
  error_clear(&sub);
  return fit ? name : "UTC";
}

static void add_status(cJSON *list, const char *word, size_t length) {
  char lower[200];
  while (length && *word == ' ') word++, length--;
  while (length && word[length - 1] == ' ') length--;
  if (!length || length >= sizeof lower) return;
  for (size_t i = 0; i < length; i++) lower[i] = (char)(word[i] >= 'A' && word[i] <= 'Z' ? word[i] + 32 : word[i]);
  lower[length] = '\0';
  for (const cJSON *one = list->child; one; one = one->next)
    if (!strcmp(one->valuestring, lower)) return;
  cJSON_AddItemToArray(list, cJSON_CreateString(lower));
}

static char *closed_statuses(const char *more) {
  cJSON *list = cJSON_CreateArray();
  add_status(list, "closed", 6);
  add_status(list, "resolved", 8);
  for (const char *p = more; p && *p;) {
    size_t length = strcspn(p, ",");
    add_status(list, p, length);
    p += length + (p[length] == ',');
  }
  char *text = json_canonical(list);
  cJSON_Delete(list);
  return text;
}

// What of the numbering differs from its defaults.
static bool write_numbering(db *d, const book_settings *s, error *e) {
  const char *const rows[][2] = { { "numbering.format", s->number_format },
                                  { "numbering.credit_format", s->credit_format },
                                  { "numbering.reset", s->yearly ? "yearly" : NULL },
                                  { "numbering.fiscal_start", s->fiscal_start } };
  int64_t first = s->first_number ? s->first_number : 1;
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    if (rows[i][1] && !db_run(d, e, "INSERT INTO config (key, value) VALUES (?, ?)", "tt", rows[i][0], rows[i][1]))
      return false;
  return db_run(d, e, "INSERT INTO series (kind, first, next) VALUES ('invoice', ?, ?)", "ii", first, first);
}

static bool write_settings(db *d, const book_settings *s, const char *name, const char *currency, const char *zone_name,
                           const char *statuses, error *e) {
  arena *scratch = arena_new();
  bool done = db_begin(d, e);
  done = done &&
         db_run(d, e, "INSERT INTO settings (n, name, currency, zone, closed_statuses) VALUES (1, ?, ?, ?, ?)", "tttt",
                name, currency, zone_name, statuses) &&
         write_numbering(d, s, e) &&
         append(&(book){ .db = d }, "init", 0,
                arena_format(scratch, "{\"currency\":\"%s\",\"zone\":\"%s\"}", currency, zone_name), scratch, e) &&
         db_commit(d, e);
  if (!done) db_rollback(d);
  arena_free(scratch);
  return done;
}

static bool check_numbering(const book_settings *s, error *e) {
  int fiscal_start;
  const char *format = s->number_format ? s->number_format : "{SEQ}";
  if (s->first_number < 0)
    return error_set(e, ERROR_INVALID, "the first number, %" PRId64 ", is below zero", s->first_number);
  if (s->fiscal_start && !s->yearly) {
    error_set(e, ERROR_USAGE, "--fiscal-start is about numbers that begin anew each year");
    return error_hint(e, "add --number-reset yearly");
  }
  return number_format_check(format, s->yearly, e) &&
         (!s->credit_format || number_formats_differ(format, s->credit_format, s->yearly, e)) &&
         (!s->fiscal_start || fiscal_start_parse(s->fiscal_start, &fiscal_start, e));
}

bool book_init(db *d, const book_settings *s, error *e) {
  char system[4096];
  const char *currency = s->currency ? s->currency : "USD";
  const char *zone_name = s->zone ? s->zone : book_system_zone(system), *name = s->name ? s->name : "My MSP";
  if (strlen(currency) != 3 || currency_exponent(currency) < 0)
    return error_set(e, ERROR_INVALID, "\"%.40s\" is not an ISO 4217 currency such as USD", currency);
  if (!text_is_utf8(name, strlen(name)) || !*name)
    return error_set(e, ERROR_INVALID, "the name is not a text in UTF-8");
  if (!check_numbering(s, e)) return false;
  if (!book_zone_known(zone_name, e)) return false;
  char *statuses = closed_statuses(s->closed_statuses);
  bool done = write_settings(d, s, name, currency, zone_name, statuses, e);
  memory_give(statuses);
  return done;
}
