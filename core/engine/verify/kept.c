// Checks of what is kept to compute bills again: plugin texts, the sets in which they were used, pictures, the
// journal of source rows.
#include "core/engine/verify/verify_inside.h"
#include "core/base/digest.h"
#include <string.h>

// A text, or a picture, is what its digest says.
static bool prove_texts(proof *p, const check *c) {
  query *q = db_query(p->book->db, c->faults, p->e);
  char hex[DIGEST_TEXT];
  int step = -1;
  while (q && (step = query_step(q, p->e)) == 1) {
    const char *text = query_column_text(q, 2), *kept = query_column_text(q, 1);
    digest d = digest_of(text ? text : "", text ? query_column_length(q, 2) : 0);
    p->checked++;
    if (!kept || strcmp(kept, digest_hex(&d, hex)) != 0) proof_fault(p, "%s", query_column_text(q, 0));
  }
  return step == 0;
}

// clang-format off
#define COUNTED(table) \
  "SELECT '" table "' AS source, ifnull((SELECT rows FROM row_counts WHERE source = '" table "'), 0) AS rows, " \
  "(SELECT count(*) FROM " table ") AS n"
// clang-format on

static const check checks[] = {
  { "plugin texts are as they were kept", prove_texts, NULL,
    "SELECT kind || ' ' || name || ' ' || version, digest, text FROM plugin_files ORDER BY n" },

  { "pictures are as they were kept", prove_texts, NULL,
    "SELECT 'picture ' || substr(digest, 1, 12), digest, bytes FROM pictures ORDER BY digest" },

  { "documents look by files and pictures that are kept", proof_by_query, "SELECT count(*) FROM looks",
    "SELECT 'look ' || l.n || ': ' || j.value FROM looks l, json_each(l.look, '$.files') j WHERE NOT EXISTS "
    "(SELECT 1 FROM plugin_files f WHERE f.digest = j.value) UNION ALL "
    "SELECT 'look ' || n || ': ' || (look ->> '$.picture') FROM looks WHERE look ->> '$.picture' IS NOT NULL AND "
    "NOT EXISTS (SELECT 1 FROM pictures p WHERE p.digest = look ->> '$.picture')" },

  { "bills were rated by files that are kept", proof_by_query, "SELECT count(*) FROM rulesets",
    "SELECT 'ruleset ' || r.n || ': ' || j.value FROM rulesets r, json_each(CASE WHEN json_valid(r.files) THEN r.files "
    "ELSE '[\"no list\"]' END) j WHERE NOT EXISTS (SELECT 1 FROM plugin_files f WHERE f.digest = j.value)" },

  { "entries of the journal can be read", proof_by_query, "SELECT count(*) FROM journal",
    "SELECT 'entry ' || seq || ', ' || source FROM journal WHERE first_n > last_n OR (old IS NULL AND gone = 1) "
    "OR (old IS NOT NULL AND (first_n <> last_n OR NOT json_valid(old) OR json_type(old) <> 'object')) "
    "OR NOT EXISTS (SELECT 1 FROM sqlite_master m WHERE m.type = 'table' AND m.name = source)" },

  { "bills were rated at entries of the journal that there are", proof_by_query, "SELECT count(*) FROM bills",
    "SELECT 'bill ' || n FROM bills WHERE journal > (SELECT ifnull(max(seq), 0) FROM journal)" },

  // clang-format off
  { "rows are counted as they are", proof_by_query, "SELECT count(*) FROM row_counts",
    "SELECT source || ': ' || rows || ' are counted, there are ' || n FROM ("
    COUNTED("customers") " UNION ALL " COUNTED("contracts") " UNION ALL " COUNTED("tickets") " UNION ALL "
    COUNTED("time_entries") " UNION ALL " COUNTED("charges") ") WHERE rows <> n" },
  // clang-format on

  { "every contract has its frontier", proof_by_query, "SELECT count(*) FROM contracts",
    "SELECT k.id FROM contracts k WHERE NOT EXISTS (SELECT 1 FROM frontiers f WHERE f.contract = k.n)" },
};

const check_list kept_checks = { checks, sizeof checks / sizeof *checks };
