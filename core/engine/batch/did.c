// What a choice changed in a batch, kept with its entry in the log, so that it can be taken back.
#include "core/engine/batch/batch_inside.h"
#include "core/base/memory.h"
#include "core/base/text.h"
#include <stdlib.h>

void did_box(batch *batch, int64_t contract_n) {
  batch_did *did = batch->did;
  if (!did) return;
  did->boxes = arena_grow(did->arena, did->boxes, did->box_count, &did->box_capacity, sizeof *did->boxes);
  did->boxes[did->box_count++] = contract_n;
}

bool did_boxes(batch *batch, query *q, error *e) {
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) did_box(batch, query_column(q, 0));
  return step == 0;
}

cJSON *did_item(batch_did *did, int64_t contract_n, const char *item, const char *note) {
  if (!did) return NULL;
  if (!did->items) did->items = cJSON_CreateArray();
  cJSON *one = cJSON_CreateObject();
  cJSON_AddNumberToObject(one, "contract", (double)contract_n);
  cJSON_AddStringToObject(one, "item", item);
  if (note) cJSON_AddStringToObject(one, "note", note);
  cJSON_AddItemToArray(did->items, one);
  return one;
}

static int by_number(const void *one, const void *other) {
  int64_t x = *(const int64_t *)one, y = *(const int64_t *)other;
  return (x > y) - (x < y);
}

// Contracts by their numbers, those in a row as one: "1-40,52".
static void put_boxes(batch_did *did, cJSON *detail) {
  buffer b = { 0 };
  if (did->box_count) qsort(did->boxes, did->box_count, sizeof *did->boxes, by_number);
  for (size_t i = 0; i < did->box_count;) {
    size_t last = i;
    while (last + 1 < did->box_count && did->boxes[last + 1] <= did->boxes[last] + 1) last++;
    buffer_format(&b, "%s%lld", i ? "," : "", (long long)did->boxes[i]);
    if (did->boxes[last] > did->boxes[i]) buffer_format(&b, "-%lld", (long long)did->boxes[last]);
    i = last + 1;
  }
  cJSON_AddStringToObject(detail, "boxes", b.text ? b.text : "");
  buffer_free(&b);
}

void batch_did_put(batch_did *did, cJSON *detail) {
  if (did->box_count || !did->items) put_boxes(did, detail);
  if (did->items) cJSON_AddItemToObject(detail, "items", did->items);
  did->items = NULL;
}
