/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proof/grammar.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/ip.h"
#include "base/options.h"
#include "proof/effect.h"

enum { FILE_MOST = 256 * 1024 };

struct grammar {
	struct words *forms; /* each as its tokens; [ and ] are tokens of their own */
	size_t n;
};

static bool is_number(struct str s)
{
	uint64_t n;

	return str_to_u64(s, &n);
}

static bool is_ip(struct str s)
{
	struct ip ip;

	return ip_parse(s, &ip);
}

static bool is_ip4(struct str s)
{
	return is_ip(s) && str_find(s, ':') == s.n;
}

static bool is_prefix(struct str s)
{
	size_t slash = str_find(s, '/');

	return str_eq(s, "default") ||
	       (is_ip(str_upto(s, slash)) && (slash == s.n || is_number(str_from(s, slash + 1))));
}

/* ADDRESS:PORT[,TAG], an IPv6 address in brackets; or a name. */
static bool is_portal(struct str s)
{
	struct str host = s;

	host.n = str_find(host, ',');
	if (str_starts(host, "[")) {
		size_t close = str_find(host, ']');
		return is_ip(str_upto(str_from(host, 1), close - 1)) &&
		       (close + 1 == host.n || is_number(str_from(host, close + 2)));
	}
	return str_find(host, ':') + 1 < host.n && is_number(str_from(host, str_find(host, ':') + 1));
}

/* The name with a number behind it. */
static bool is_numbered(struct str s, const char *name)
{
	return str_starts(s, name) && is_number(str_from(s, strlen(name)));
}

static bool is_vmk(struct str s)
{
	return is_numbered(s, "vmk") || is_numbered(s, "vswif");
}

static bool is_adapter(struct str s)
{
	return is_numbered(s, "vmhba");
}

static bool is_nic(struct str s)
{
	return is_numbered(s, "vmnic");
}

static bool is_nics(struct str s)
{
	struct str nic;

	while (s.n && str_split(&s, ',', &nic))
		if (!is_nic(nic))
			return false;
	return true;
}

static bool is_dev(struct str s)
{
	return s.n && s.n < 16 && s.p[0] != '-' && str_find(s, '/') == s.n && str_find(s, ' ') == s.n;
}

static bool is_file(struct str s)
{
	return s.n > 1 && s.p[0] == '/';
}

static bool is_setting(struct str s)
{
	size_t equal = str_find(s, '=');

	return equal && equal + 1 < s.n && (str_starts(s, "net.") || str_starts(s, "net/"));
}

static bool is_name(struct str s)
{
	return s.n && s.p[0] != '-';
}

static bool is_text(struct str s)
{
	(void)s;
	return true;
}

static const struct {
	const char *name;
	bool (*is)(struct str s);
} types[] = {
	{ "ADAPTER", is_adapter }, { "DEV", is_dev },	    { "FILE", is_file },
	{ "IP", is_ip },	   { "IP4", is_ip4 },	    { "NAME", is_name },
	{ "NIC", is_nic },	   { "NICS", is_nics },	    { "NUMBER", is_number },
	{ "PORTAL", is_portal },   { "PREFIX", is_prefix }, { "SETTING", is_setting },
	{ "TEXT", is_text },	   { "VMK", is_vmk },
};

static bool is_type(const char *token)
{
	for (size_t i = 0; i < countof(types); i++)
		if (same(types[i].name, token))
			return true;
	return false;
}

static bool fits(const char *token, const char *word)
{
	for (size_t i = 0; i < countof(types); i++)
		if (same(types[i].name, token))
			return types[i].is(str_of(word));
	return same(token, word);
}

/* A command that is held against a form. */
struct match {
	struct words form, words;
	bool *used; /* words that an option took */
};

static bool is_option(const char *token)
{
	return token[0] == '-' && token[1];
}

static const char *token_at(const struct match *m, size_t t)
{
	return t < m->form.n ? m->form.v[t] : "";
}

/* An option of the form, in the words; true where it is there as it has to be, or not at all. */
static bool take_option(struct match *m, size_t t, bool wanted)
{
	bool value = is_type(token_at(m, t + 1));

	for (size_t i = 0; i < m->words.n; i++) {
		if (m->used[i] || !same(m->words.v[i], m->form.v[t]))
			continue;
		if (value && (i + 1 >= m->words.n || !fits(m->form.v[t + 1], m->words.v[i + 1])))
			return false;
		m->used[i] = true;
		m->used[i + value] = true;
		return true;
	}
	return !wanted;
}

