// Checks that batches, documents, imports, mails and deliveries are in the state that the log says last of them: a
// change without its entry, or an entry without its change, is found.
#include "core/engine/verify/verify_inside.h"

// clang-format off
// What an entry says; NULL where it cannot be read.
#define SAID(key) "CASE WHEN json_valid(a.detail) THEN a.detail ->> '" key "' END"
#define DATE(day) "date((" day ") * 86400, 'unixepoch')"
#define NUMBER(invoice) "ifnull(" invoice ".number, 'D' || " invoice ".n)"
#define ENTRIES(command) "SELECT count(*) FROM actions WHERE command = '" command "'"

// The last entry about each batch among some commands.
#define LAST(commands, what) \
  "(SELECT a.batch, " what ", max(a.seq) FROM actions a WHERE a.batch IS NOT NULL AND a.command IN (" commands ") " \
  "GROUP BY a.batch)"
#define STEPS "'batch new', 'batch run', 'batch reopen', 'batch discard', 'batch generate', 'export'"
#define STATE_AFTER(command) \
  "CASE " command " WHEN 'batch new' THEN 'open' WHEN 'batch run' THEN 'run' WHEN 'batch reopen' THEN 'open' " \
  "WHEN 'batch discard' THEN 'deleted' WHEN 'batch generate' THEN 'generated' WHEN 'export' THEN 'exported' END"

// States that a delivery ends in: each is logged as it is reached.
#define ENDED(state) state " NOT IN ('waiting', 'sending', 'unknown')"

static const check checks[] = {
  { "batches are in the state that the log says", proof_by_query, "SELECT count(*) FROM batches",
    "SELECT 'batch ' || b.n || ' is ' || b.state || ' after ' || ifnull(s.command, 'nothing') FROM batches b "
    "LEFT JOIN " LAST(STEPS, "a.command") " s ON s.batch = b.n WHERE b.state IS NOT " STATE_AFTER("s.command") " "
    "UNION ALL SELECT 'batch ' || s.batch || ' is gone' FROM " LAST(STEPS, "a.command") " s "
    "WHERE s.batch NOT IN (SELECT n FROM batches)" },

  { "batches are as of the day that the log says", proof_by_query, "SELECT count(*) FROM batches",
    "SELECT 'batch ' || b.n FROM batches b JOIN " LAST("'batch new'", SAID("as_of") " AS as_of") " s "
    "ON s.batch = b.n WHERE " DATE("b.as_of") " IS NOT s.as_of" },

  { "batches are consolidated as the log says", proof_by_query, "SELECT count(*) FROM batches",
    "SELECT 'batch ' || b.n FROM batches b LEFT JOIN " LAST("'batch consolidate'", SAID("on") " AS consolidated") " s "
    "ON s.batch = b.n WHERE b.consolidated IS NOT s.consolidated" },

  { "documents were numbered when the log says", proof_by_query,
    "SELECT count(*) FROM invoices WHERE state <> 'draft' AND credits IS NULL",
    "SELECT " NUMBER("i") " FROM invoices i LEFT JOIN " LAST("'batch generate'", SAID("date") " AS date") " s "
    "ON s.batch = i.batch WHERE i.state <> 'draft' AND i.credits IS NULL AND " DATE("i.date") " IS NOT s.date" },

  { "void documents are those that the log says", proof_by_query, "SELECT count(*) FROM invoices",
    "SELECT " NUMBER("i") " || ' is ' || i.state FROM invoices i WHERE (i.state = 'void') <> (i.n IN "
    "(SELECT ifnull(" SAID("invoice") ", 0) FROM actions a WHERE a.command = 'invoice void'))" },

  { "credit notes are those that the log says", proof_by_query, "SELECT count(*) FROM invoices",
    "SELECT " NUMBER("i") " || ': ' || ifnull(c.notes, 0) || ' notes, ' || ifnull(s.notes, 0) || ' entries' "
    "FROM invoices i LEFT JOIN (SELECT credits, count(*) AS notes FROM invoices WHERE credits IS NOT NULL "
    "GROUP BY credits) c ON c.credits = i.n LEFT JOIN (SELECT " SAID("invoice") " AS n, count(*) AS notes "
    "FROM actions a WHERE a.command = 'invoice credit' GROUP BY 1) s ON s.n = i.n "
    "WHERE ifnull(c.notes, 0) <> ifnull(s.notes, 0)" },

  { "drafts that were deleted by the log are gone", proof_by_query, ENTRIES("batch delete"),
    "SELECT " NUMBER("i") " FROM actions a JOIN json_each(CASE WHEN json_valid(a.detail) THEN a.detail ELSE '{}' END, "
    "'$.drafts') j JOIN invoices i ON i.n = j.value WHERE a.command = 'batch delete'" },

  { "imports are those that the log says", proof_by_query, "SELECT count(*) FROM imports",
    "SELECT 'import ' || i.n FROM imports i LEFT JOIN (SELECT " SAID("import") " AS n, " SAID("added") " AS added, "
    SAID("changed") " AS changed, " SAID("removed") " AS removed FROM actions a WHERE a.command IN ("
    LOGGED_IMPORTS ")) s ON s.n = i.n WHERE (i.added, i.changed, i.removed) IS NOT (s.added, s.changed, s.removed)" },

  { "mails ended as the log says", proof_by_query, "SELECT count(*) FROM mails",
    "SELECT number || ' to ' || recipient || ', ' || state FROM (SELECT i.number, m.recipient, m.state, 1 AS one "
    "FROM mails m JOIN invoices i ON i.n = m.invoice WHERE m.state <> 'sending' UNION ALL SELECT " SAID("invoice") ", "
    SAID("to") ", " SAID("state") ", -1 FROM actions a WHERE a.command = 'invoice send') "
    "GROUP BY number, recipient, state HAVING sum(one) <> 0" },

  { "deliveries ended as the log says", proof_by_query, "SELECT count(*) FROM deliveries",
    "SELECT d.kind || ' ' || d.subject || ' is ' || d.state FROM deliveries d LEFT JOIN (SELECT "
    SAID("connection") " AS connection, " SAID("kind") " AS kind, ifnull(" SAID("invoice") ", " SAID("name") ") "
    "AS subject, " SAID("state") " AS state, max(a.seq) FROM actions a WHERE a.command = 'export' AND a.batch IS NULL "
    "GROUP BY 1, 2, 3) s ON s.connection = d.connection AND s.kind = d.kind AND s.subject = d.subject "
    "WHERE " ENDED("d.state") " AND d.state IS NOT s.state" },
};
// clang-format on

const check_list log_checks = { checks, sizeof checks / sizeof *checks };
