/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The six types that a fact can have.  Zero means unknown in all of them, so a
 * fresh row is honest: what a source forgets is NULL in SQL, never 0 or "".
 */
#ifndef MODEL_CELL_H
#define MODEL_CELL_H

#include "base/base.h"
#include "base/ip.h"
#include "base/mac.h"
#include "base/str.h"

/*
 * Text of a snapshot: made by snapshot_text() alone. Equal texts of one snapshot are one pointer.
 */
struct text {
	const char *s; /* NULL is unknown */
};

struct num {
	bool known;
	int64_t v; /* INT64_MIN cannot be stored */
};

enum tri { TRI_UNKNOWN, TRI_NO, TRI_YES };

enum cell_type { CELL_text, CELL_num, CELL_tri, CELL_ip, CELL_prefix, CELL_mac };

typedef struct text cell_text;
typedef struct num cell_num;
typedef enum tri cell_tri;
typedef struct ip cell_ip;
typedef struct prefix cell_prefix;
typedef struct mac cell_mac;

/* One cell of any type, by value; .type says which member holds. */
struct cell {
	enum cell_type type;
	union {
		struct text text;
		struct num num;
		enum tri tri;
		struct ip ip;
		struct prefix prefix;
		struct mac mac;
	};
};

bool cell_known(const struct cell *c);
bool cell_equal(const struct cell *a, const struct cell *b); /* unknown equals unknown */

static inline struct num num(int64_t v)
{
	return (struct num){ true, v };
}

static inline enum tri tri(bool yes)
{
	return yes ? TRI_YES : TRI_NO;
}

/* The number, or `otherwise` where it is not known: for computing, never for storing. */
static inline int64_t num_or(struct num n, int64_t otherwise)
{
	return n.known ? n.v : otherwise;
}

static inline bool num_is(struct num n, int64_t v)
{
	return n.known && n.v == v;
}

#endif
