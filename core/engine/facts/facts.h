// Facts: what the MSP told us, by day, and what the book has taken of it; read here and priced nowhere. The book with
// its settings and clock; contracts and their params over time; rates, costs, calendars, parties and where rules are
// used; the tables that are imported, as data; which contract a row bills on; what the keys of claims and lines mean;
// and all of that as it was after an entry of the journal; rows as they are stored, for those who write or undo them. A
// question that needs no price is answered by this room.
#pragma once
#include "core/engine/facts/action.h"
#include "core/engine/facts/aside.h"
#include "core/engine/facts/attribution.h"
#include "core/engine/facts/book.h"
#include "core/engine/facts/calendars.h"
#include "core/engine/facts/claim_row.h"
#include "core/engine/facts/config.h"
#include "core/engine/facts/contract.h"
#include "core/engine/facts/costs.h"
#include "core/engine/facts/doubts.h"
#include "core/engine/facts/number_format.h"
#include "core/engine/facts/open_rows.h"
#include "core/engine/facts/own_names.h"
#include "core/engine/facts/params.h"
#include "core/engine/facts/parties.h"
#include "core/engine/facts/periods.h"
#include "core/engine/facts/rates.h"
#include "core/engine/facts/rows_then.h"
#include "core/engine/facts/rule_uses.h"
#include "core/engine/facts/stored_row.h"
#include "core/engine/facts/table_columns.h"
#include "core/engine/facts/users.h"
