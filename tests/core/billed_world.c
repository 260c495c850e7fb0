// A book with a history, made by billet itself with the plugins that ship.
#include "tests/core/billed_world.h"
#include "lua/host/host.h"
#include <string.h>

static const char data[] =
    "{\"customers\":[{\"id\":\"cool\",\"name\":\"CoolRealty\"},{\"id\":\"elm\",\"name\":\"Elm\"}],"
    "\"taxes\":[{\"name\":\"GST\",\"rule\":\"percent\",\"params\":{\"rate\":\"10%\"}}],"
    "\"contracts\":["
    "{\"id\":\"desk\",\"customer\":\"cool\",\"name\":\"Desk\",\"type\":\"hourly\",\"start\":\"2026-04-07\",\"params\":{\"rate\":\"120.00\"}"
    ",\"default\":true},"
    "{\"id\":\"flat\",\"customer\":\"cool\",\"name\":\"Flat\",\"type\":\"retainer\",\"start\":\"2026-03-07\",\"params\":{\"price\":\"500."
    "00\"},\"taxable\":true,\"tax\":\"GST\"},"
    "{\"id\":\"site\",\"customer\":\"elm\",\"name\":\"Site\",\"type\":\"retainer\",\"start\":\"2026-04-07\",\"params\":{\"price\":\"80."
    "00\"}},"
    "{\"id\":\"gift\",\"customer\":\"elm\",\"name\":\"Gift\",\"type\":\"hourly\",\"start\":\"2026-04-07\",\"params\":{\"rate\":\"90.00\"}},"
    "{\"id\":\"old\",\"customer\":\"cool\",\"name\":\"Old\",\"type\":\"hourly\",\"start\":\"2026-01-01\",\"end\":\"2026-04-30\",\"params\":"
    "{\"rate\":\"100.00\"}},"
    "{\"id\":\"sick\",\"customer\":\"elm\",\"name\":\"Sick\",\"type\":\"retainer\",\"start\":\"2026-04-07\",\"params\":{\"price\":\"1.00\","
    "\"covers\":[\"call\"]}}],"
    "\"tickets\":[{\"id\":\"T1\",\"customer\":\"cool\",\"status\":\"closed\"},{\"id\":\"T2\",\"customer\":\"cool\",\"status\":\"waiting\"},"
    "{\"id\":\"T3\",\"customer\":\"elm\",\"status\":\"closed\"},{\"id\":\"T4\",\"customer\":\"cool\",\"contract\":\"old\",\"status\":"
    "\"closed\"},"
    "{\"id\":\"T5\",\"customer\":\"elm\",\"contract\":\"gift\",\"status\":\"closed\"},{\"id\":\"T6\",\"customer\":\"cool\",\"status\":"
    "\"closed\"},"
    "{\"id\":\"T7\",\"customer\":\"cool\",\"status\":\"closed\",\"closed_at\":\"2026-07-20T10:00\"},{\"id\":\"T8\",\"customer\":\"elm\","
    "\"contract\":\"sick\",\"status\":\"closed\"},"
    "{\"id\":\"T9\",\"customer\":\"cool\",\"status\":\"closed\"}],"
    "\"time_entries\":[{\"id\":\"E1\",\"ticket\":\"T1\",\"start\":\"2026-04-10T09:00\",\"minutes\":90},{\"id\":\"E2\",\"ticket\":\"T1\","
    "\"start\":\"2026-04-11T09:00\",\"minutes\":30},"
    "{\"id\":\"E3\",\"ticket\":\"T2\",\"start\":\"2026-04-10T09:00\",\"minutes\":60},{\"id\":\"E4\",\"ticket\":\"T3\",\"start\":\"2026-04-"
    "10T09:00\",\"minutes\":60},"
    "{\"id\":\"E5\",\"ticket\":\"T4\",\"start\":\"2026-05-02T09:00\",\"minutes\":60},{\"id\":\"E6\",\"ticket\":\"T5\",\"start\":\"2026-04-"
    "12T09:00\",\"minutes\":45,\"billable\":false},"
    "{\"id\":\"E7\",\"ticket\":\"T6\",\"start\":\"2026-05-10T09:00\",\"minutes\":45},{\"id\":\"E8\",\"ticket\":\"T1\",\"start\":\"2026-04-"
    "01T09:00\",\"minutes\":15},"
    "{\"id\":\"E9\",\"ticket\":\"T7\",\"start\":\"2026-04-13T09:00\",\"minutes\":15},{\"id\":\"E10\",\"ticket\":\"T8\",\"start\":\"2026-04-"
    "13T09:00\",\"minutes\":15},"
    "{\"id\":\"E11\",\"ticket\":\"T9\",\"start\":\"2026-07-08T09:00\",\"minutes\":30}],"
    "\"charges\":[{\"id\":\"C1\",\"customer\":\"cool\",\"date\":\"2026-04-20\",\"description\":\"Cable\",\"quantity\":\"2\",\"unit_price\":"
    "\"9.50\"},"
    "{\"id\":\"C2\",\"customer\":\"elm\",\"date\":\"2026-04-20\",\"description\":\"Mouse\",\"quantity\":\"1\",\"unit_price\":\"9.50\"},"
    "{\"id\":\"C3\",\"customer\":\"cool\",\"date\":\"2026-06-20\",\"description\":\"Dock\",\"quantity\":\"1\",\"unit_price\":\"99.00\"}]}";

