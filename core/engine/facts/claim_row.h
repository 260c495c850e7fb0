// How claims.row names what is claimed.
#pragma once

// Above this bit: the number of a catch-up, 0 where there is none; below it the row itself. A catch-up of work names
// its entry below the next bit, and between them the part of the entry, from 0, where rules split it.
enum { CLAIM_AGAIN_SHIFT = 52, CLAIM_PART_SHIFT = 40 };

// In SQL: whether a claim on work is by a catch-up; the entry that it is on.
#define CLAIM_IS_AGAIN(claim) claim ".row >> 52 <> 0"
#define CLAIM_ENTRY(claim) "(" claim ".row & 1099511627775)"
