/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "parse/esxi/reader.h"
#include "parse/esxi/row_words.h"

#include <stdio.h>
#include <string.h>

/* Outputs in a row that people paste are few and small; each is parsed anew. */
enum { MOST_IN_A_ROW = 1 << 20, MOST_OUTPUTS = 64 };

static const struct esxi_format *const formats[] = {
#define ESXI_FORMAT(name) &esxi_format_##name,
#include "parse/esxi/formats.def"
#undef ESXI_FORMAT
};

struct esxi_lines esxi_lines(const struct esxi_capture *c)
{
	return (struct esxi_lines){ .rest = c->text, .line = c->line - 1 };
}

bool esxi_next(struct esxi_lines *l)
{
	struct str line;

	if (!str_line(&l->rest, &line))
		return false;
	while (line.n && (line.p[line.n - 1] == ' ' || line.p[line.n - 1] == '\t' ||
			  line.p[line.n - 1] == '\r'))
		line.n--;
	l->text = esxi_bare_row(line);
	l->line++;
	return true;
}

struct origin esxi_at(struct esxi *x, const struct esxi_capture *c, unsigned line)
{
	const char *file = c->file;

	if (x->place)
		x->place(x->place_ctx, &file, &line);
	return snapshot_at(x->s, file, line);
}

static bool ends_value(char c, char quote, bool exact)
{
	if (quote)
		return c == quote;
	return exact ? c == ' ' || c == '\t' : false;
}

/* A file name keeps "_-N-vmotion--l": the value ends at the next "-x" or "--". */
static size_t value_end(struct str v, bool exact, char quote)
{
	for (size_t i = 0; i < v.n; i++) {
		if (ends_value(v.p[i], quote, exact))
			return i;
		if (!exact && i + 1 < v.n && (v.p[i] == '-' || v.p[i] == '_' || v.p[i] == ' ') &&
		    v.p[i + 1] == '-')
			return i;
	}
	return v.n;
}

static bool option_at(const struct esxi_capture *c, size_t at, struct str *ret_value)
{
	struct str v = str_from(c->args, at);
	char quote = 0;

	if (!v.n || (v.p[0] != ' ' && v.p[0] != '=' && v.p[0] != '-' && v.p[0] != '_'))
		return false;
	v = str_trim(str_from(v, 1));
	if (c->exact && v.n && (v.p[0] == '"' || v.p[0] == '\'')) {
		quote = v.p[0];
		v = str_from(v, 1);
	}
	*ret_value = str_upto(v, value_end(v, c->exact, quote));
	return ret_value->n > 0;
}

bool esxi_option(const struct esxi_capture *c, const char *letter, const char *word,
		 struct str *ret_value)
{
	const char *const names[] = { word, letter };

	for (size_t n = 0; n < countof(names); n++) {
		size_t length = strlen(names[n]);
		for (size_t i = 0; i + length <= c->args.n; i++) {
			bool begins = i == 0 || c->args.p[i - 1] == ' ' ||
				      c->args.p[i - 1] == '_' || c->args.p[i - 1] == '-';
			if (begins && memcmp(c->args.p + i, names[n], length) == 0 &&
			    option_at(c, i + length, ret_value))
				return true;
		}
	}
	return false;
}

/* A name squeezed, and where each of its characters stood. */
struct squeezed {
	char text[1024];
	unsigned short at[1024];
	size_t n;
};

static void squeeze(struct str name, struct squeezed *ret)
{
	ret->n = 0;
	for (size_t i = 0; i < name.n && i < UINT16_MAX && ret->n < sizeof(ret->text) - 1; i++) {
		char c = name.p[i];
		if (c >= 'A' && c <= 'Z')
			c = (char)(c + 32);
		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')))
			continue;
		ret->at[ret->n] = (unsigned short)i;
		ret->text[ret->n++] = c;
	}
	ret->text[ret->n] = '\0';
}

