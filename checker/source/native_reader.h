/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Between the two halves of the snapshot reader: native.c knows documents and
 * hosts, native_row.c knows rows and cells.
 */
#ifndef SOURCE_NATIVE_READER_H
#define SOURCE_NATIVE_READER_H

#include "base/event.h"
#include "model/snapshot.h"
#include "source/source.h"

/* An entry of `addresses` waits here: the interface's name may come after it. */
struct native_address {
	struct ip ip;
	struct num len;
	unsigned line;
};

struct native_reader {
	struct source_sink *sink;
	struct snapshot *s; /* open: for the host that is read */
	struct events *events;
	struct event at;  /* the event just read */
	const char *path;
	struct text file; /* the path, in s */
	unsigned host;
	size_t nhosts; /* so far */
	bool forgets;  /* the text is of no use behind the host that is read */
	bool addresses_read;              /* of this host, by way of its interfaces */
	struct native_address *addresses; /* heap */
	size_t naddresses, room;
};

/* The next event, in r->at. */
int native_next(struct native_reader *r, struct err *err);

/* "file:line:column: NAME: found …; expected WHAT" at r->at. Always -1. */
int native_expected(const struct native_reader *r, const char *name, const char *what,
		    struct err *err);

/* "file:line:column: unknown key of TABLE …" with the near one, at r->at. Always -1. */
int native_unknown(const struct native_reader *r, const char *what, const char *const *words,
		   size_t n, struct err *err);

/* The next row of a list: 1 with its MAP in r->at, 0 at the end of the list. */
int native_item(struct native_reader *r, const char *name, const char *what, struct err *err);

/* Sets one cell of a row from the value that r->at is; null leaves it unknown. */
int native_cell(struct native_reader *r, const struct column *column, struct row *row,
		struct err *err);

/* One row, whose MAP is r->at: read and added. */
int native_row(struct native_reader *r, enum table_id t, struct err *err);

/* Can a file set this column? */
bool native_has_column(enum table_id t, const struct column *column);

#endif
