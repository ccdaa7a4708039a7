/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/asked.h"

#include <string.h>

#include "base/ip.h"

enum { WORDS_MOST = 40, COMMAND_MOST = 1000 };

struct command {
	struct arena *arena;
	struct str word[WORDS_MOST];
	size_t n;
	bool typed;
};

static struct str last_step(struct str path)
{
	size_t n = path.n;

	while (n && path.p[n - 1] != '/')
		n--;
	return str_from(path, n);
}

static struct str without_ending(struct str name)
{
	static const char *const endings[] = { ".txt", ".json", ".log", ".out", ".md" };

	for (size_t i = 0; i < countof(endings); i++)
		if (str_ends(name, endings[i]))
			return str_upto(name, name.n - strlen(endings[i]));
	return name;
}

/* "ip-6-route" and "ip-j-addr": a dash between words that begins no option. */
static bool dash_parts(struct str name)
{
	return str_starts(name, "ip-") && str_find(name, ' ') == name.n &&
	       str_find(name, '_') == name.n;
}

/* A file's name has blanks as '_', and its ending is no word. */
static char *spaced(struct arena *a, struct str name)
{
	struct str base = without_ending(str_upto(last_step(name), COMMAND_MOST));
	char *text = arena_strdup(a, arena_str(a, base));
	bool dashes = dash_parts(base);

	for (char *p = text; *p; p++) {
		if (*p == '_')
			*p = ' ';
		else if (dashes && *p == '-')
			*p = p[1] == '4' || p[1] == '6' || p[1] == 'j' ? ' ' : *p;
	}
	return text;
}

static bool is_family_word(struct str w)
{
	return str_eq(w, "4") || str_eq(w, "6") || str_eq(w, "j");
}

static void take_words(struct command *c, struct str text)
{
	struct str word;

	while (c->n < WORDS_MOST && str_word(&text, &word)) {
		if (!c->typed && c->n && is_family_word(word))
			word = str_of(arena_printf(c->arena, "-%.*s", STR_ARGS(word)));
		c->word[c->n++] = word;
	}
}

static void drop(struct command *c, size_t n)
{
	c->n = n < c->n ? c->n - n : 0;
	memmove(c->word, c->word + n, c->n * sizeof(*c->word));
}

static bool is_option(struct str word)
{
	return word.n > 1 && word.p[0] == '-';
}

/* `ip netns exec NS ip …`, `ip -n NS …`, `nsenter --net=/run/netns/NS …` */
static const char *take_namespace(struct command *c)
{
	const char *name = NULL;

	if (c->n > 4 && str_eq(c->word[0], "ip") && str_eq(c->word[1], "netns") &&
	    str_eq(c->word[2], "exec")) {
		name = arena_str(c->arena, c->word[3]);
		drop(c, 4);
	} else if (c->n > 2 && str_eq(c->word[0], "nsenter")) {
		name = arena_str(c->arena, c->word[1]);
		while (c->n && (is_option(c->word[0]) || str_eq(c->word[0], "nsenter")))
			drop(c, 1);
	}
	for (size_t i = 1; i + 1 < c->n && str_eq(c->word[0], "ip"); i++)
		if (str_eq(c->word[i], "-n") || str_eq(c->word[i], "-netns"))
			name = arena_str(c->arena, c->word[i + 1]);
	return name;
}

/* sudo, a shell's `time`, a path before the program. */
static void take_program(struct command *c)
{
	while (c->n > 1 && (str_eq(c->word[0], "sudo") || str_eq(c->word[0], "time")))
		drop(c, 1);
	if (c->n && c->typed)
		c->word[0] = last_step(c->word[0]);
}

/* addr, a, address: iproute2 takes any beginning. */
static bool begins(struct str word, const char *whole)
{
	return word.n && word.n <= strlen(whole) && memcmp(word.p, whole, word.n) == 0;
}

static bool is_show(struct str word)
{
	return begins(word, "show") || begins(word, "list") || str_eq(word, "ls") ||
	       str_eq(word, "lst");
}

static bool takes_value(struct str option)
{
	return str_eq(option, "-n") || str_eq(option, "-netns") || str_eq(option, "-f") ||
	       str_eq(option, "-family") || str_eq(option, "-rc") || str_eq(option, "-rcvbuf");
}

static void take_ip_option(const struct command *c, size_t i, struct asked *a)
{
	struct str w = c->word[i], value = i + 1 < c->n ? c->word[i + 1] : STR("");

	if (str_eq(w, "-4") || ((str_eq(w, "-f") || str_eq(w, "-family")) && str_eq(value, "inet")))
		a->family = IP_V4;
	if (str_eq(w, "-6") || ((str_eq(w, "-f") || str_eq(w, "-family")) && str_eq(value, "inet6")))
		a->family = IP_V6;
}

/* Words behind `show`: a table is a list of its own, anything else leaves a part. */
static void take_ip_words(const struct command *c, size_t i, struct asked *a)
{
	bool shown = false;

	for (; i < c->n; i++) {
		struct str w = c->word[i];
		if (is_option(w))
			continue;
		if (!shown && is_show(w)) {
			shown = true;
		} else if (begins(w, "get") && w.n == 3) {
			a->is_lookup = true;
		} else if (w.n > 2 && begins(w, "table") && i + 1 < c->n) {
			a->table = arena_str(c->arena, c->word[++i]);
		} else if (c->typed || shown) {
			a->filter = arena_printf(c->arena, "`%s` shows a part alone", a->words);
		}
	}
}

static void take_ip(const struct command *c, struct asked *a)
{
	size_t i = 1;

	while (i < c->n && is_option(c->word[i])) {
		take_ip_option(c, i, a);
		i += 1 + takes_value(c->word[i]);
	}
	if (i < c->n)
		take_ip_words(c, i + 1, a);
}

/* Options that leave some records out: -T TARGET, -p PORTAL, -r SID, -H HOST. */
static bool is_iscsi_filter(struct str w)
{
	static const char *const options[] = { "-T", "--targetname", "-p", "--portal",
					       "-r", "--sid",	     "-R", "-H" };

	for (size_t i = 0; i < countof(options); i++)
		if (str_eq(w, options[i]))
			return true;
	return str_starts(w, "--targetname=") || str_starts(w, "--portal=");
}

static void take_iscsiadm(const struct command *c, struct asked *a)
{
	for (size_t i = 1; i < c->n; i++)
		if (is_iscsi_filter(c->word[i]))
			a->filter = arena_printf(c->arena, "`%s` shows a part alone", a->words);
}

struct asked asked_of(struct arena *arena, const struct capture *capture)
{
	struct command c = { .arena = arena, .typed = capture->typed };
	struct asked a = { .words = "" };
	struct str text = str_upto(capture->command, COMMAND_MOST);

	if (!text.p)
		return a;
	a.words = capture->typed ? arena_str(arena, str_trim(text)) : spaced(arena, text);
	take_words(&c, str_of(a.words));
	take_program(&c);
	a.netns = take_namespace(&c);
	take_program(&c);
	a.program = c.n ? c.word[0] : STR("");
	if (capture->typed && str_find(text, '|') < text.n)
		a.filter = arena_printf(arena, "`%s` shows a part alone", a.words);
	if (str_eq(a.program, "ip"))
		take_ip(&c, &a);
	else if (str_eq(a.program, "iscsiadm"))
		take_iscsiadm(&c, &a);
	return a;
}