/* A file name's ending is no argument. */
static struct str without_ending(struct str args)
{
	static const char *const endings[] = { ".gz",  ".bz2", ".xz",  ".txt", ".json",
					       ".xml", ".csv", ".log", ".out" };

	for (size_t i = 0; i < countof(endings); i++)
		if (str_ends(args, endings[i]))
			args = str_upto(args, args.n - strlen(endings[i]));
	return args;
}

static const char *find_name(const char *squeezed, const char *name)
{
	if (*name == '=')
		return strcmp(squeezed, name + 1) == 0 ? squeezed : NULL;
	return strstr(squeezed, name);
}

const struct esxi_format *esxi_format_named(struct str name, struct str *ret_args)
{
	const struct esxi_format *best = NULL;
	struct squeezed s;
	size_t longest = 0;

	squeeze(name, &s);
	for (size_t i = 0; i < countof(formats); i++) {
		for (const char *const *n = formats[i]->names; n && *n; n++) {
			const char *found = find_name(s.text, *n);
			size_t length = strlen(*n) - (**n == '=');
			if (!found || length <= longest)
				continue;
			best = formats[i];
			longest = length;
			*ret_args = without_ending(
				str_from(name, s.at[(size_t)(found - s.text) + length - 1] + 1U));
		}
	}
	return best;
}

/* What the shell or esxcli says instead of an output. */
static bool is_error(struct str line)
{
	static const char *const begins[] = { "Unknown command or namespace",
					      "Connect to localhost failed",
					      "Error: ",
					      "Error:",
					      "Errors:",
					      "Usage:",
					      "usage:",
					      "Unable to ",
					      "Failed to ",
					      "Could not ",
					      "Cannot ",
					      "Invalid ",
					      "-sh: ",
					      "sh: ",
					      "-ash: ",
					      "ash: ",
					      "Permission denied",
					      "Runtime error",
					      "Connection failed",
					      "Sysinfo error" };

	for (size_t i = 0; i < countof(begins); i++)
		if (str_starts(line, begins[i]))
			return true;
	return str_ends(line, ": not found") || str_ends(line, "command not found");
}

static struct str first_line(struct str text)
{
	struct str line = STR("");

	while (str_line(&text, &line))
		if (str_trim(line).n)
			return str_trim(line);
	return STR("");
}

/* "Errors:" has its reason in the next line. */
static struct str error_words(struct str text, struct str first)
{
	struct str rest = str_from(text, (size_t)(first.p - text.p) + first.n),
		   next = first_line(rest);

	return str_ends(first, ":") && next.n ? next : first;
}

static void failed(struct esxi *x, const struct esxi_format *f, const struct esxi_capture *c,
		   struct str why)
{
	char words[200];

	snprintf(words, sizeof(words), "%.*s", STR_ARGS(why));
	for (unsigned i = 0; i < ESXI_PART_COUNT; i++)
		if (f->parts >> i & 1)
			esxi_failed(x, (enum esxi_part)i, words);
	esxi_note(x, esxi_at(x, c, c->line), why, "in place of an output");
}

static bool suits(const struct esxi_format *f, const struct esxi_record *r)
{
	/* One word is in many a record of others; an output that has no more is one of that word. */
	if (!f->keys || (!f->keys[1] && r->nfields > 1))
		return false;
	for (const char *const *k = f->keys; *k; k++)
		if (!esxi_has(r, *k))
			return false;
	for (const char *const *k = f->never; k && *k; k++)
		if (esxi_has(r, *k))
			return false;
	return true;
}

/* A record with all columns of the table, without values. */
static struct esxi_record heading_of(const struct esxi_records *r)
{
	struct esxi_record heading = { .title = "", .nfields = r->nheadings };

	heading.fields = arena_array(r->arena, r->nheadings + 1, sizeof(*heading.fields));
	for (size_t i = 0; i < r->nheadings; i++)
		heading.fields[i].key = r->headings[i];
	return heading;
}

