// A file of the repository as a constant of the program.
#pragma once

// Defines a text of that name that ends with NUL, to be declared `extern const char NAME[]`. The file's path is
// relative to the repo's root, where the compiler runs, or to a folder that the assembler is told.
#define EMBED(name, file)                        \
  __asm__(".pushsection .rodata\n"               \
          ".global " name "\n"                   \
          ".hidden " name "\n"                   \
          ".type " name ", @object\n" name ":\n" \
          ".incbin \"" file "\"\n"               \
          ".byte 0\n"                            \
          ".size " name ", . - " name "\n"       \
          ".popsection\n")
