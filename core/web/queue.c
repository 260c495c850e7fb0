// Requests that wait for the program.
#include "core/web/web_inside.h"

void server_queue(web_server *s, asked *q) {
  if (s->last) s->last->next = q;
  else s->first = q;
  s->last = q;
  eventfd_write(s->wakes, 1);
}
