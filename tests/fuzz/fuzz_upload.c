// Random files that are sent to the page's server: names, sizes, parts, senders that leave half-way, two at once, and a
// folder that is full. What lies there is what a list kept here says, and never more than a session may have. An input
// is lines: "u NAME SIZE" a file; "k NAME SIZE" in chunks; "c NAME SIZE SENT" one that breaks off; "o NAME SIZE" one
// that stays half-sent until "e" ends it; "b SIZE" a large file that is there already.
#include "tests/fuzz/line.h"
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length);

enum { LINES_MAX = 100, SENT_MAX = 200000, NAME_BYTES = 120, FILES_MAX = 64 };
static web_server *server;
static char place[220], folder[260], secret[SECRET_TEXT];

static void take(web_server *s, const web_request *r) {
  (void)s, (void)r;
  must(false, "a file that is handed over");
}

// ---- What has to be there

static struct {
  char name[NAME_BYTES + 1];
  uint64_t size;
} files[FILES_MAX + 1];
static size_t file_count;

static size_t find(const char *name) {
  size_t i = 0;
  while (i < file_count && strcmp(files[i].name, name) != 0) i++;
  return i;
}

static void put(const char *name, uint64_t size) {
  size_t at = find(name);
  if (at == file_count) snprintf(files[file_count++].name, sizeof files->name, "%s", name);
  files[at].size = size;
  if (!size) files[at] = files[--file_count];
}

static bool is_plain(const char *name) {
  size_t bytes;
  if (!*name || strlen(name) > NAME_BYTES || *name == '.' || strpbrk(name, "/\\")) return false;
  for (; *name; name += bytes)
    if (text_unsafe(name, &bytes)) return false;
  return true;
}

static int expected(const char *name, uint64_t size) {
  uint64_t others = 0;
  size_t at = find(name);
  if (!is_plain(name)) return MHD_HTTP_BAD_REQUEST;
  for (size_t i = 0; i < file_count; i++) others += i == at ? 0 : files[i].size;
  bool fits = others + size <= WEB_UPLOAD_MAX && file_count - (at < file_count) < FILES_MAX;
  return fits ? MHD_HTTP_OK : MHD_HTTP_CONTENT_TOO_LARGE;
}

