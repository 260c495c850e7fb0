// Renders a sample by the module: render SAMPLE FILE [XML|- [TIMES]] writes the PDF (with the XML inside), and prints
// the sample's words. With TIMES it renders as often and prints milliseconds of the processor.
#include "core/pdf/pdf_module.h"
#include "tests/documents/samples.h"
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static bool write_file(const char *path, const buffer *bytes) {
  FILE *file = fopen(path, "wb");
  bool written = file && fwrite(bytes->text, 1, bytes->length, file) == bytes->length;
  return file && fclose(file) == 0 && written;
}

static bool read_file(const char *path, buffer *out) {
  FILE *file = fopen(path, "rb");
  char part[4096];
  size_t length;
  while (file && (length = fread(part, 1, sizeof part, file)) > 0) buffer_add(out, part, length);
  return file && fclose(file) == 0;
}

// A loaded machine is slow by the clock, not by this.
static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int by_time(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static int say_error(const error *e) {
  fprintf(stderr, "%s: %s\n%s\n", error_code_name(e->code), e->message, e->hint);
  return 1;
}

static bool measure(const pdf_module *module, const document *d, const pdf_options *o, int times, error *e) {
  double *took = calloc((size_t)times, sizeof *took);
  bool good = took != NULL;
  for (int i = 0; good && i < times; i++) {
    buffer out = { 0 };
    double begun = now();
    good = module->render(d, o, &out, e);
    took[i] = now() - begun;
    buffer_free(&out);
  }
  if (good) {
    double first = took[0];
    qsort(took, (size_t)times, sizeof *took, by_time);
    printf("first %.1f ms, shortest %.1f ms, median %.1f ms\n", first, took[0], took[times / 2]);
  }
  free(took);
  return good;
}

static int run(sample *s, int argc, char **argv) {
  error e = { 0 };
  buffer out = { 0 }, said = { 0 }, xml = { 0 };
  const pdf_module *module = pdf_module_open(&e);
  if (!module) return say_error(&e);
  pdf_attachment data = { "factur-x.xml", "text/xml", "Invoice data", "Alternative", "EN 16931", NULL, 0 };
  pdf_options options = { 0 };
  if (argc > 3 && strcmp(argv[3], "-") != 0) {
    if (!read_file(argv[3], &xml)) return 2;
    data.bytes = xml.text, data.length = xml.length, options.attachment = &data;
  }
  bool good = argc > 4 ? measure(module, &s->d, &options, atoi(argv[4]), &e)
                       : module->render(&s->d, &options, &out, &e) && write_file(argv[2], &out);
  sample_words(&s->d, &said);
  if (good && argc <= 4) fwrite(said.text, 1, said.length, stdout);
  buffer_free(&out), buffer_free(&said), buffer_free(&xml);
  return good ? 0 : say_error(&e);
}

int main(int argc, char **argv) {
  sample s = { .a = arena_new() };
  bool known = argc >= 3 && sample_make(&s, argv[1], dirname(arena_text(s.a, argv[2])));
  int status = known ? run(&s, argc, argv) : 2;
  arena_free(s.a);
  return status;
}
