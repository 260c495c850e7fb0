// The tree of what things are.
#include "core/pdf/update_inside.h"
#include <string.h>

enum { DEEPEST = 32 };

typedef struct pruning {
  pdf_writer *w;
  const element_notes *notes;
  size_t noted, visited;
  bool *gone;  // by number of object: an artifact's element
  error *e;
} pruning;

static bool odd(pruning *p, const char *what) {
  return error_set(p->e, ERROR_IO, "the tree of the PDF that Cairo wrote is odd: %s", what);
}

static bool keep_kids(pruning *p, size_t number, int depth);

// The next note, which has to be of this kind; NULL where it is not.
static const element_note *next_note(pruning *p, element_kind kind) {
  if (p->noted == p->notes->count || p->notes->notes[p->noted].kind != kind) return NULL;
  return &p->notes->notes[p->noted++];
}

// PDF/UA-1 7.3: words for a picture.
static void say_figure(pruning *p, size_t number, const element_note *n) {
  buffer more = { 0 };
  buffer_text(&more, "/Alt ");
  pdf_text(&more, n->alt);
  buffer_format(&more, " /A << /O /Layout /Placement /Block /BBox [ %.2f %.2f %.2f %.2f ] >>", n->box[0], n->box[1],
                n->box[2], n->box[3]);
  pdf_extend(p->w, number, more.text);
  buffer_free(&more);
}

// PDF/UA-1 7.5: which cells a head is for.
static void say_head(pruning *p, size_t number, const element_note *n) {
  const char *across = arena_format(p->w->a, "/A << /O /Table /Scope /Row /ColSpan %d >>", n->columns);
  pdf_extend(p->w, number, n->columns ? across : "/A << /O /Table /Scope /Column >>");
}

// PDF/UA-1 7.18.5: words for a link. ISO 19005-3, 6.3.2: it is printed with its page.
static bool say_link(pruning *p, size_t number, const element_note *n) {
  span kids, kid, reference;
  if (!pdf_key(p->w->objects[number].value, "/K", &kids)) return odd(p, "a link of nothing");
  for (span rest = pdf_inside(kids); pdf_value(&rest, &kid);) {
    size_t annotation = pdf_key(kid, "/Obj", &reference) ? pdf_reference(p->w->file, reference) : 0;
    if (!annotation) continue;
    buffer more = { 0 };
    buffer_text(&more, "/F 4 /Contents ");
    pdf_text(&more, n->alt);
    pdf_extend(p->w, annotation, more.text);
    buffer_free(&more);
    return true;
  }
  return odd(p, "a link without its place");
}

static bool say(pruning *p, size_t number, element_kind kind) {
  const element_note *n = next_note(p, kind);
  if (!n) return odd(p, "another order");
  if (kind == ELEMENT_LINK) return say_link(p, number, n);
  if (kind == ELEMENT_FIGURE) say_figure(p, number, n);
  else say_head(p, number, n);
  return true;
}

// Visits an element; the elements of artifacts are left out of the file.
static bool visit(pruning *p, size_t number, int depth) {
  span kind;
  if (depth > DEEPEST || ++p->visited > p->w->file->count) return odd(p, "too deep");
  if (!pdf_key(p->w->objects[number].value, "/S", &kind)) return odd(p, "an element of no kind");
  if (span_is(kind, "/" ARTIFACT_TAG)) {
    p->gone[number] = true;
    pdf_leave_out(p->w, number);
    return true;
  }
  bool said = span_is(kind, "/TH")       ? say(p, number, ELEMENT_HEAD)
              : span_is(kind, "/Figure") ? say(p, number, ELEMENT_FIGURE)
              : span_is(kind, "/Link")   ? say(p, number, ELEMENT_LINK)
                                         : true;
  return said && keep_kids(p, number, depth);
}

static void set_kids(pruning *p, size_t number, const buffer *kids) {
  buffer value = { 0 };
  buffer_text(&value, "<< ");
  pdf_entries(&value, p->w->objects[number].value, "/K");
  buffer_format(&value, "/K [ %s] >>", kids->text);
  pdf_replace(p->w, number, value.text, value.length);
  buffer_free(&value);
}

// Visits what is in an element, and takes out of its list what went. An element of one kid names it without a list.
static bool keep_kids(pruning *p, size_t number, int depth) {
  span kids, kid;
  if (!pdf_key(p->w->objects[number].value, "/K", &kids)) return true;
  span rest = kids.length && *kids.at == '[' ? pdf_inside(kids) : kids;
  bool good = true, changed = false;
  buffer left = { 0 };
  buffer_text(&left, "");
  while (good && pdf_value(&rest, &kid)) {
    size_t element = pdf_reference(p->w->file, kid);
    good = !element || visit(p, element, depth + 1);
    if (element && p->gone[element]) {
      changed = true;
      continue;
    }
    buffer_add(&left, kid.at, kid.length);
    buffer_text(&left, " ");
  }
  if (good && changed) set_kids(p, number, &left);
  buffer_free(&left);
  return good;
}

// The elements of a page's parts by their numbers: an artifact's has none.
static void prune_parts(pruning *p, size_t number) {
  span parts = p->w->objects[number].value, rest = pdf_inside(parts), part;
  buffer left = { 0 };
  buffer_text(&left, "[ ");
  while (pdf_value(&rest, &part)) {
    size_t element = pdf_reference(p->w->file, part);
    if (element && p->gone[element]) buffer_text(&left, "null");
    else buffer_add(&left, part.at, part.length);
    buffer_text(&left, " ");
  }
  buffer_text(&left, "]");
  pdf_replace(p->w, number, left.text, left.length);
  buffer_free(&left);
}

// ParentTree: of each page the list of its parts; of each annotation its element, which is never an artifact's.
static bool prune_parents(pruning *p, span root) {
  span reference, list, key, value;
  size_t tree = pdf_key(root, "/ParentTree", &reference) ? pdf_reference(p->w->file, reference) : 0;
  if (!tree || !pdf_key(p->w->objects[tree].value, "/Nums", &list)) return odd(p, "no list of parents");
  for (span rest = pdf_inside(list); pdf_value(&rest, &key) && pdf_value(&rest, &value);) {
    size_t parts = pdf_reference(p->w->file, value);
    if (!parts) return odd(p, "no list of a page");
    span listed = p->w->objects[parts].value;
    if (listed.length && *listed.at == '[') prune_parts(p, parts);
  }
  return true;
}

bool update_tree(pdf_writer *w, const element_notes *notes, error *e) {
  pruning p = { .w = w, .notes = notes, .e = e };
  p.gone = arena_alloc(w->a, w->file->count * sizeof *p.gone);
  span reference;
  size_t root =
      pdf_key(w->objects[w->file->root].value, "/StructTreeRoot", &reference) ? pdf_reference(w->file, reference) : 0;
  if (!root) return odd(&p, "there is none");
  if (!keep_kids(&p, root, 0) || !prune_parents(&p, w->objects[root].value)) return false;
  return p.noted == notes->count || odd(&p, "another order");
}
