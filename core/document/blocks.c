// The blocks that a template answered, checked and clean, so that renderers need check nothing.
#include "core/document/fields_inside.h"
#include <string.h>

// The next part of a block: where messages say that reading stands.
static void at_part(reader *r, const char *part, size_t index) {
  r->part = part;
  r->index = index + 1;
}

static bool has_heading(const document *d) {
  for (size_t i = 0; i < d->count; i++)
    if (d->blocks[i].kind == BLOCK_HEADING) return true;
  return false;
}

static bool read_heading(reader *r, const value *v, block *b) {
  static const char *const fields[] = { "kind", "text", "level", NULL };
  bool first = !has_heading(r->so_far);
  if (!read_record(r, v, fields) || !read_text(r, v, "text", TEXT_SAYS, &b->title) ||
      !read_whole(r, v, "level", 1, 2, first ? 1 : 2, &b->level))
    return false;
  return !first || b->level == 1 ||
         read_refuse(r, "level=1 for the name of the document, 2 for its parts", "the first heading is of level 2");
}

static bool read_party(reader *r, const value *v, document_party *party) {
  static const char *const fields[] = { "label", "lines", NULL };
  const value *lines;
  if (!read_record(r, v, fields) || !read_text(r, v, "label", TEXT_SAYS, &party->label) ||
      !read_list(r, v, "lines", DOCUMENT_LINES_MAX, true, &lines))
    return false;
  size_t count = lines ? lines->as.list.count : 0;
  party->lines = arena_array(r->a, count, sizeof *party->lines);
  for (size_t i = 0; i < count; i++) {
    const char *line;
    if (!read_plain(r, lines->as.list.items[i], arena_format(r->a, "line %zu", i + 1), TEXT_MUST, &line)) return false;
    if (!text_blank(line)) party->lines[party->count++] = line;
  }
  return true;
}

static bool read_parties(reader *r, const value *v, block *b) {
  static const char *const fields[] = { "kind", "parties", NULL };
  const value *parties;
  if (!read_record(r, v, fields) || !read_list(r, v, "parties", DOCUMENT_PARTIES_MAX, false, &parties)) return false;
  b->parties = arena_alloc(r->a, parties->as.list.count * sizeof *b->parties);
  for (size_t i = 0; i < parties->as.list.count; i++) {
    at_part(r, "party", i);
    document_party party = { 0 };
    if (!read_party(r, parties->as.list.items[i], &party)) return false;
    if (party.count) b->parties[b->party_count++] = party;
  }
  return true;
}

static bool read_fact(reader *r, const value *v, text_need need, document_fact *fact) {
  static const char *const fields[] = { "label", "text", "strong", NULL };
  return read_record(r, v, fields) && read_text(r, v, "label", TEXT_SAYS, &fact->label) &&
         read_text(r, v, "text", need, &fact->text) && read_truth(r, v, "strong", &fact->strong);
}

static bool read_fact_list(reader *r, const value *v, const char *name, bool may_lack, block *b) {
  const value *facts;
  if (!read_list(r, v, name, DOCUMENT_FACTS_MAX, may_lack, &facts)) return false;
  size_t count = facts ? facts->as.list.count : 0;
  b->facts = arena_alloc(r->a, count * sizeof *b->facts);
  for (size_t i = 0; i < count; i++) {
    at_part(r, strcmp(name, "rows") == 0 ? "row" : "fact", i);
    document_fact fact;
    if (!read_fact(r, facts->as.list.items[i], b->kind == BLOCK_PAYMENT ? TEXT_MUST_LINES : TEXT_MUST, &fact))
      return false;
    if (!text_blank(fact.text)) b->facts[b->fact_count++] = fact;
  }
  r->part = NULL;
  return true;
}

static bool read_facts(reader *r, const value *v, block *b) {
  static const char *const fields[] = { "kind", "facts", NULL };
  return read_record(r, v, fields) && read_fact_list(r, v, "facts", false, b);
}

static bool read_totals(reader *r, const value *v, block *b) {
  static const char *const fields[] = { "kind", "rows", NULL };
  return read_record(r, v, fields) && read_fact_list(r, v, "rows", false, b);
}

static bool read_column(reader *r, const value *v, document_column *column) {
  static const char *const fields[] = { "title", "align", "weight", NULL };
  static const char *const aligns[] = { "left", "right", NULL };
  int align;
  if (!read_record(r, v, fields) || !read_text(r, v, "title", TEXT_MUST, &column->title) ||
      !read_word(r, v, "align", aligns, &align))
    return false;
  column->number = align == 1;
  return read_whole(r, v, "weight", 1, 100, column->number ? 1 : 3, &column->weight);
}

static bool read_columns(reader *r, const value *v, block *b) {
  const value *columns;
  if (!read_list(r, v, "columns", DOCUMENT_COLUMNS_MAX, false, &columns)) return false;
  b->column_count = columns->as.list.count;
  b->columns = arena_alloc(r->a, b->column_count * sizeof *b->columns);
  for (size_t i = 0; i < b->column_count; i++) {
    at_part(r, "column", i);
    if (!read_column(r, columns->as.list.items[i], &b->columns[i])) return false;
  }
  r->part = NULL;
  return true;
}

