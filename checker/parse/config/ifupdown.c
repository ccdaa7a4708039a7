/* SPDX-License-Identifier: GPL-2.0-or-later */
/* interfaces(5). */
#include <string.h>

#include "parse/config/claim.h"

/* Lines are short; each that is joined is copied. */
enum { JOINED_MOST = 4096 };

bool ifupdown_line(struct arena *a, struct str *rest, struct str *ret_line)
{
	struct str line, more;

	if (!str_line(rest, &line))
		return false;
	for (; line.n < JOINED_MOST && str_ends(line, "\\") && str_line(rest, &more);)
		line = str_of(arena_printf(a, "%.*s %.*s", STR_ARGS(str_upto(line, line.n - 1)),
					   STR_ARGS(str_upto(more, JOINED_MOST))));
	*ret_line = str_trim(line);
	return true;
}

/* manual, loopback, tunnel and others set no address that is told from one set by hand. */
static unsigned says_of(struct str family, struct str method)
{
	bool v6 = str_eq(family, "inet6");

	if (!v6 && !str_eq(family, "inet"))
		return 0;
	if (str_eq(method, "dhcp") || str_eq(method, "bootp"))
		return v6 ? SAYS_DHCP6 : SAYS_DHCP4;
	return str_eq(method, "static") ? (v6 ? SAYS_STATIC6 : SAYS_STATIC4) : 0;
}

/* `iface NAME FAMILY METHOD`, or without the last two as newer ifupdown2 has it. */
static struct claim *on_iface(struct arena *a, struct claims *list, const char *path,
			      struct str words)
{
	struct claim c = { .kind = CLAIM_IFUPDOWN, .path = path };
	struct str family, method;

	if (!str_word(&words, &c.name))
		return NULL;
	c.name = str_upto(c.name, str_find(c.name, ':'));
	if (str_word(&words, &family) && str_word(&words, &method))
		c.says = says_of(family, method);
	list->v = arena_grow(a, list->v, list->n, sizeof(*list->v));
	list->v[list->n] = c;
	return &list->v[list->n++];
}

static bool ends_stanza(struct str keyword)
{
	static const char *const words[] = { "mapping", "auto", "source", "source-directory",
					     "rename", "no-scripts", "no-auto-down", "template" };

	for (size_t i = 0; i < countof(words); i++)
		if (str_eq(keyword, words[i]))
			return true;
	return str_starts(keyword, "allow-");
}

void claims_ifupdown(struct arena *a, struct claims *list, const char *path, struct str text)
{
	struct claim *c = NULL;
	struct str line, word;

	while (ifupdown_line(a, &text, &line)) {
		if (!str_word(&line, &word) || word.p[0] == '#')
			continue;
		if (str_eq(word, "iface"))
			c = on_iface(a, list, path, line);
		else if (ends_stanza(word))
			c = NULL;
		else if (c && str_eq(word, "address"))
			claim_address(a, c, line);
	}
}
