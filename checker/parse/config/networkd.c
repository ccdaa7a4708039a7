/* SPDX-License-Identifier: GPL-2.0-or-later */
/* .network files of systemd-networkd. */
#include <stdlib.h>
#include <string.h>

#include "parse/config/state.h"

static void dhcp(struct claim *c, struct str v)
{
	bool both = str_eq(v, "yes") || str_eq(v, "true") || str_eq(v, "both") || str_eq(v, "1") ||
		    str_eq(v, "on");
	bool v4 = both || str_eq(v, "ipv4") || str_eq(v, "v4");
	bool v6 = both || str_eq(v, "ipv6") || str_eq(v, "v6");

	c->says = (v4 ? SAYS_DHCP4 : SAYS_STATIC4) | (v6 ? SAYS_DHCP6 : SAYS_STATIC6);
}

/* One hardware address is known here; all else that a [Match] may ask for is not. */
static void on_match(struct arena *a, struct claim *c, struct str key, struct str v)
{
	if (str_eq(key, "Name") && c->globs.n + v.n > CLAIM_GLOBS_MOST)
		c->unknown = true;
	else if (str_eq(key, "Name") && c->globs.p)
		c->globs = str_of(arena_printf(a, "%.*s %.*s", STR_ARGS(c->globs), STR_ARGS(v)));
	else if (str_eq(key, "Name"))
		c->globs = v;
	else if (!(str_eq(key, "MACAddress") || str_eq(key, "PermanentMACAddress")) ||
		 !mac_parse(v, &c->mac))
		c->unknown = true;
}

void claim_networkd(struct arena *a, struct claim *c, struct str text)
{
	struct ini i = { .text = text };

	if (!c->says)
		c->says = SAYS_STATIC4 | SAYS_STATIC6;
	while (ini_next(&i)) {
		bool network = str_eq(i.section, "Network");
		if (str_eq(i.section, "Match"))
			on_match(a, c, i.key, i.value);
		else if (network && str_eq(i.key, "DHCP"))
			dhcp(c, i.value);
		else if ((network || str_eq(i.section, "Address")) && str_eq(i.key, "Address"))
			claim_address(a, c, i.value);
	}
}

/* Main files by name, before each the one that hides it; their additions likewise. */
static int compare(const void *a, const void *b)
{
	const struct unit *x = a, *y = b;
	int order = str_compare(x->owner, y->owner);

	if (!order && x->is_main != y->is_main)
		return x->is_main ? -1 : 1;
	if (!order)
		order = str_compare(x->base, y->base);
	return order ? order : x->place < y->place ? -1 : x->place > y->place;
}

static bool is_hidden(const struct units *u, size_t i)
{
	return i > 0 && str_same(u->v[i - 1].owner, u->v[i].owner) &&
	       str_same(u->v[i - 1].base, u->v[i].base) && u->v[i - 1].is_main == u->v[i].is_main;
}

static struct claim *add_main(struct config *c, const struct unit *u)
{
	struct claims *list = &c->claims;

	list->v = arena_grow(c->a, list->v, list->n, sizeof(*list->v));
	list->v[list->n] = (struct claim){ .kind = CLAIM_NETWORKD, .path = u->path };
	return &list->v[list->n++];
}

/* A file that may not be read could be of any interface. An empty one says that there is none. */
void networkd_units(struct config *c)
{
	struct claim *owner = NULL;
	struct str of = { NULL, 0 };

	if (c->units.n)
		qsort(c->units.v, c->units.n, sizeof(*c->units.v), compare);
	for (size_t i = 0; i < c->units.n; i++) {
		const struct unit *u = &c->units.v[i];
		if (is_hidden(&c->units, i))
			continue;
		if (u->is_main) {
			owner = u->text.p && !u->text.n ? NULL : add_main(c, u);
			of = u->owner;
		}
		if (!owner || !str_same(u->owner, of))
			continue;
		owner->unknown |= !u->text.p;
		claim_networkd(c->a, owner, u->text);
	}
}