// As many cells as columns; a group says all in its first.
static bool read_cells(reader *r, const value *v, size_t columns, document_row *row) {
  static const char *const names[DOCUMENT_COLUMNS_MAX] = {
    "cell 1", "cell 2", "cell 3", "cell 4",  "cell 5",  "cell 6",
    "cell 7", "cell 8", "cell 9", "cell 10", "cell 11", "cell 12"
  };
  const value *cells;
  if (!read_list(r, v, "cells", 2 * DOCUMENT_COLUMNS_MAX, false, &cells)) return false;
  size_t count = cells->as.list.count;
  if (count > columns || (count < columns && row->kind != ROW_GROUP))
    return read_refuse(r, "a cell for each column, \"\" where there is none; a group may have its first alone",
                       "%zu cell%s where the table has %zu column%s", count, count == 1 ? "" : "s", columns,
                       columns == 1 ? "" : "s");
  row->cells = arena_array(r->a, columns, sizeof *row->cells);
  for (size_t i = 0; i < columns; i++) {
    row->cells[i] = "";
    if (i < count && !read_plain(r, cells->as.list.items[i], names[i], TEXT_MUST, &row->cells[i])) return false;
  }
  return true;
}

static bool read_row(reader *r, const value *v, size_t columns, document_row *row) {
  static const char *const fields[] = { "kind", "cells", "note", NULL };
  static const char *const kinds[] = { "plain", "group", "subtotal", NULL };
  int kind;
  if (!read_record(r, v, fields) || !read_word(r, v, "kind", kinds, &kind)) return false;
  row->kind = (row_kind)kind;
  if (!read_cells(r, v, columns, row) || !read_text(r, v, "note", TEXT_MAY_LINES, &row->note)) return false;
  if (row->note && text_blank(row->note)) row->note = NULL;
  return true;
}

static bool read_table(reader *r, const value *v, block *b) {
  static const char *const fields[] = { "kind", "title", "columns", "rows", NULL };
  const value *rows;
  if (!read_record(r, v, fields) || !read_text(r, v, "title", TEXT_MAY, &b->title) || !read_columns(r, v, b) ||
      !read_list(r, v, "rows", DOCUMENT_ROWS_MAX - r->rows, true, &rows))
    return false;
  b->row_count = rows ? rows->as.list.count : 0;
  r->rows += b->row_count;
  b->rows = arena_alloc(r->a, b->row_count * sizeof *b->rows);
  for (size_t i = 0; i < b->row_count; i++) {
    at_part(r, "row", i);
    if (!read_row(r, rows->as.list.items[i], b->column_count, &b->rows[i])) return false;
  }
  return true;
}

static bool read_note(reader *r, const value *v, block *b) {
  static const char *const fields[] = { "kind", "title", "text", NULL };
  return read_record(r, v, fields) && read_text(r, v, "title", TEXT_MAY, &b->title) &&
         read_text(r, v, "text", TEXT_MAY_LINES, &b->text);
}

static size_t characters(const char *text) {
  size_t count = 0;
  for (; *text; text++) count += ((unsigned char)*text & 0xC0) != 0x80;
  return count;
}

static bool refuse_qr(reader *r, const char *how) {
  return read_refuse(r,
                     arena_format(r->a,
                                  "what a bank's program reads: at most %d bytes for epc, %d characters for swiss",
                                  DOCUMENT_QR_EPC_MAX, DOCUMENT_QR_SWISS_MAX),
                     "text %s", how);
}

// What banks read is kept byte for byte: its line feeds part its fields.
static bool read_qr_text(reader *r, const value *v, block *b) {
  const value *text = value_get(v, "text");
  if (!text || text->type != VALUE_TEXT || !*text->as.text) return refuse_qr(r, "is missing, or no text");
  if (!text_is_utf8(text->as.text, strlen(text->as.text))) return refuse_qr(r, "is no UTF-8");
  b->qr_text = text->as.text;
  bool fits =
      b->qr == QR_EPC ? strlen(b->qr_text) <= DOCUMENT_QR_EPC_MAX : characters(b->qr_text) <= DOCUMENT_QR_SWISS_MAX;
  return fits || refuse_qr(r, "is too long");
}

static bool read_slip(reader *r, const value *v, block *b) {
  const value *words;
  if (!read_list(r, v, "slip", SLIP_WORDS, true, &words)) return false;
  if (!words || words->as.list.count == 0) return true;
  if (words->as.list.count != SLIP_WORDS)
    return read_refuse(
        r, "slip={\"Receipt\", \"Acceptance point\", \"Separate before paying in\", \"Payable by (name/address)\"}",
        "%zu words of a payment part", words->as.list.count);
  b->slip = arena_array(r->a, SLIP_WORDS, sizeof *b->slip);
  for (size_t i = 0; i < SLIP_WORDS; i++)
    if (!read_plain(r, words->as.list.items[i], "slip", TEXT_SAYS, &b->slip[i])) return false;
  return true;
}

