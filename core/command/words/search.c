// Looking for words that people use among texts that explain: which texts have most of them, the rarest counting most.
#include "core/base/text.h"
#include "core/command/words/words.h"
#include <string.h>

enum { LOOKED_FOR = 16, SHORTEST_STEM = 3 };

typedef struct searched {
  const search_text *texts;
  size_t count;
  const char *stems[LOOKED_FOR], *words[LOOKED_FOR];
  size_t word_count;
  int rarity[LOOKED_FOR];
  unsigned char (*best)[LOOKED_FOR];  // of a text and a word: the field that has it, one more; 0: none
} searched;

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c; }

static bool in_word(char c) {
  unsigned char u = (unsigned char)lower(c);
  return (u >= 'a' && u <= 'z') || (u >= '0' && u <= '9') || u >= 0x80;
}

static const char *next_word(const char *at, size_t *length) {
  while (*at && !in_word(*at)) at++;
  for (*length = 0; in_word(at[*length]);) ++*length;
  return *length ? at : NULL;
}

// What says nothing about what is looked for.
static bool is_filler(const char *word) {
  static const char *const fillers[] = { "a",   "an", "and", "the", "of", "to", "in",   "on",   "for",  "is", "it",
                                         "how", "do", "i",   "my",  "we", "me", "with", "what", "that", "be", "are",
                                         "can", "or", "by",  "at",  "as", "so", "from", "this", "you" };
  for (size_t i = 0; i < sizeof fillers / sizeof *fillers; i++)
    if (strcmp(word, fillers[i]) == 0) return true;
  return false;
}

// What the forms of a word begin with: leav of leave, leaves and leaving.
static const char *stem_of(arena *a, const char *word) {
  static const char *const ends[] = { "ing", "es", "ed", "s", "e" };
  size_t length = strlen(word);
  for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
    size_t end = strlen(ends[i]);
    if (length >= end + SHORTEST_STEM && strcmp(word + length - end, ends[i]) == 0)
      return arena_copy(a, word, length - end);
  }
  return word;
}

static void take_words(searched *s, arena *a, const char *text, bool fillers) {
  size_t length;
  for (const char *at = next_word(text, &length); at && s->word_count < LOOKED_FOR; at = next_word(at, &length)) {
    char *word = arena_copy(a, at, length);
    for (char *c = word; *c; c++) *c = lower(*c);
    at += length;
    if (!fillers && is_filler(word)) continue;
    s->words[s->word_count] = word;
    s->stems[s->word_count++] = stem_of(a, word);
  }
}

static bool has(const char *text, const char *stem) {
  size_t length, wanted = strlen(stem);
  for (const char *at = next_word(text, &length); at; at = next_word(at + length, &length)) {
    size_t same = 0;
    while (same < length && same < wanted && lower(at[same]) == stem[same]) same++;
    if (same == wanted && (wanted >= SHORTEST_STEM || length == wanted)) return true;
  }
  return false;
}

// Which field of each text has each word; a word that many texts have counts little.
static void look(searched *s, arena *a) {
  s->best = arena_array(a, s->count, sizeof *s->best);
  memset(s->best, 0, s->count * sizeof *s->best);
  for (size_t w = 0; w < s->word_count; w++) {
    size_t with = 0;
    for (size_t i = 0; i < s->count; i++) {
      const search_text *t = &s->texts[i];
      for (int f = 0; f < t->field_count && !s->best[i][w]; f++)
        if (has(t->fields[f].text, s->stems[w])) s->best[i][w] = (unsigned char)(f + 1);
      with += s->best[i][w] != 0;
    }
    s->rarity[w] = 1;
    for (size_t part = s->count; with && part > with; part /= 2) s->rarity[w]++;
    if (!with) s->rarity[w] = 0;
  }
}

static int score(const searched *s, size_t text) {
  int sum = 0, fit = 0;
  for (size_t w = 0; w < s->word_count; w++) {
    int field = s->best[text][w];
    if (!field) continue;
    sum += s->texts[text].fields[field - 1].weight * s->rarity[w];
    fit++;
  }
  return sum * fit;
}

// "summary: leave, out; --note: period"
static const char *why(const searched *s, size_t text, arena *a) {
  const char *out = "";
  const search_text *t = &s->texts[text];
  for (int f = 0; f < t->field_count; f++) {
    const char *words = NULL;
    for (size_t w = 0; w < s->word_count; w++)
      if (s->best[text][w] == f + 1) words = words ? arena_format(a, "%s, %s", words, s->words[w]) : s->words[w];
    if (words) out = arena_format(a, "%s%s%s: %s", out, *out ? "; " : "", t->fields[f].label, words);
  }
  return out;
}

// Puts a text among the best; of equal ones the first stays before.
static void rank(search_found *out, size_t *count, size_t most, search_found one) {
  size_t at = *count;
  while (at > 0 && out[at - 1].score < one.score) at--;
  if (at == most) return;
  *count += *count < most;
  memmove(out + at + 1, out + at, (*count - at - 1) * sizeof *out);
  out[at] = one;
}

size_t search_find(const search_text *texts, size_t count, const char *looked_for, search_found *out, size_t most,
                   bool *known, arena *a) {
  searched s = { .texts = texts, .count = count };
  size_t found = 0, kept = 0;
  take_words(&s, a, looked_for, false);
  if (!s.word_count) take_words(&s, a, looked_for, true);
  look(&s, a);
  *known = true;
  for (size_t w = 0; w < s.word_count; w++) *known = *known && s.rarity[w];
  for (size_t i = 0; i < count; i++)
    if (score(&s, i)) rank(out, &found, most, (search_found){ &texts[i], score(&s, i), NULL });
  while (kept < found && out[kept].score * 4 >= out[0].score) {  // far behind the best is noise
    out[kept].why = why(&s, (size_t)(out[kept].text - texts), a);
    kept++;
  }
  return kept;
}
