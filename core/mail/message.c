// A message as bytes. It is written here and not by libcurl, whose boundaries are random: the same invoice gives the
// same file, and a dry run needs no library of the network.
#include "core/mail/mail.h"
#include "core/base/base64.h"
#include <ctype.h>
#include <string.h>
#include <time.h>

// No line of base64 or quoted-printable holds "=_", so this parts whatever is inside (RFC 2045, 6.7).
#define BOUNDARY "=_billet"
#define LINE_END "\r\n"

enum {
  LINE_MAX_BYTES = 76,  // of encoded text (RFC 2045)
  PLAIN_MAX = 60,       // a longer text of a header is encoded, so that its line can be broken
  WORD_BYTES = 39,      // of text in one encoded word, which has at most 75 characters (RFC 2047)
  FILE_BYTES = 200,
  BASE64_BYTES = 57,  // in one line
};

static bool is_plain(const char *text) {
  for (const char *c = text; *c; c++)
    if (*c < ' ' || *c > '~') return false;
  return strlen(text) <= PLAIN_MAX && !strstr(text, "=?");
}

// At most so many bytes, without a part of a character.
static size_t whole_characters(const char *text, size_t most) {
  size_t length = strnlen(text, most + 1);
  if (length <= most) return length;
  for (length = most; ((unsigned char)text[length] & 0xC0) == 0x80;) length--;
  return length;
}

static void add_encoded_words(buffer *out, const char *text) {
  for (bool first = true; *text; first = false) {
    size_t length = whole_characters(text, WORD_BYTES);
    buffer_text(out, first ? "=?UTF-8?B?" : LINE_END " =?UTF-8?B?");
    base64_add(out, text, length);
    buffer_text(out, "?=");
    text += length;
  }
}

// A text of somebody else's in a header: nothing in it ends the line.
static void add_text(buffer *out, const char *text) {
  buffer clean = { 0 };
  buffer_clean(&clean, text, false);
  const char *shown = clean.text ? clean.text : "";
  if (is_plain(shown)) buffer_text(out, shown);
  else add_encoded_words(out, shown);
  buffer_free(&clean);
}

static void add_quoted(buffer *out, const char *text) {
  buffer_text(out, "\"");
  for (; *text; text++) {
    if (*text == '"' || *text == '\\') buffer_text(out, "\\");
    buffer_add(out, text, 1);
  }
  buffer_text(out, "\"");
}

static void add_address(buffer *out, const mail_address *who) {
  bool named = !text_blank(who->name);
  buffer clean = { 0 };
  if (named) buffer_clean(&clean, who->name, false);
  if (named && is_plain(clean.text)) add_quoted(out, clean.text);
  else if (named) add_encoded_words(out, clean.text);
  // Encoded words end a line; a name of one and a long address would be more than one holds.
  bool folded = named && (!is_plain(clean.text) || strlen(clean.text) + strlen(who->address) > PLAIN_MAX);
  buffer_format(out, folded ? LINE_END " <%s>" : named ? " <%s>" : "%s", who->address);
  buffer_free(&clean);
}

// RFC 5322, 3.3, whatever the locale is.
static void add_date(buffer *out, int64_t at) {
  static const char days[] = "SunMonTueWedThuFriSat", months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
  struct tm t = { 0 };
  time_t seconds = (time_t)at;
  gmtime_r(&seconds, &t);
  buffer_format(out, "%.3s, %02d %.3s %d %02d:%02d:%02d +0000", days + 3 * t.tm_wday, t.tm_mday, months + 3 * t.tm_mon,
                t.tm_year + 1900, t.tm_hour, t.tm_min, t.tm_sec);
}

// Quoted-printable (RFC 2045, 6.7), so that a text of mostly ASCII can be read as it is.
static void add_body(buffer *out, const char *text) {
  size_t column = 0;
  for (; *text; text++) {
    unsigned char c = (unsigned char)*text;
    bool ends = text[1] == '\n' || !text[1], literal = (c > ' ' && c < 127 && c != '=') || (c == ' ' && !ends);
    size_t width = literal ? 1 : 3;
    if (c == '\n' || column + width >= LINE_MAX_BYTES) {
      buffer_text(out, c == '\n' ? LINE_END : "=" LINE_END);
      column = 0;
    }
    if (c == '\n') continue;
    buffer_format(out, literal ? "%c" : "=%02X", c);
    column += width;
  }
  buffer_text(out, LINE_END);
}

// The name of a file: as a quoted text, or by RFC 2231 where it is past ASCII. Cut where its line would be too long.
static void add_file_name(buffer *out, const char *name) {
  buffer clean = { 0 };
  buffer_clean(&clean, name, false);
  if (clean.length > FILE_BYTES) clean.text[whole_characters(clean.text, FILE_BYTES)] = '\0';
  const char *file = clean.text ? clean.text : "";
  bool plain = true;
  for (const char *c = file; *c; c++) plain = plain && (isalnum((unsigned char)*c) || strchr("._- +()", *c));
  buffer_text(out, plain ? "filename=\"" : "filename*=UTF-8''");
  if (plain) buffer_format(out, "%s\"", file);
  for (const char *c = file; *c && !plain; c++)
    buffer_format(out, isalnum((unsigned char)*c) || strchr("._-", *c) ? "%c" : "%%%02X", (unsigned char)*c);
  buffer_free(&clean);
}

static void add_head(const mail_message *m, buffer *out) {
  buffer_text(out, "Date: ");
  add_date(out, m->at);
  buffer_text(out, LINE_END "From: ");
  add_address(out, &m->from);
  for (size_t i = 0; i < m->to_count; i++) {
    buffer_text(out, i ? "," LINE_END " " : LINE_END "To: ");
    add_address(out, &m->to[i]);
  }
  buffer_text(out, LINE_END "Subject: ");
  add_text(out, m->subject);
  buffer_format(out, LINE_END "Message-ID: <%s>" LINE_END "MIME-Version: 1.0" LINE_END, m->id);
  buffer_text(out, "Content-Type: multipart/mixed; boundary=\"" BOUNDARY "\"" LINE_END LINE_END);
}

static void add_file(buffer *out, const mail_file *file) {
  buffer_format(out,
                "--" BOUNDARY LINE_END "Content-Type: %s" LINE_END "Content-Transfer-Encoding: base64" LINE_END
                "Content-Disposition: attachment; ",
                file->type);
  add_file_name(out, file->name);
  buffer_text(out, LINE_END LINE_END);
  const char *bytes = file->bytes;
  for (size_t at = 0; at < file->length; at += BASE64_BYTES) {
    base64_add(out, bytes + at, file->length - at < BASE64_BYTES ? file->length - at : BASE64_BYTES);
    buffer_text(out, LINE_END);
  }
}

void mail_write(const mail_message *m, buffer *out) {
  add_head(m, out);
  buffer_text(out, "--" BOUNDARY LINE_END "Content-Type: text/plain; charset=UTF-8" LINE_END
                   "Content-Transfer-Encoding: quoted-printable" LINE_END LINE_END);
  add_body(out, m->body);
  for (size_t i = 0; i < MAIL_FILES_MAX && m->files[i].name; i++) add_file(out, &m->files[i]);
  buffer_text(out, "--" BOUNDARY "--" LINE_END);
}
