/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proof/effect.h"

#include <string.h>

#include "base/options.h"

struct reader {
	struct arena *arena;
	struct words words; /* of the command at hand */
	struct effects found;
};

/* One word off the front; quotes are taken away, what "$(…)" holds is left as it is. */
static bool next_word(struct arena *a, struct str *rest, const char **ret_word)
{
	char *word = arena_alloc(a, rest->n + 1);
	size_t n = 0, i = 0;
	char quote = 0;

	while (i < rest->n && rest->p[i] == ' ')
		i++;
	if (i == rest->n)
		return false;
	for (; i < rest->n && (quote || rest->p[i] != ' '); i++) {
		char c = rest->p[i];
		if (quote ? c == quote : c == '\'' || c == '"')
			quote = quote ? 0 : c;
		else
			word[n++] = c;
	}
	*rest = str_from(*rest, i);
	*ret_word = word;
	return true;
}

struct words effect_words(struct arena *a, struct str command)
{
	struct words words = { NULL, 0 };
	const char *word;

	while (next_word(a, &command, &word))
		words_add(&words, word, a);
	if (words.n > 4 && same(words.v[0], "ip") && same(words.v[1], "netns"))
		words = (struct words){ words.v + 4, words.n - 4 };
	return words;
}

static const char *word(const struct reader *r, size_t i)
{
	return i < r->words.n ? r->words.v[i] : "";
}

/* Does the command begin with these words? */
static bool begins(const struct reader *r, const char *words)
{
	struct str rest = str_of(words), one;

	for (size_t i = 0; str_word(&rest, &one); i++)
		if (!str_eq(one, word(r, i)))
			return false;
	return true;
}

/* The value of an option: the word behind it, or behind its `='. NULL: it is not there. */
static const char *option(const struct reader *r, const char *name)
{
	size_t n = strlen(name);

	for (size_t i = 0; i < r->words.n; i++) {
		if (same(r->words.v[i], name))
			return word(r, i + 1);
		if (strncmp(r->words.v[i], name, n) == 0 && r->words.v[i][n] == '=')
			return r->words.v[i] + n + 1;
	}
	return NULL;
}

static bool has(const struct reader *r, const char *name)
{
	return option(r, name) != NULL;
}

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

static void add(struct reader *r, const char *state, const char *object)
{
	r->found.v = arena_grow(r->arena, r->found.v, r->found.n, sizeof(*r->found.v));
	r->found.v[r->found.n++] = (struct effect){ .object = object, .state = state };
}

#define OBJECT(...) arena_printf(r->arena, __VA_ARGS__)

/* A login and a logout take turns within an entry; a record that is gone serves neither. */
static void read_iscsiadm(struct reader *r)
{
	const char *op = or_empty(option(r, "--op")), *mode = or_empty(option(r, "-m"));
	const char *iface = or_empty(option(r, "-I"));
	bool gone = same(op, "delete");
	bool kept = same(op, "new") || same(op, "update") || has(r, "--login");

	if (!gone && !kept)
		return;
	if (same(mode, "node"))
		add(r, gone ? "gone" : "kept",
		    OBJECT("record %s %s %s", or_empty(option(r, "-T")), or_empty(option(r, "-p")),
			   iface));
	if (same(mode, "iface"))
		add(r, gone ? "gone" : "kept", OBJECT("iface %s", iface));
	if (same(mode, "node") && kept && *iface && !same(iface, "default"))
		add(r, "kept", OBJECT("iface %s", iface));
}

static void read_link(struct reader *r)
{
	const char *dev = or_empty(option(r, "dev"));

	if (has(r, "up") || has(r, "down"))
		add(r, has(r, "up") ? "up" : "down", OBJECT("link %s", dev));
	if (has(r, "mtu"))
		add(r, option(r, "mtu"), OBJECT("mtu of %s", dev));
	if (has(r, "master") || has(r, "nomaster"))
		add(r, or_empty(option(r, "master")), OBJECT("master of %s", dev));
}

/* The place of the verb in `ip [-4|-6] address delete …`. */
static size_t object_place(const struct reader *r)
{
	size_t i = 1;

	while (word(r, i)[0] == '-')
		i++;
	return i;
}

