// One view for each kind of answer. Each prints an answer on the style's file, with cells in the arena; false with the
// error where a stream fails.
#pragma once
#include "core/base/value.h"
#include "core/cli/style.h"

// --- view_any.c: by shape. view_rows prints `empty` (NULL: nothing) for a list without rows.
bool view_rows(const style *s, const value *v, const char *empty, error *e);
bool view_any(const style *s, const value *v, arena *a, error *e);
bool view_list(const style *s, const value *v, arena *a, error *e);

// --- view_reports.c
bool view_texts(const style *s, const value *v, arena *a, error *e);
bool view_invoice(const style *s, const value *v, arena *a, error *e);
bool view_paper(const style *s, const value *v, arena *a, error *e);
bool view_text(const style *s, const value *v, arena *a, error *e);
bool view_summary(const style *s, const value *v, arena *a, error *e);
bool view_import(const style *s, const value *v, arena *a, error *e);
bool view_verify(const style *s, const value *v, arena *a, error *e);
bool view_why(const style *s, const value *v, arena *a, error *e);
bool view_unbilled(const style *s, const value *v, arena *a, error *e);
bool view_export(const style *s, const value *v, arena *a, error *e);
bool view_undo(const style *s, const value *v, arena *a, error *e);
bool view_edit(const style *s, const value *v, arena *a, error *e);
bool view_source(const style *s, const value *v, arena *a, error *e);

// --- view_delivered.c: what a target has of documents, or would get. Those that are there are not listed, unless all
// are asked for (an answer that names targets).
bool view_delivered(const style *s, const value *v, arena *a, error *e);

// --- view_batch.c
bool view_batch(const style *s, const value *v, arena *a, error *e);
bool view_window(const style *s, const value *v, arena *a, error *e);
bool view_drafts(const style *s, const value *v, arena *a, error *e);
bool view_items(const style *s, const value *v, arena *a, error *e);
bool view_invoices(const style *s, const value *v, arena *a, error *e);

// --- view_compare.c
bool view_compare(const style *s, const value *v, arena *a, error *e);
bool view_coverage(const style *s, const value *v, arena *a, error *e);

// --- view_figures.c: a report as a table, as bars, or the text that it was asked for as.
bool view_report(const style *s, const value *v, arena *a, error *e);

// --- view_check.c
bool view_check(const style *s, const value *v, arena *a, error *e);

// --- view_raise.c: prices before and after.
bool view_raise(const style *s, const value *v, arena *a, error *e);

// --- view_balance.c
bool view_balance(const style *s, const value *v, arena *a, error *e);

// --- view_plugin.c
bool view_plugin(const style *s, const value *v, arena *a, error *e);
bool view_plugins(const style *s, const value *v, arena *a, error *e);
bool view_rules(const style *s, const value *v, arena *a, error *e);

// --- view_replay.c
bool view_explain(const style *s, const value *v, arena *a, error *e);
bool view_what_if(const style *s, const value *v, arena *a, error *e);