/* Of several formats that fit, the one that asks most. */
static const struct esxi_format *format_of(const struct esxi_record *r)
{
	const struct esxi_format *best = NULL;
	size_t most = 0;

	for (size_t k = 0; r->nfields && k < countof(formats); k++) {
		size_t n = 0;
		if (!suits(formats[k], r))
			continue;
		while (formats[k]->keys[n])
			n++;
		if (n > most)
			best = formats[k];
		most = n > most ? n : most;
	}
	return best;
}

static const struct esxi_format *by_keys(const struct esxi_records *r)
{
	struct esxi_record heading = heading_of(r);

	for (size_t i = 0; i < r->n; i++)
		if (r->v[i].nfields)
			return format_of(&r->v[i]);
	return r->nstrays ? format_of(&heading) : NULL;
}

/* Half of what each output has is enough where a command names it: copies leave lines out. */
static bool half_suits(const struct esxi_format *f, const struct esxi_record *r)
{
	size_t has = 0, n = 0;

	for (; f->keys[n]; n++)
		has += esxi_has(r, f->keys[n]);
	return has * 2 >= n;
}

static bool is_of(const struct esxi_format *f, const struct esxi_records *r)
{
	struct esxi_record heading = heading_of(r);

	if (!f->keys || r->typed || half_suits(f, &heading))
		return true;
	for (size_t i = 0; i < r->n; i++)
		if (half_suits(f, &r->v[i]))
			return true;
	return false;
}

/* Line of the first record that is none of this format: another output's; 0: there is none. */
static unsigned other_begins(const struct esxi_records *r)
{
	const struct esxi_format *first = by_keys(r), *f;

	for (size_t i = 0; !r->typed && i < r->n; i++) {
		if (r->v[i].outer || !r->v[i].nfields)
			continue;
		f = format_of(&r->v[i]);
		if (f ? f != first : first && first->keys && !half_suits(first, &r->v[i]))
			return r->v[i].line;
	}
	return 0;
}

static struct str after_lines(struct str text, unsigned n)
{
	struct str line;

	while (n-- && str_line(&text, &line))
		;
	return text;
}

/* In a table a stray may be a row; among records it is prose, or a title without indentation. */
static void note_strays(struct esxi *x, const struct esxi_format *f, const struct esxi_capture *c,
			const struct esxi_records *r, bool named)
{
	bool table = !r->typed && r->nstrays && esxi_is_table(c->text);

	for (size_t i = 0; i < r->nstrays; i++) {
		struct origin origin = esxi_at(x, c, r->strays[i].line + c->line - 1);
		if (table && r->strays[i].row)
			esxi_damaged(x, f->parts);
		else if (table)
			esxi_lost_row(x, f->parts, r->strays[i].text);
		if (named || r->strays[i].row)
			esxi_note(x, origin, r->strays[i].text, "not understood in this output");
	}
}

/* It was there, and not in a form that can be read, or no more than a piece of it. */
static void unreadable(struct esxi *x, const struct esxi_format *f, const struct esxi_capture *c)
{
	char words[300];

	snprintf(words, sizeof(words), "an output of %s was there (%s:%u), and could not be read",
		 f->name, c->file ? c->file : "", c->line);
	esxi_partly(x, f->parts, words);
}

