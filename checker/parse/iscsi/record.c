/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The grammar of open-iscsi's files. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "parse/iscsi/iscsi.h"

/* open-iscsi reads lines into 2,048 bytes, values into 256. */
enum { LINE_MOST = 2047, VALUE_MOST = 255, WRITTEN_MOST = 200 };

struct reader {
	struct snapshot *s;
	unsigned host;
	const struct record_place *place;
	struct record *record;
	unsigned line;
	bool printed;
	bool torn; /* this is the rest of a line that was too long */
};

/* isspace() of the C locale: more than a blank and a tab. */
static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static struct str skip_space(struct str t)
{
	size_t n = 0;

	while (n < t.n && is_space(t.p[n]))
		n++;
	return str_from(t, n);
}

static struct str strip(struct str t)
{
	t = skip_space(t);
	while (t.n && is_space(t.p[t.n - 1]))
		t.n--;
	return t;
}

static bool has_nocase(struct str text, const char *part)
{
	size_t n = strlen(part);

	for (size_t i = 0; i + n <= text.n; i++)
		if (str_eq_nocase((struct str){ text.p + i, n }, part))
			return true;
	return false;
}

/* May this line, or what a key holds, be a secret? Rather too much than too little. */
static bool is_secret(struct str line)
{
	static const char *const hints[] = { "pass", "secret", "user", "chap", ".auth.", "pwd" };

	for (size_t i = 0; i < countof(hints); i++)
		if (has_nocase(line, hints[i]))
			return true;
	return false;
}

static struct text written(const struct reader *r, struct str line, struct str name)
{
	if (r->torn)
		return (struct text){ NULL };
	if (is_secret(line))
		return snapshot_textf(r->s, "%.*s = ********", STR_ARGS(str_upto(name, 64)));
	return snapshot_text(r->s, str_upto(line, WRITTEN_MOST));
}

static void problem(const struct reader *r, struct str line, struct str name, const char *what,
		    const char *taken_as)
{
	const struct record_key *key = record_key_find(name);
	struct iscsi_record row = {
		.row.origin = snapshot_at(r->s, r->place->file, r->line),
		.kind = snapshot_cstr(r->s, r->place->kind),
		.path = snapshot_cstr(r->s, r->place->path),
		.root = snapshot_cstr(r->s, r->place->root),
		.name = snapshot_cstr(r->s, r->place->name),
		.setting = snapshot_text(r->s, str_upto(name, 128)),
		.written = written(r, line, name),
		.taken_as = snapshot_cstr(r->s, taken_as),
		.problem = snapshot_cstr(r->s, what),
		.decides_path = tri(key && key->decides_path),
	};

	if (!r->printed)
		add_iscsi_record(r->s, r->host, &row);
}

/* The line has no effect; says what holds instead. */
static void ignored(const struct reader *r, struct str line, struct str name, const char *what,
		    const char *more)
{
	const struct record_key *key = record_key_find(name);
	struct str kept = key ? record_value(r->record, key->name) : STR("");
	char taken_as[320];

	if (!key || key->type == RECORD_SECRET)
		snprintf(taken_as, sizeof(taken_as), "ignored%s", more);
	else if (kept.n)
		snprintf(taken_as, sizeof(taken_as), "ignored: it is %.*s%s",
			 STR_ARGS(str_upto(kept, 64)), more);
	else
		snprintf(taken_as, sizeof(taken_as), "ignored: it is not set%s", more);
	problem(r, line, name, what, taken_as);
}

/* strtoul() and the C type behind it: what follows the digits is ignored, too much wraps. */
static struct str number_of(const struct reader *r, const struct record_key *key, struct str value)
{
	char text[32], *end, *to = r->record->number[record_key_index(key)];
	unsigned long v;

	snprintf(text, sizeof(text), "%.*s", STR_ARGS(str_upto(value, sizeof(text) - 1)));
	v = strtoul(text, &end, 10);
	if (key->size == 32)
		snprintf(to, sizeof(r->record->number[0]), "%d", (int)(int32_t)(uint32_t)v);
	else
		snprintf(to, sizeof(r->record->number[0]), "%u",
			 (unsigned)(v & ((1UL << key->size) - 1)));
	return str_of(to);
}

static bool has_digit(struct str value)
{
	value = skip_space(value);
	if (value.n && (value.p[0] == '-' || value.p[0] == '+'))
		value = str_from(value, 1);
	return value.n && value.p[0] >= '0' && value.p[0] <= '9';
}

static bool word_of(const struct record_key *key, struct str value)
{
	struct str words = str_of(key->words), word;

	while (str_word(&words, &word))
		if (str_same(word, value))
			return true;
	return false;
}

static bool has_comment(struct str value)
{
	size_t sharp = str_find(value, '#');

	return sharp > 0 && sharp < value.n && is_space(value.p[sharp - 1]);
}

/* An earlier line of the same key that said something else counts no more. */
static void note_duplicate(const struct reader *r, struct str line, const struct record_key *key,
			   struct str value)
{
	size_t i = record_key_index(key);
	char taken_as[64];

	if (!r->record->value[i].p || str_same(r->record->value[i], value) || r->printed)
		return;
	snprintf(taken_as, sizeof(taken_as), "this line counts, not line %u", r->record->line[i]);
	problem(r, line, str_of(key->name), "duplicate", taken_as);
}

static void keep(const struct reader *r, struct str line, const struct record_key *key,
		 struct str value)
{
	size_t i = record_key_index(key);

