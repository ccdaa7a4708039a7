/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Writes JSON to a stream, value by value.  Commas, blanks and brackets are
 * the writer's: a bracket cannot be closed with the wrong sign, and json_done
 * closes what is open.  Any bytes are good for a text: what is no UTF-8 becomes
 * U+FFFD, and characters that a terminal obeys or nobody sees are escaped.
 *
 *	struct json j = json_to(out, JSON_INDENTED);
 *	json_map(&j);
 *		json_key(&j, "hosts");
 *		json_int(&j, 1);
 *	json_done(&j);
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdio.h>

#include "base/base.h"
#include "base/str.h"

enum json_style { JSON_INDENTED, JSON_LINE };
enum { JSON_DEPTH = 64 };

struct json {
	FILE *out;
	enum json_style style;
	unsigned depth;
	uint64_t maps, filled; /* a bit for each open bracket, the innermost lowest */
	bool keyed;            /* a key waits for its value */
};

struct json json_to(FILE *out, enum json_style style);

/* Ends every open bracket and the line. Errors stay in the stream: ferror(). */
void json_done(struct json *j);

void json_map(struct json *j);
void json_list(struct json *j);
void json_end(struct json *j);

/* In a map each value has its key before it; more than JSON_DEPTH brackets abort. */
void json_key(struct json *j, const char *key);
void json_text(struct json *j, struct str text);
void json_string(struct json *j, const char *text); /* NULL is null */
void json_int(struct json *j, int64_t v);
void json_double(struct json *j, double v); /* what JSON cannot say, NaN or infinite, is null */
void json_bool(struct json *j, bool v);
void json_null(struct json *j);

#endif