static bool read_records(struct esxi *x, const struct esxi_format *f, const struct esxi_capture *c,
			 unsigned *ret_other)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	struct esxi_records r;
	bool named = f;

	esxi_records_parse(&r, a, c->file, c->text);
	*ret_other = named || c->text.n > MOST_IN_A_ROW ? 0 : other_begins(&r);
	if (*ret_other > 1) {
		struct str rest = after_lines(c->text, *ret_other - 1);
		esxi_records_parse(&r, a, c->file, str_upto(c->text, (size_t)(rest.p - c->text.p)));
	}
	for (size_t i = 0; i < r.n; i++) {
		r.v[i].line += c->line - 1;
		for (size_t k = 0; k < r.v[i].nfields; k++)
			r.v[i].fields[k].line += c->line - 1;
	}
	if (!f)
		f = by_keys(&r);
	if (!f || (!named && !r.whole && !r.n && r.error[0] == '\0'))
		return false;
	note_strays(x, f, c, &r, named);
	if (r.cut)
		esxi_damaged(x, f->parts);
	if (!is_of(f, &r)) {
		r.whole = false;
		unreadable(x, f, c);
	}
	if (r.error[0]) {
		esxi_note(x, esxi_at(x, c, c->line), str_of(f->name), r.error);
		failed(x, f, c, str_of(r.error));
	}
	f->take(x, c, &r);
	return true;
}

/* Records of several outputs that stand in a row are read one output after the other. */
static bool read_all_records(struct esxi *x, const struct esxi_format *f,
			     const struct esxi_capture *c)
{
	struct esxi_capture rest = *c;
	unsigned other = 0, outputs = 0;
	bool any = false;

	do {
		any |= read_records(x, f, &rest, &other);
		if (other > 1) {
			rest.text = after_lines(rest.text, other - 1);
			rest.line += other - 1;
		}
	} while (other > 1 && ++outputs < MOST_OUTPUTS);
	return any;
}

/* A listing of esxcfg-* that is none leaves all its parts open. */
static void read_listing(struct esxi *x, const struct esxi_format *f, const struct esxi_capture *c)
{
	bool known = false;

	f->read(x, c);
	for (unsigned i = 0; i < ESXI_PART_COUNT; i++)
		known |= (f->parts >> i & 1) && esxi_was_read(x, (enum esxi_part)i);
	if (f->parts && !known)
		unreadable(x, f, c);
}

static bool read_known(struct esxi *x, const struct esxi_format *f, const struct esxi_capture *c)
{
	if (!f || f->take)
		return read_all_records(x, f, c);
	read_listing(x, f, c);
	return true;
}

/* Rows of a table say the same without the others; records whose lines were picked do not. */
static bool read_part(struct esxi *x, const struct esxi_format *f, const struct esxi_capture *c)
{
	struct arena *a = merge_arena(x->merge);
	const char *command = arena_printf(a, "%s%.*s", f->name, STR_ARGS(str_upto(c->args, 200)));
	const char *why = arena_printf(a, "only a part of the list was asked for: %s", command);
	bool any = true;

	esxi_shows_part(x, why);
	if (!esxi_is_piped(c) || esxi_is_table(c->text))
		any = read_known(x, f, c);
	else
		esxi_note(x, esxi_at(x, c, c->line), str_of(command),
			  "only a part of the output: it is not read");
	esxi_partly(x, f->parts, why);
	esxi_shows_part(x, NULL);
	return any;
}

bool esxi_read_capture(struct esxi *x, const struct esxi_format *f, const struct esxi_capture *c)
{
	struct str first = first_line(c->text);

	if (!first.n && f && c->may_be_empty && f->take && !esxi_asks_for_part(f, c)) {
		struct esxi_records none = { .n = 0, .whole = true };
		f->take(x, c, &none);
		return true;
	}
	if (!first.n || is_error(first)) {
		if (f)
			failed(x, f, c,
			       first.n ? error_words(c->text, first) : STR("its output is empty"));
		return f;
	}
	for (size_t i = 0; !f && i < countof(formats); i++)
		if (formats[i]->looks && formats[i]->looks(c->text))
			f = formats[i];
	if (f && esxi_asks_for_part(f, c))
		return read_part(x, f, c);
	return read_known(x, f, c);
}

bool esxi_looks(struct str text)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	struct esxi_records r;

	text = str_upto(text, 1 << 14);
	for (size_t i = 0; i < countof(formats); i++)
		if (formats[i]->looks && formats[i]->looks(text))
			return true;
	esxi_records_parse(&r, a, "", text);
	return by_keys(&r);
}
