/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proof/words.h"

#include <stdlib.h>

#include "base/options.h"
#include "base/regex.h"
#include "rule/template.h"

/* What no text ends with, nor stands before a stop, unless a value is missing. */
#define ENDING "(?:by|through|of|from|via|than|the)"
#define COUNTED \
	"(?:target|interface|record|session|portal|address|path|uplink|member|host|route|" \
	"subnet|binding|NIC|minute|second|byte)"

static const struct {
	const char *what, *pattern;
} patterns[] = {
	{ "a hole", "  | [,;]|\\(\\)|\\( | \\)| \\.(?: |$)|,,|''|^[ ,;:]| $|\\b" ENDING "[,;)]|\\b" ENDING
		    "\\.?$|\\b(?:and|or)[.;)]?$" },
	{ "a plural", "(?:^|[ (])1 " COUNTED "(?:s|es)\\b|"
		      "(?:^|[ (])(?:0|[2-9]|[0-9]{2,}) " COUNTED "\\b(?![-:]| [a-z]+s\\b)" },
	{ "quotes of a shell", "(?:^|[ (])'[^'' \n]*'" },
	{ "a word", "\\b(?:stands? (?:for|beside)|be it\\b|leaves? by\\b|bears?\\b|mends?\\b|mended|"
		    "of that name|in the order of start-?up|none of\\b|tells\\b|asks nobody|"
		    "is sound so|for ever|is not told|logs in (?:never|nowhere)|take[sn]? part in nothing|"
		    "whatever it|be they)" },
};

/* Names of the kernel and of open-iscsi, which are columns too. */
static const char *const real[] = {
	"ad_select",	   "arp_announce",   "arp_filter",    "arp_ignore",   "arp_interval",
	"arp_validate",    "fail_over_mac",  "fib_multipath_hash_policy",     "lacp_active",
	"lacp_rate",	   "min_links",	     "net_ifacename", "nr_sessions",  "ping_size",
	"rp_filter",	   "storage_mtu",    "vlan_filtering", "accept_ra",   "send_targets",
	"leading_login",   "replacement_timeout",
};

struct word_check {
	struct regex *regexes[countof(patterns)], *name;
	const struct words *names;
};

static struct regex *compile(const char *pattern)
{
	struct err err;

	return regex_new(str_of(pattern), &err);
}

struct word_check *words_new(struct arena *a, const struct words *names)
{
	struct word_check *c = arena_alloc(a, sizeof(*c));

	for (size_t i = 0; i < countof(patterns); i++)
		c->regexes[i] = compile(patterns[i].pattern);
	c->name = compile("(?<![A-Za-z0-9_./:-])([a-z][a-z0-9]*(?:_[a-z0-9]+)+)(?![A-Za-z0-9_./:-])");
	c->names = names;
	return c;
}

void words_free(struct word_check *c)
{
	for (size_t i = 0; c && i < countof(patterns); i++)
		regex_free(c->regexes[i]);
	if (c)
		regex_free(c->name);
}

void words_freep(struct word_check **c)
{
	words_free(*c);
}

static bool is_among(const char *const *list, size_t n, struct str word)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(word, list[i]))
			return true;
	return false;
}

static const char *wrong_name(struct word_check *c, struct arena *a, const char *text)
{
	struct str rest = str_of(text), groups[2];
	struct err err;

	while (regex_match(c->name, rest, groups, 2, &err) == 1) {
		if (is_among(c->names->v, c->names->n, groups[1]) &&
		    !is_among(real, countof(real), groups[1]))
			return arena_printf(a, "a column: '%.*s'", STR_ARGS(groups[1]));
		rest = str_from(rest, (size_t)(groups[0].p - rest.p) + groups[0].n);
	}
	return NULL;
}

const char *words_wrong(struct word_check *c, struct arena *a, const char *text)
{
	struct str match;
	struct err err;

	for (size_t i = 0; i < countof(patterns); i++)
		if (regex_match(c->regexes[i], str_of(text), &match, 1, &err) == 1)
			return arena_printf(a, "%s: '%.*s'", patterns[i].what, STR_ARGS(match));
	return wrong_name(c, a, text);
}

/* Names of programs have no capitals. */
static bool is_program(struct str word)
{
	return str_has(word, "-") || str_has(word, "_") || str_starts(word, "iscsi");
}

static bool is_capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

const char *words_wrong_why(struct word_check *c, struct arena *a, const char *text)
{
	struct str trimmed = str_trim(str_of(text)), end = str_from(trimmed, trimmed.n - 1);
	struct str rest = trimmed, first = { NULL, 0 };
	char *line = arena_str(a, trimmed);

	str_word(&rest, &first);
	if (!first.n || !(is_capital(*first.p) || is_program(first)))
		return "it begins without a capital letter";
	if (!str_eq(end, "."))
		return "it does not end with a full stop";
	for (char *at = line; *at; at++)
		if (*at == '\n')
			*at = ' ';
	return words_wrong(c, a, line);
}

const char *words_plain(struct arena *a, const char *text)
{
	struct str rest = str_of(text), before, name;
	const char *plain = "";

	while (template_next(&rest, &before, &name))
		plain = arena_printf(a, "%s%.*s%s", plain, STR_ARGS(before), name.n ? "X" : "");
	return plain;
}
