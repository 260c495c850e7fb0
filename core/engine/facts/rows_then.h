// In SQL: rows of a source table as they were after a journal entry `since`, where those up to `until` are there: the
// rows that stayed, and of those that changed or went what the first change after it kept.
#pragma once

// clang-format off
#define THEN_WITHIN(j, table, since) j ".source = '" table "' AND " j ".seq > " since
#define THEN_STAYED(row, table, since, until) \
  "NOT EXISTS (SELECT 1 FROM journal j WHERE " THEN_WITHIN("j", table, since) " AND j.seq <= " until " AND " \
  row ".n BETWEEN j.first_n AND j.last_n)"
#define THEN_CHANGED(table, since, until) \
  "FROM journal j WHERE " THEN_WITHIN("j", table, since) " AND j.seq <= " until " AND j.old IS NOT NULL " \
  "AND NOT EXISTS (SELECT 1 FROM journal i WHERE " THEN_WITHIN("i", table, since) " AND i.seq < j.seq AND " \
  "j.first_n BETWEEN i.first_n AND i.last_n)"

// A value, a date, a reference of the row that the journal entry j kept.
#define THEN_OLD(field) "json_extract(j.old, '$." field "')"
#define THEN_OLD_DAY(field) "CAST(julianday(" THEN_OLD(field) ") - 2440587.5 AS INTEGER)"
#define THEN_OLD_KEY(field, table) "(SELECT n FROM " table " WHERE id = " THEN_OLD(field) ")"
// clang-format on