contract contract_of(world *w, const char *id) {
  contract c;
  int64_t n;
  MUST(db_value(w->db, &w->e, &n, 0, "SELECT n FROM contracts WHERE id = ?", "t", id));
  MUST(contract_read(w->db, w->arena, n, &c, &w->e));
  return c;
}

void batch_begin(world *w, day as_of, const char *choose, batch *out) {
  int64_t n;
  MUST(batch_new(&w->book, as_of, &n, &w->e));
  MUST(batch_find(&w->book, n, "open", w->arena, out, &w->e));
  for (const char *at = choose; *at; at += strspn(at, " ")) {
    size_t length = strcspn(at, " ");
    contract c = contract_of(w, arena_copy(w->arena, at, length));
    MUST(batch_choose(&w->book, out, &c, true, &w->e));
    at += length;
  }
}

static void settle(world *w, batch *b) {
  MUST(batch_run(&w->book, b, "All due", &w->e));
  MUST(batch_generate(&w->book, b, b->as_of, true, &w->e));
}

static void make_history(world *w) {
  batch b;
  int64_t note, invoice;
  contract desk = contract_of(w, "desk");
  batch_begin(w, MAY_7, "desk flat site gift", &b);
  MUST(batch_waive(&w->book, &b, &desk, "desk:charge:C1", "a gift", false, &w->e));
  settle(w, &b);
  MUST(db_value(w->db, &w->e, &invoice, 0,
                "SELECT i.n FROM invoices i JOIN bills b ON b.invoice = i.n WHERE b.contract = ?", "i", desk.n));
  MUST(invoice_credit(&w->book, invoice, &(credit_terms){ .after = DAY_NEVER, .date = DAY_MIN, .note = "wrong hours" },
                      &note, &w->e));
  MUST(db_value(w->db, &w->e, &invoice, 0,
                "SELECT b.invoice FROM bills b JOIN contracts k ON k.n = b.contract WHERE k.id = 'site'", ""));
  MUST(invoice_void(&w->book, invoice, "not theirs", &w->e));
  batch_begin(w, JUNE_7, "desk flat", &b);
  settle(w, &b);
  batch_begin(w, JULY_7, "flat", &b);
  MUST(batch_run(&w->book, &b, "Drafts", &w->e));
  batch_begin(w, JULY_7, "site", &b);
}

int billed_open(void **state) {
  if (world_open(state)) return -1;
  world *w = *state;
  const char *folders[] = { "." };
  book_close(&w->book);
  const plugin_host *host = host_open(&(host_options){ .directories = folders, .directory_count = 1 }, &w->e);
  if (!host || !book_open(&w->book, w->db, host, &w->e)) return -1;
  given(w, data);
  make_history(w);
  return 0;
}

int billed_close(void **state) {
  world *w = *state;
  plugin_host *host = (plugin_host *)w->book.host;
  int done = world_close(state);
  host_close(host);
  return done;
}
