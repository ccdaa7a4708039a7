/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A JSON list, one object at a time, each as the flat list of its leaves:
 * "linkinfo.info_data.mode", "addr_info.0.local".  Memory is that of the largest
 * object, whatever the length of the list.  Objects may also be made by hand, out
 * of a text that says what the JSON says.
 */
#ifndef PARSE_JSON_LEAVES_H
#define PARSE_JSON_LEAVES_H

#include "base/err.h"
#include "base/event.h"

struct leaf {
	size_t path, text; /* offsets into the object's bytes */
	size_t length;	   /* of the text */
	enum scalar type;
	int64_t number;
};

struct leaves {
	struct events *events;
	struct leaf *v;
	size_t n, room;
	char *bytes;
	size_t used, size;
	unsigned line; /* of the object */
	bool started, single;
};

/* Leaves from..to, whose paths begin with the same `skip` bytes: an object or a part of it. */
struct span {
	const struct leaves *of;
	size_t from, to, skip;
};

/*
 * `file` and `text` must outlive it. Close it whatever happens.  Where an object has a key twice
 * (the `dst` of a route and that of its encapsulation), the first is found.
 */
void leaves_open(struct leaves *l, const char *file, struct str text);
void leaves_close(struct leaves *l);

/* The next object: 1; 0: no more; -1: no JSON, or no list of objects. */
int leaves_next(struct leaves *l, struct span *ret_object, struct err *err);

/* An empty object that is filled by hand; l must be zeroed or closed before the first. */
void leaves_begin(struct leaves *l, unsigned line);

/*
 * A leaf more: a number where the text is one.  Leaves of one part, "nexthops.0.dev" and
 * "nexthops.0.flags.0", follow each other.
 */
void leaves_put(struct leaves *l, const char *path, struct str text);
struct span leaves_all(const struct leaves *l);

/* The leaf of this path: its text, or a number; false where there is none, or null. */
bool span_text(const struct span *s, const char *path, struct str *ret_text);
bool span_number(const struct span *s, const char *path, int64_t *ret_number);
bool span_has(const struct span *s,
	      const char *path); /* null counts, and so do objects and lists with leaves */

/* The part below "name.": an object in the object. */
struct span span_below(const struct span *s, const char *name);

/* The next element of the list that `list` (of span_below) is; begins with *at = 0. */
bool span_next(const struct span *list, size_t *at, struct span *ret_element);

/* The next element of a list of texts. */
bool span_next_text(const struct span *list, size_t *at, struct str *ret_text);

#endif