// What lies there: with a list, exactly that; without one it is taken as the list. open: a part may be there.
static void look(bool listed, bool open) {
  uint64_t all = 0;
  size_t count = 0;
  struct stat about;
  DIR *d = opendir(folder);
  if (!listed) file_count = 0;
  for (struct dirent *one; d && (one = readdir(d));) {
    if (strcmp(one->d_name, ".") == 0 || strcmp(one->d_name, "..") == 0) continue;
    must(is_plain(one->d_name) || (open && *one->d_name == '.'), "a part is left");
    must(fstatat(dirfd(d), one->d_name, &about, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(about.st_mode), "no file");
    must((about.st_mode & 077) == 0, "others may read it");
    if (*one->d_name == '.') continue;
    all += (uint64_t)about.st_size;
    must(++count <= FILES_MAX && all <= WEB_UPLOAD_MAX, "more than a session may have");
    size_t at = find(one->d_name);
    must(!listed || (at < file_count && files[at].size == (uint64_t)about.st_size), "a file that is another");
    if (!listed) put(one->d_name, (uint64_t)about.st_size);
  }
  if (d) closedir(d);
  must(count == file_count, "a file is lost");
}

// ---- What is sent

typedef struct sender {
  int line;
  buffer heard;
} sender;

static void say(sender *to, const char *text, size_t length) {
  line_say(server, to->line, text, length, &to->heard, take);
}

static void say_body(sender *to, uint64_t size, bool chunked) {
  static char letters[4096];
  char head[16];
  if (!*letters) memset(letters, 'x', sizeof letters);
  while (size) {
    size_t part = size < sizeof letters ? (size_t)size : sizeof letters;
    int length = snprintf(head, sizeof head, "%zx\r\n", part);
    if (chunked) say(to, head, (size_t)length);
    say(to, letters, part);
    if (chunked) say(to, "\r\n", 2);
    size -= part;
  }
  if (chunked) say(to, "0\r\n\r\n", 5);
}

static sender begin_one(const char *name, uint64_t size, bool chunked) {
  sender to = { .line = line_open(server, "127.0.0.1") };
  buffer b = { 0 };
  buffer_format(&b, "POST /upload/%s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nCookie: %s=%s\r\nX-Billet: page\r\n", name,
                server->port, server->cookie, secret);
  if (chunked) buffer_text(&b, "Transfer-Encoding: chunked\r\n\r\n");
  else buffer_format(&b, "Content-Length: %llu\r\n\r\n", (unsigned long long)size);
  say(&to, b.text, b.length);
  buffer_free(&b);
  return to;
}

static int end_one(sender *to) {
  shutdown(to->line, SHUT_WR);
  must(!line_serve(server, to->line, &to->heard, take), "a line that is never closed");
  close(to->line);
  check_answers(&to->heard);
  int status = begins_with(to->heard.text, "HTTP/1.1 ") ? atoi(to->heard.text + 9) : 0;
  buffer_free(&to->heard);
  return status;
}

static sender left;  // that is open still
static uint64_t left_size;
static bool is_left;

static void end_left(void) {
  if (!is_left) return;
  say_body(&left, left_size - left_size / 2, false);
  end_one(&left);
  is_left = false;
  look(false, false);
}

static void send_one(char letter, const char *name, uint64_t size, uint64_t sent, arena *a) {
  web_address at;
  if (strpbrk(name, "?# \r") || !address_read(arena_format(a, "/upload/%s", name), a, &at)) return;
  const char *plain = at.path + strlen("/upload/");
  bool cut = letter == 'c' && sent < size, chunked = letter == 'k';
  if (letter != 'c' && size > SENT_MAX) size %= SENT_MAX;
  if (!cut) sent = size;
  if (sent > SENT_MAX) sent %= SENT_MAX, cut = true;
  int right = chunked && is_plain(plain) ? MHD_HTTP_LENGTH_REQUIRED : expected(plain, size);
  sender to = begin_one(name, size, chunked);
  say_body(&to, sent, chunked);
  int status = end_one(&to);
  if (is_left) look(false, true);
  if (is_left) return;
  must(cut ? status != MHD_HTTP_OK : status == right, "an upload ends otherwise");
  if (status == MHD_HTTP_OK) put(plain, size);
  look(true, false);
}

static void leave_one(const char *name, uint64_t size, arena *a) {
  web_address at;
  if (is_left || strpbrk(name, "?# \r") || !address_read(arena_format(a, "/upload/%s", name), a, &at)) return;
  left_size = size % SENT_MAX;
  left = begin_one(name, left_size, false);
  say_body(&left, left_size / 2, false);
  is_left = true;
}

static void put_large(uint64_t size) {
  char path[300];
  if (size > WEB_UPLOAD_MAX || is_left || expected("large", size) != MHD_HTTP_OK || !size) return;
  mkdir(folder, 0700);
  snprintf(path, sizeof path, "%s/large", folder);
  int fd = open(path, O_WRONLY | O_CREAT, 0600);
  must(fd >= 0 && ftruncate(fd, (off_t)size) == 0 && close(fd) == 0, "no large file");
  put("large", size);
}

static void empty(void) {
  DIR *d = opendir(folder);
  for (struct dirent *one; d && (one = readdir(d));)
    if (*one->d_name != '.') unlinkat(dirfd(d), one->d_name, 0);
  if (d) closedir(d);
  rmdir(folder);
  must(access(folder, F_OK) != 0, "something is left");
}

static void remove_place(void) { rmdir(place); }

static void begin(void) {
  static web_options options = { .address = "127.0.0.1", .uploads = place };
  const char *any = getenv("TMPDIR");
  error e = { 0 };
  snprintf(place, sizeof place, "%.200s/fuzz-XXXXXX", any ? any : "/tmp");
  must(mkdtemp(place) != NULL, "no folder");
  server = billet_web.open(&options, &e);
  must(server != NULL, "no server");
  atexit(remove_place);
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length) {
  arena *a = arena_new();
  known who;
  char *rest, *text = arena_copy(a, (const char *)bytes, length);
  int count = 0;
  if (!server) begin();
  sessions_admit(server->sessions, "", 0, steady_now(), secret);
  must(sessions_know(server->sessions, secret, steady_now(), &who), "no session");
  snprintf(folder, sizeof folder, "%s/%s", place, who.name);
  file_count = 0;
  for (char *line = strtok_r(text, "\n", &rest); line && count++ < LINES_MAX; line = strtok_r(NULL, "\n", &rest)) {
    char name[600] = "", letter = *line;
    unsigned long long size = 0, sent = 0;
    if (letter == 'e') end_left();
    else if (letter == 'b' && sscanf(line + 1, " %llu", &size) == 1) put_large(size);
    else if (sscanf(line + 1, " %599[^ ] %llu %llu", name, &size, &sent) < 2) continue;
    else if (letter == 'o') leave_one(name, size, a);
    else if (strchr("ukc", letter)) send_one(letter, name, size, sent, a);
  }
  end_left();
  empty();
  sessions_end(server->sessions, secret);
  arena_free(a);
  return 0;
}
