// How people see answers: one view per kind of answer.
#pragma once
#include "core/cli/style.h"
#include "core/command/command.h"

// Prints an answer by the command's view. False with the error where a stream fails.
bool view_answer(const style *s, const command *c, const value *v, arena *a, error *e);

// Prints an error on the style's file.
void view_error(const style *s, const error *e);

// Views that other files of views use: a batch's details; rows of a list or stream one by one.
typedef bool (*view_row)(void *context, const value *row, arena *a, error *e);
bool view_each(const value *list, view_row each, void *context, error *e);
const char *view_text(const value *record, const char *name, arena *a);   // "" where it is null
const char *view_money(const value *record, const char *name, arena *a);  // with separators
int64_t view_number(const value *record, const char *name);
const char *view_period(const value *record, arena *a);  // Apr 7 – May 6

bool view_batch(const style *s, const command *c, const value *v, arena *a, error *e);
bool view_drafts(const style *s, const command *c, const value *v, arena *a, error *e);
bool view_items(const style *s, const command *c, const value *v, arena *a, error *e);
bool view_explain(const style *s, const value *v, error *e);
bool view_what_if(const style *s, const value *v, arena *a, error *e);
bool view_invoices(const style *s, const command *c, const value *v, arena *a, error *e);
bool view_plugin(const style *s, const value *v, arena *a);
bool view_plugins(const style *s, const value *v, arena *a, error *e);
bool view_balance(const style *s, const value *v, arena *a, error *e);
