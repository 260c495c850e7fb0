// What tests of documents share: the words of a form without what is only form.
#pragma once
#include <string.h>

#include "core/base/text.h"

// The characters of a text form in their order, without blanks and the characters of rules.
static inline void add_text_words(buffer *words, const char *text) {
  for (; *text; text++)
    if (!strchr(" \n-=", *text)) buffer_add(words, text, 1);
}

// The same of HTML: what its body shows, with no tags, entities read.
static inline void add_html_words(buffer *words, const char *html) {
  static const char *const entities[][2] = {
    { "&amp;", "&" }, { "&lt;", "<" }, { "&gt;", ">" }, { "&quot;", "\"" }, { "&#39;", "'" }
  };
  for (const char *at = strstr(html, "<body>"); at && *at;) {
    const char *shown = NULL;
    size_t bytes = *at == '<' ? strcspn(at, ">") + 1 : 1;
    for (int i = 0; *at == '&' && i < 5; i++)
      if (strncmp(at, entities[i][0], strlen(entities[i][0])) == 0) {
        shown = entities[i][1];
        bytes = strlen(entities[i][0]);
      }
    if (shown) buffer_text(words, shown);
    else if (*at != '<' && !strchr(" \n-=", *at)) buffer_add(words, at, 1);
    at += bytes;
  }
}
