/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What esxcli prints, in whatever form, as one list of records: indented text,
 * tables under a ruler, JSON, XML, csv, keyvalue.
 *
 * Keys are squeezed to lower case letters and digits, so that "IPv4 Address",
 * "IPv4Address" and "ipv4_address" are one: "ipv4address".
 */
#ifndef PARSE_ESXI_RECORDS_H
#define PARSE_ESXI_RECORDS_H

#include "base/arena.h"
#include "base/str.h"

struct esxi_field {
	const char *key;
	struct str value; /* trimmed; lists are joined with ", " */
	unsigned line;
};

struct esxi_record {
	const char *title; /* as printed above an indented record; else "" */
	unsigned line;
	size_t outer; /* place of the record it stands in, from 1; 0: none. Its title is then the
			 outer's key. */
	struct esxi_field *fields;
	size_t nfields;
};

struct esxi_stray {
	struct str text;
	unsigned line;
	bool row; /* it stands among the rows of a table */
};

struct esxi_records {
	struct arena *arena; /* the caller's: owns all that is not a view of the text */
	struct esxi_record *v;
	size_t n;
	bool typed;          /* from a formatter */
	bool whole;          /* something of the form was there, be it an empty list */
	bool cut;            /* a table whose last columns are not there */
	const char *headings[32]; /* of the last table: its columns, as keys */
	size_t nheadings;
	struct esxi_stray *strays; /* lines that were not understood */
	size_t nstrays;
	char error[256];     /* why a formatter's text ends early; "" where it does not */
};

/* Never fails: what is not understood is a stray line. */
void esxi_records_parse(struct esxi_records *r, struct arena *a, const char *file, struct str text);

/* The value of a (squeezed) key; {NULL} where the record has none, empty where it is empty. */
struct str esxi_value(const struct esxi_record *r, const char *key);
bool esxi_has(const struct esxi_record *r, const char *key);

/* Does it hold a line of dashes, or the titles of a listing that is known? */
bool esxi_is_table(struct str text);
bool esxi_is_heading(struct str line);

/* Lower case letters and digits of a text, in the arena. */
const char *esxi_squeeze(struct arena *a, struct str text);

#endif
