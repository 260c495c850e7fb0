// Where a person's own folders are, and making them.
#include "core/base/own_folder.h"
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool own_folder(const char *variable, const char *usual, char *path, size_t room) {
  const char *named = getenv(variable), *home = getenv("HOME");
  int length = 0;
  if (named && *named == '/') length = snprintf(path, room, "%s/billet", named);
  else if (home && *home == '/') length = snprintf(path, room, "%s/%s/billet", home, usual);
  if (length > 0 && (size_t)length < room) return true;
  *path = '\0';
  return false;
}

bool own_folder_make(const char *path) {
  char above[PATH_MAX];
  if (strlen(path) >= sizeof above) return false;
  strcpy(above, path);
  // What cannot be made, or is there, the last step tells.
  for (char *slash = strchr(above + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
    *slash = '\0';
    mkdir(above, 0700);
    *slash = '/';
  }
  return mkdir(path, 0700) == 0 || access(path, W_OK) == 0;
}
