// The text of schema.sql as a constant; the path is relative to the repo's root, where the compiler runs.
#include "core/store/internal.h"

__asm__(".pushsection .rodata\n"
        ".global store_schema\n"
        ".hidden store_schema\n"
        ".type store_schema, @object\n"
        "store_schema:\n"
        ".incbin \"core/store/schema.sql\"\n"
        ".byte 0\n"
        ".size store_schema, . - store_schema\n"
        ".popsection\n");
