/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "parse/esxi_format.h"

#include <stdlib.h>
#include <string.h>

static const struct esxi_format *const formats[] = {
#define ESXI_FORMAT(name) &esxi_format_##name,
#include "parse/esxi_formats.def"
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
	while (line.n && (line.p[line.n - 1] == ' ' || line.p[line.n - 1] == '\t' || line.p[line.n - 1] == '\r'))
		line.n--;
	l->text = line;
	l->line++;
	return true;
}

struct origin esxi_at(struct esxi *x, const struct esxi_capture *c, unsigned line)
{
	return snapshot_at(x->s, c->file, line);
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
		if (!exact && i + 1 < v.n && (v.p[i] == '-' || v.p[i] == '_' || v.p[i] == ' ') && v.p[i + 1] == '-')
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

bool esxi_option(const struct esxi_capture *c, const char *letter, const char *word, struct str *ret_value)
{
	const char *const names[] = { word, letter };

	for (size_t n = 0; n < countof(names); n++) {
		size_t length = strlen(names[n]);
		for (size_t i = 0; i + length <= c->args.n; i++) {
			bool begins = i == 0 || c->args.p[i - 1] == ' ' || c->args.p[i - 1] == '_' ||
				      c->args.p[i - 1] == '-';
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
	static const char *const endings[] = { ".gz", ".bz2", ".xz", ".txt", ".json", ".xml", ".csv", ".log", ".out" };

	for (size_t i = 0; i < countof(endings); i++)
		if (str_ends(args, endings[i]))
			args = str_upto(args, args.n - strlen(endings[i]));
	return args;
}

const struct esxi_format *esxi_format_named(struct str name, struct str *ret_args)
{
	const struct esxi_format *best = NULL;
	struct squeezed s;
	size_t longest = 0;

	squeeze(name, &s);
	for (size_t i = 0; i < countof(formats); i++) {
		for (const char *const *n = formats[i]->names; n && *n; n++) {
			const char *found = strstr(s.text, *n);
			size_t length = strlen(*n);
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
