/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/options.h"

#include <string.h>

#include "base/typo.h"
#include "base/utf8.h"

enum { HELP_WIDTH = 80, HELP_COLUMN = 26 };

struct parse {
	const struct options *options;
	struct arena *arena;
	int argc, at; /* at: the word that is read next */
	char *const *argv;
};

void words_add(struct words *list, const char *word, struct arena *a)
{
	const char **v = arena_grow(a, (void *)list->v, list->n, sizeof(*v));

	v[list->n++] = word;
	list->v = v;
}

#define for_each_option(opt, o) \
	for (const struct option_group *g = (o)->groups; g < (o)->groups + (o)->ngroups; g++) \
		for (const struct option *opt = g->options; opt < g->options + g->n; opt++)

static bool takes_value(const struct option *opt)
{
	return opt->type != OPTION_FLAG && opt->type != OPTION_COUNT;
}

static int check_choice(const struct option *opt, const char *word, struct err *err)
{
	size_t n = 0;

	if (!opt->choices)
		return 0;
	while (opt->choices[n])
		n++;
	return typo_find(err, opt->name, word, opt->choices, n) < 0 ? -1 : 0;
}

static int add_commas(const struct parse *p, const struct option *opt, const char *value,
		      struct err *err)
{
	struct str rest = str_of(value), piece;

	while (str_split(&rest, ',', &piece)) {
		const char *word = arena_str(p->arena, str_trim(piece));
		if (!*word)
			return err_set(err, "option --%s: an empty word in '%s'", opt->name,
			               text_shown(str_of(value)).s);
		if (check_choice(opt, word, err) < 0)
			return -1;
		words_add(opt->value.list, word, p->arena);
	}
	return 0;
}

static int set_number(const struct option *opt, const char *value, struct err *err)
{
	int64_t v;

	if (!str_to_i64(str_of(value), &v) || v < opt->least || v > opt->most)
		return err_set(err, "option --%s: '%s' is not a number from %lld to %lld",
			       opt->name, text_shown(str_of(value)).s, (long long)opt->least,
			       (long long)opt->most);
	*opt->value.number = v;
	return 0;
}

static int set_value(const struct parse *p, const struct option *opt, const char *value,
		     struct err *err)
{
	switch (opt->type) {
	case OPTION_FLAG:
		*opt->value.flag = true;
		return 0;
	case OPTION_COUNT:
		++*opt->value.count;
		return 0;
	case OPTION_STRING:
		if (check_choice(opt, value, err) < 0)
			return -1;
		*opt->value.string = value;
		return 0;
	case OPTION_LIST:
		if (check_choice(opt, value, err) < 0)
			return -1;
		words_add(opt->value.list, value, p->arena);
		return 0;
	case OPTION_COMMAS:
		return add_commas(p, opt, value, err);
	case OPTION_INT:
		return set_number(opt, value, err);
	}
	return 0;
}

/* The value that the option's own word did not hold: the next word. */
static int set_from_next(struct parse *p, const struct option *opt, const char *shown,
			 struct err *err)
{
	if (p->at == p->argc)
		return err_set(err, "option %s needs a value: %s", shown, opt->metavar);
	return set_value(p, opt, p->argv[p->at++], err);
}

static int unknown_long(const struct parse *p, const char *word, struct err *err)
{
	struct words right = { NULL, 0 };
	const char *name = arena_str(p->arena, str_upto(str_of(word), str_find(str_of(word), '=')));

	for_each_option(opt, p->options)
		words_add(&right, arena_printf(p->arena, "--%s", opt->name), p->arena);
	return typo_error(err, "option", name, right.v, right.n);
}

static int parse_long(struct parse *p, const char *word, struct err *err)
{
	struct str name = str_of(word + 2);
	size_t equals = str_find(name, '=');
	const char *value = equals < name.n ? name.p + equals + 1 : NULL;

	name = str_upto(name, equals);
	for_each_option(opt, p->options) {
		if (!str_eq(name, opt->name))
			continue;
		if (value && !takes_value(opt))
			return err_set(err, "option --%s takes no value", opt->name);
		if (value || !takes_value(opt))
			return set_value(p, opt, value, err);
		return set_from_next(p, opt, arena_printf(p->arena, "--%s", opt->name), err);
	}
	return unknown_long(p, word, err);
}