	note_duplicate(r, line, key, value);
	r->record->value[i] = value;
	r->record->line[i] = r->line;
}

static void take_number(const struct reader *r, struct str line, const struct record_key *key,
			struct str value)
{
	keep(r, line, key, number_of(r, key, value));
	if (!has_digit(value))
		problem(r, line, str_of(key->name), "bad-value", "0");
}

static void take_text(const struct reader *r, struct str line, const struct record_key *key,
		      struct str value)
{
	char taken[VALUE_MOST + 1];

	snprintf(taken, sizeof(taken), "%.*s", STR_ARGS(str_upto(value, key->size)));
	keep(r, line, key, value);
	if (str_eq(value, "<empty>"))
		problem(r, line, str_of(key->name), "empty-literal",
			"the name <empty>, not nothing");
	else if (has_comment(value))
		problem(r, line, str_of(key->name), "comment", taken);
	else if (value.n > key->size)
		problem(r, line, str_of(key->name), "too-long", taken);
}

static const char refused[] = "; iscsiadm's lists fail as long as it stands there";

static void take_value(const struct reader *r, struct str line, struct str name, struct str value)
{
	const struct record_key *key = record_key_find(name);

	if (!key) {
		if (!str_starts(name, "discovery.") && !str_starts(name, "isns.") &&
		    !str_starts(name, "iscsid."))
			ignored(r, line, name, "unknown-key", refused);
		return;
	}
	if (r->printed && str_eq(value, "<empty>"))
		return;
	switch (key->type) {
	case RECORD_TEXT: take_text(r, line, key, value); break;
	case RECORD_NUMBER: take_number(r, line, key, value); break;
	case RECORD_WORD:
		if (word_of(key, value))
			keep(r, line, key, value);
		else
			ignored(r, line, name, has_comment(value) ? "comment" : "bad-value",
				refused);
		break;
	case RECORD_SECRET:
	case RECORD_ANY: break;
	}
}

/*
 * The name ends at a blank or at '='; that one character is skipped, and only
 * then is '=' looked for.  So "a=b" has no separator, but "a==b" has.
 */
static void take_line(const struct reader *r, struct str line)
{
	size_t n = 0;
	struct str name, rest;

	while (n < line.n && !is_space(line.p[n]) && line.p[n] != '=')
		n++;
	name = str_upto(line, n);
	if (n == line.n) {
		ignored(r, line, name, "no-value", "");
		return;
	}
	rest = skip_space(str_from(line, n + 1));
	if (rest.n && rest.p[0] != '=') {
		ignored(r, line, name, "no-separator", "");
		return;
	}
	rest = skip_space(str_from(rest, 1));
	if (!rest.n)
		ignored(r, line, name, "no-value", "");
	else
		take_value(r, line, name, rest);
}

/* What one fgets() gives: at most 2,047 bytes, and what stands behind a NUL is lost. */
static void take_piece(struct reader *r, struct str piece, bool last)
{
	const char *nul = memchr(piece.p, 0, piece.n);
	struct str whole = nul ? (struct str){ piece.p, (size_t)(nul - piece.p) } : piece;
	bool ends = piece.p[piece.n - 1] == '\n';
	struct str line = strip(whole);
	bool blank = !line.n || line.p[0] == '#';

	if (!blank && ends && !nul)
		take_line(r, line);
	else if (!blank) {
		size_t n = 0;
		while (n < line.n && !is_space(line.p[n]) && line.p[n] != '=')
			n++;
		ignored(r, line, str_upto(line, n), last && !ends ? "no-newline" : "too-long", "");
	}
	r->torn = !ends;
	r->line += ends;
}

void record_read(struct snapshot *s, unsigned host, const struct record_place *place,
		 struct str text, bool printed, struct record *ret_record)
{
	struct reader r = { s, host, place, ret_record, place->before + 1, printed, false };

	memset(ret_record, 0, sizeof(*ret_record));
	while (text.n) {
		struct str piece = str_upto(text, LINE_MOST);
		size_t end = str_find(piece, '\n');
		if (end < piece.n)
			piece.n = end + 1;
		text = str_from(text, piece.n);
		take_piece(&r, piece, text.n == 0);
	}
}

struct str record_value(const struct record *r, const char *name)
{
	const struct record_key *key = record_key_find(str_of(name));
	struct str value = r->value[record_key_index(key)];

	if (!value.p)
		return key->initial ? str_of(key->initial) : STR("");
	return key->type == RECORD_TEXT ? str_upto(value, key->size) : value;
}

bool record_knows(const struct record *r, const char *name)
{
	return !r->partial || r->value[record_key_index(record_key_find(str_of(name)))].p;
}

struct num record_number(const struct record *r, const char *name)
{
	struct str value = record_value(r, name);
	int64_t n;

	if (!record_knows(r, name))
		return (struct num){ .known = false };
	return str_to_i64(value, &n) ? num(n) : num(0);
}

void record_add_file(struct snapshot *s, unsigned host, const struct record_place *place,
		     const char *state)
{
	struct iscsi_record row = {
		.row.origin = snapshot_at(s, place->file, 0),
		.kind = snapshot_cstr(s, place->kind),
		.path = snapshot_cstr(s, place->path),
		.root = snapshot_cstr(s, place->root),
		.name = snapshot_cstr(s, place->name),
		.state = snapshot_cstr(s, state),
	};

	add_iscsi_record(s, host, &row);
}