static bool read_qr(reader *r, const value *v, block *b) {
  static const char *const fields[] = { "kind", "text", "alt", "slip", NULL };
  static const char *const kinds[] = { "epc", "swiss", NULL };
  int kind;
  if (!v || v->type == VALUE_NULL) return true;
  at_part(r, "qr", 0);
  if (!read_record(r, v, fields) || !read_word(r, v, "kind", kinds, &kind)) return false;
  b->qr = kind == 0 ? QR_EPC : QR_SWISS;
  if (!read_qr_text(r, v, b) || !read_text(r, v, "alt", TEXT_MAY, &b->qr_alt) || !read_slip(r, v, b)) return false;
  if (!b->qr_alt || text_blank(b->qr_alt)) b->qr_alt = b->qr == QR_EPC ? "EPC QR" : "Swiss QR";
  return true;
}

static bool read_payment(reader *r, const value *v, block *b) {
  static const char *const fields[] = { "kind", "title", "facts", "qr", NULL };
  return read_record(r, v, fields) && read_text(r, v, "title", TEXT_MAY, &b->title) &&
         read_fact_list(r, v, "facts", true, b) && read_qr(r, value_get(v, "qr"), b);
}

static bool read_page_break(reader *r, const value *v, block *b) {
  (void)b;
  static const char *const fields[] = { "kind", NULL };
  return read_record(r, v, fields);
}

typedef struct block_type {
  const char *name;
  block_kind kind;
  bool (*read)(reader *r, const value *v, block *b);
} block_type;

static const block_type types[] = {
  { "heading", BLOCK_HEADING, read_heading },
  { "parties", BLOCK_PARTIES, read_parties },
  { "facts", BLOCK_FACTS, read_facts },
  { "table", BLOCK_TABLE, read_table },
  { "totals", BLOCK_TOTALS, read_totals },
  { "note", BLOCK_NOTE, read_note },
  { "payment", BLOCK_PAYMENT, read_payment },
  { "statement", BLOCK_TABLE, read_table },
  { "page_break", BLOCK_PAGE_BREAK, read_page_break },
};
enum { TYPES = sizeof types / sizeof *types };

static const block_type *read_type(reader *r, const value *v) {
  const char *names[TYPES + 1] = { NULL };
  int place;
  for (int i = 0; i < TYPES; i++) names[i] = types[i].name;
  const value *kind = value_get(v, "kind");
  if (!kind || kind->type == VALUE_NULL) {
    read_refuse(r, "a record such as {kind=\"heading\", text=\"Invoice INV-1\"}", "it has no kind");
    return NULL;
  }
  return read_word(r, v, "kind", names, &place) ? &types[place] : NULL;
}

static bool says_something(const block *b, const document *so_far) {
  switch (b->kind) {
    case BLOCK_PARTIES: return b->party_count > 0;
    case BLOCK_FACTS:
    case BLOCK_TOTALS: return b->fact_count > 0;
    case BLOCK_NOTE: return (b->title && *b->title) || (b->text && !text_blank(b->text));
    case BLOCK_PAYMENT: return b->fact_count > 0 || b->qr;
    case BLOCK_PAGE_BREAK: return so_far->count && so_far->blocks[so_far->count - 1].kind != BLOCK_PAGE_BREAK;
    case BLOCK_HEADING:
    case BLOCK_TABLE: break;
  }
  return true;
}

static bool read_block(reader *r, const value *v, document *out) {
  block b = { 0 };
  const block_type *type = read_type(r, v);
  if (!type) return false;
  r->kind = type->name;
  b.kind = type->kind;
  if (!type->read(r, v, &b)) return false;
  if (b.title && text_blank(b.title)) b.title = NULL;
  if (says_something(&b, out)) out->blocks[out->count++] = b;
  return true;
}

bool document_blocks_read(const value *blocks, arena *a, document *out, error *e) {
  const char *hint = "a template answers a list of blocks, the first heading of level 1 among them";
  if (!blocks || blocks->type != VALUE_LIST || blocks->as.list.count == 0)
    return error_set(e, ERROR_INVALID, "no list of blocks"), error_hint(e, "%s", hint);
  size_t count = blocks->as.list.count;
  if (count > DOCUMENT_BLOCKS_MAX)
    return error_set(e, ERROR_INVALID, "%zu blocks are too many", count),
           error_hint(e, "at most %d; rows belong into one table", DOCUMENT_BLOCKS_MAX);
  reader r = { .a = a, .e = e, .so_far = out };
  out->blocks = arena_alloc(a, count * sizeof *out->blocks);
  out->count = 0;
  for (size_t i = 0; i < count; i++) {
    r.block = i + 1;
    r.kind = r.part = NULL;
    if (!read_block(&r, blocks->as.list.items[i], out)) return false;
  }
  if (out->count && out->blocks[out->count - 1].kind == BLOCK_PAGE_BREAK) out->count--;
  if (has_heading(out)) return true;
  return error_set(e, ERROR_INVALID, "no heading among the blocks"), error_hint(e, "%s", hint);
}