static const struct option *by_letter(const struct options *o, char letter)
{
	for_each_option(opt, o)
		if (opt->letter == letter)
			return opt;
	return NULL;
}

static int unknown_letter(const struct parse *p, const char *at, struct err *err)
{
	struct words right = { NULL, 0 };
	uint32_t code;
	unsigned n = utf8_decode(str_of(at), &code);
	struct text_shown shown = text_shown(str_upto(str_of(at), n ? n : 1));

	for_each_option(opt, p->options)
		if (opt->letter)
			words_add(&right, arena_printf(p->arena, "-%c", opt->letter), p->arena);
	err_set(err, "unknown option '-%s'", shown.s);
	for (size_t i = 0; i < right.n; i++) {
		size_t used = strlen(err->text);
		snprintf(err->text + used, sizeof(err->text) - used, "%s%s%s", i ? ", " : " (",
			 right.v[i], i + 1 == right.n ? ")" : "");
	}
	return -1;
}

static int parse_letters(struct parse *p, const char *word, struct err *err)
{
	for (const char *at = word + 1; *at; at++) {
		const struct option *opt = by_letter(p->options, *at);

		if (!opt)
			return unknown_letter(p, at, err);
		if (takes_value(opt) && at[1])
			return set_value(p, opt, at + 1, err);
		if (takes_value(opt))
			return set_from_next(p, opt, arena_printf(p->arena, "-%c", *at), err);
		if (set_value(p, opt, NULL, err) < 0)
			return -1;
	}
	return 0;
}

int options_parse(const struct options *o, int argc, char *const *argv, struct arena *a,
                  struct words *ret_arguments, struct err *err)
{
	struct words arguments = { NULL, 0 };
	struct parse p = { .options = o, .arena = a, .argc = argc, .argv = argv };
	bool options_over = false;

	while (p.at < argc) {
		const char *word = argv[p.at++];
		int status = 0;

		if (options_over || word[0] != '-' || !word[1])
			words_add(&arguments, word, a);
		else if (same(word, "--"))
			options_over = true;
		else if (word[1] == '-')
			status = parse_long(&p, word, err);
		else
			status = parse_letters(&p, word, err);
		if (status < 0)
			return -1;
	}
	*ret_arguments = arguments;
	return 0;
}

static void newline(FILE *out, unsigned indent)
{
	fprintf(out, "\n%*s", (int)indent, "");
}

void options_wrap(FILE *out, const char *text, unsigned column, unsigned indent)
{
	struct str rest = str_of(text), word;
	bool first = true;

	while (str_word(&rest, &word)) {
		unsigned width = (unsigned)text_visible_width(word);
		if (!first && column + 1 + width > HELP_WIDTH) {
			newline(out, indent);
			column = indent;
		} else if (!first) {
			fputc(' ', out);
			column++;
		}
		fprintf(out, "%.*s", STR_ARGS(word));
		column += width;
		first = false;
	}
	fputc('\n', out);
}

static void help_option(FILE *out, const struct option *opt)
{
	int n = opt->letter ? fprintf(out, "  -%c, --%s", opt->letter, opt->name)
			    : fprintf(out, "      --%s", opt->name);
	unsigned column = n < 0 ? 0 : (unsigned)n;

	if (takes_value(opt)) {
		fprintf(out, " %s", opt->metavar);
		column += 1 + (unsigned)text_visible_width(str_of(opt->metavar));
	}
	if (column + 2 > HELP_COLUMN)
		newline(out, HELP_COLUMN);
	else
		fprintf(out, "%*s", (int)(HELP_COLUMN - column), "");
	options_wrap(out, opt->help, HELP_COLUMN, HELP_COLUMN);
}

void options_help(FILE *out, const struct options *o)
{
	fprintf(out, "Usage: %s [OPTION...]%s%s\n", o->command, o->arguments ? " " : "",
	        o->arguments ? o->arguments : "");
	if (o->summary) {
		fputc('\n', out);
		options_wrap(out, o->summary, 0, 0);
	}
	for (size_t i = 0; i < o->ngroups; i++) {
		fprintf(out, "\n%s:\n", o->groups[i].title);
		for (size_t j = 0; j < o->groups[i].n; j++)
			help_option(out, &o->groups[i].options[j]);
	}
}
