/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * `holds(column, address)`: does the subnet in the column hold the address?  Of a table's or a
 * view's column the rows are found by an index: a lookup for each length that the column has,
 * of the address cut to that length.  SQLite calls the function again for each row found.
 */
#ifndef DB_HOLDS_H
#define DB_HOLDS_H

#include <sqlite3.h>

#include "base/ip.h"
#include "base/index.h"

enum { HOLDS_CHAINS = 129 };

/* The lengths that the subnets of a column have. */
struct holds_lengths {
	bool known;  /* they were collected */
	bool odd;    /* a subnet is not written as we print it: no lookup finds it */
	uint64_t of4, of6[3];
};

/* The address that a cursor is asked for, and where it stands: in a chain of an index for each length. */
struct holds {
	bool asked;
	unsigned column;
	struct ip ip;
	size_t nchains;
	size_t chains[HOLDS_CHAINS]; /* row, SIZE_MAX: no more */
};

/* The SQL function, also where its column is no table's. */
void holds_call(sqlite3_context *ctx, int argc, sqlite3_value **argv);

/* xFindFunction of the modules whose columns it may search. */
int holds_find(sqlite3_vtab *v, int argc, const char *name,
	       void (**ret_call)(sqlite3_context *ctx, int argc, sqlite3_value **argv),
	       void **ret_data);

/* False where no subnet holds the value: it is NULL, or no address. */
bool holds_ask(struct holds *h, unsigned column, sqlite3_value *v);

void holds_note(struct holds_lengths *l, struct prefix p);
void holds_note_text(struct holds_lengths *l, const char *text);

/* The subnets to look up, one for each length from *from on; false: no more. */
bool holds_subnet(const struct holds *h, const struct holds_lengths *l, unsigned *from,
		  struct prefix *ret_subnet);
void holds_add_chain(struct holds *h, size_t row);

/* The rows of all chains in ascending order; SIZE_MAX at the end. */
size_t holds_row(const struct holds *h);
size_t holds_next(struct holds *h, const struct index *ix);

#endif