static void read_ip(struct reader *r)
{
	size_t i = object_place(r);
	const char *object = word(r, i), *verb = word(r, i + 1), *what = word(r, i + 2);
	const char *dev = or_empty(option(r, "dev"));
	bool gone = same(verb, "delete") || same(verb, "del");

	if (same(object, "link") && same(verb, "set"))
		read_link(r);
	if (same(object, "address") && (gone || same(verb, "add")))
		add(r, gone ? "gone" : "kept", OBJECT("address %s %s", what, dev));
	if (same(object, "route") && (gone || same(verb, "add") || same(verb, "replace")))
		add(r, gone ? "gone" : "kept",
		    OBJECT("route %s via %s dev %s table %s", what, or_empty(option(r, "via")), dev,
			   has(r, "table") ? option(r, "table") : "main"));
	if (same(object, "rule") && (gone || same(verb, "add")))
		add(r, gone ? "gone" : "kept",
		    OBJECT("rule from %s", or_empty(option(r, "from"))));
	/* What goes through the interface, or from an address, needs it. */
	if (same(object, "route") && !gone && *dev)
		add(r, "kept", OBJECT("port %s", dev));
}

static void read_esxcli_network(struct reader *r)
{
	const char *group = or_empty(option(r, "-p")), *active = option(r, "-a");

	if (begins(r, "esxcli network vswitch standard portgroup policy failover set") && active) {
		add(r, active, OBJECT("active uplinks of %s", group));
		if (*active && !strchr(active, ','))
			add(r, group, OBJECT("uplink %s, the only active one", active));
	}
	if (begins(r, "esxcli network vswitch standard set") && has(r, "-m"))
		add(r, option(r, "-m"), OBJECT("mtu of %s", or_empty(option(r, "-v"))));
	if (begins(r, "esxcli network ip interface set") && has(r, "-m"))
		add(r, option(r, "-m"), OBJECT("mtu of %s", or_empty(option(r, "-i"))));
	if (begins(r, "esxcli network ip interface ipv4 set"))
		add(r, or_empty(option(r, "-I")),
		    OBJECT("address of %s", or_empty(option(r, "-i"))));
	if (begins(r, "esxcli network ip route ipv4 add") ||
	    begins(r, "esxcli network ip route ipv4 remove"))
		add(r, same(word(r, 5), "add") ? "kept" : "gone",
		    OBJECT("route %s %s", or_empty(option(r, "-n")), or_empty(option(r, "-g"))));
}

static void read_esxcli(struct reader *r)
{
	const char *port = or_empty(option(r, "-n"));

	read_esxcli_network(r);
	if (begins(r, "esxcli iscsi networkportal add") ||
	    begins(r, "esxcli iscsi networkportal remove"))
		add(r, same(word(r, 3), "add") ? "kept" : "gone",
		    OBJECT("binding %s %s", or_empty(option(r, "-A")), port));
	if (begins(r, "esxcli swiscsi nic add") || begins(r, "esxcli swiscsi nic remove"))
		add(r, same(word(r, 3), "add") ? "kept" : "gone",
		    OBJECT("binding %s %s", or_empty(option(r, "-d")), port));
}

/* sysctl -w KEY=VALUE, with dots or slashes; printf '%s\n' 'KEY = VALUE' … >FILE. */
static void read_setting(struct reader *r, const char *text)
{
	const char *equal = strchr(text, '=');
	struct str key;

	if (!equal)
		return;
	key = str_trim((struct str){ text, (size_t)(equal - text) });
	for (char *c = (char *)(key.p = arena_str(r->arena, key)); *c; c++)
		if (*c == '/')
			*c = '.';
	add(r, arena_str(r->arena, str_trim(str_of(equal + 1))), OBJECT("sysctl %s", key.p));
}

static void read_settings(struct reader *r)
{
	for (size_t i = 1; i < r->words.n; i++)
		if (strchr(r->words.v[i], '=') && r->words.v[i][0] != '-')
			read_setting(r, r->words.v[i]);
}

static void read_command(struct reader *r)
{
	const char *name = word(r, 0);

	if (same(name, "iscsiadm"))
		read_iscsiadm(r);
	else if (same(name, "ip"))
		read_ip(r);
	else if (same(name, "esxcli"))
		read_esxcli(r);
	else if (same(name, "sysctl") || same(name, "printf"))
		read_settings(r);
	else if (same(name, "ping") && has(r, "-I"))
		add(r, "kept", OBJECT("port %s", option(r, "-I")));
}

struct effects effects_of(struct arena *a, const char *run)
{
	struct reader r = { .arena = a };
	struct str rest = str_of(run), line;

	while (str_line(&rest, &line))
		while (line.n) {
			const char *and = strstr(arena_str(a, line), " && ");
			size_t n = and ? line.n - strlen(and) : line.n;
			r.words = effect_words(a, str_upto(line, n));
			read_command(&r);
			line = str_from(line, and ? n + 4 : line.n);
		}
	return r.found;
}