static bool take_options(struct match *m)
{
	size_t depth = 0;

	for (size_t t = 0; t < m->form.n; t++) {
		depth += same(m->form.v[t], "[");
		depth -= same(m->form.v[t], "]");
		if (is_option(m->form.v[t]) && !take_option(m, t, !depth))
			return false;
	}
	return true;
}

static size_t behind_group(const struct match *m, size_t t)
{
	size_t depth = 0;

	do {
		depth += same(m->form.v[t], "[");
		depth -= same(m->form.v[t++], "]");
	} while (depth && t < m->form.n);
	return t;
}

/* The rest of the form against the rest of the words, without options and what belongs to them. */
static bool take_words(const struct match *m, size_t t, size_t i)
{
	while (i < m->words.n && m->used[i])
		i++;
	if (t >= m->form.n)
		return i == m->words.n;
	if (same(m->form.v[t], "]"))
		return take_words(m, t + 1, i);
	if (same(m->form.v[t], "["))
		return take_words(m, t + 1, i) || take_words(m, behind_group(m, t), i);
	if (is_option(m->form.v[t]))
		return take_words(m, t + 1 + is_type(token_at(m, t + 1)), i);
	if (i == m->words.n || !fits(m->form.v[t], m->words.v[i]))
		return false;
	if (same(token_at(m, t + 1), "..."))
		return take_words(m, t, i + 1) || take_words(m, t + 2, i + 1);
	return take_words(m, t + 1, i + 1);
}

static bool matches(struct arena *a, struct words form, struct words words)
{
	struct match m = { form, words, arena_array(a, words.n + 1, sizeof(bool)) };

	return take_options(&m) && take_words(&m, 0, 0);
}

/* What a shell would do more with than run a command. */
static const char *wrong_mark(const char *line)
{
	char quote = 0;

	for (const char *c = line; *c; c++) {
		if (quote ? *c == quote : *c == '\'' || *c == '"')
			quote = quote ? 0 : *c;
		else if (!quote && strchr(";|<`$(){}", *c))
			return "a line is one command, or several with && between";
		else if (!quote && *c == '>' && c[1] == '>')
			return "a second paste would append the same again";
	}
	return quote ? "a quote is not closed" : NULL;
}

/* Where the output goes is no part of the form. */
static struct words without_output(struct words words)
{
	size_t n = words.n;

	if (n && words.v[n - 1][0] == '>' && words.v[n - 1][1])
		words.n--;
	return words;
}

static const char *wrong_command(const struct grammar *g, struct arena *a, struct str command)
{
	const struct words words = without_output(effect_words(a, command));

	for (size_t i = 0; i < g->n; i++)
		if (matches(a, g->forms[i], words))
			return NULL;
	return arena_printf(a, "no such command: %.*s", STR_ARGS(command));
}

const char *grammar_wrong(const struct grammar *g, struct arena *a, const char *line)
{
	const char *wrong = wrong_mark(line), *and;

	for (; !wrong && (and = strstr(line, " && ")); line = and + 4)
		wrong = wrong_command(g, a, (struct str){ line, (size_t)(and - line) });
	return wrong ? wrong : wrong_command(g, a, str_of(line));
}

static struct words tokens_of(struct arena *a, struct str line)
{
	struct words tokens = { NULL, 0 };
	struct str token;

	while (str_word(&line, &token)) {
		size_t closing = 0;
		bool again;
		for (; str_starts(token, "["); token = str_from(token, 1))
			words_add(&tokens, "[", a);
		for (; str_ends(token, "]"); token.n--)
			closing++;
		again = str_ends(token, "...");
		token.n -= again ? strlen("...") : 0;
		words_add(&tokens, arena_str(a, token), a);
		if (again)
			words_add(&tokens, "...", a);
		while (closing--)
			words_add(&tokens, "]", a);
	}
	return tokens;
}

struct grammar *grammar_read(struct arena *a, const char *file, struct err *err)
{
	struct grammar *g = arena_alloc(a, sizeof(*g));
	struct str rest, line;
	size_t length;
	char *text;

	if (file_read(file, FILE_MOST, &text, &length, err) < 0)
		return NULL;
	for (rest = (struct str){ text, length }; str_line(&rest, &line);) {
		if (!line.n || str_starts(line, "#"))
			continue;
		g->forms = arena_grow(a, g->forms, g->n, sizeof(*g->forms));
		g->forms[g->n++] = tokens_of(a, line);
	}
	free(text);
	return g;
}
