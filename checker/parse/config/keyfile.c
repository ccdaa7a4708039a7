/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Profiles of NetworkManager. Nothing of its sections of secrets is looked at. */
#include <string.h>

#include "parse/config/claim.h"

/* "\s" is a blank at the ends of a value. */
static struct str unescaped(struct arena *a, struct str v)
{
	char *to = arena_alloc(a, v.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < v.n; i++) {
		char c = v.p[i];
		if (c == '\\' && i + 1 < v.n) {
			c = v.p[++i];
			c = c == 's' ? ' ' : c == 't' ? '\t' : c == 'n' ? '\n' : c == 'r' ? '\r' : c;
		}
		to[n++] = c;
	}
	return (struct str){ to, n };
}

/* Today address1=10.0.0.1/24,10.0.0.254; of old addresses=10.0.0.1/24;… and addresses1=. */
static void addresses(struct arena *a, struct claim *c, struct str v)
{
	struct str one, address;

	while (str_split(&v, ';', &one))
		if (str_split(&one, ',', &address))
			claim_address(a, c, address);
}

/* auto of IPv6 is what routers announce, which may be DHCP too. */
static void set_method(struct claim *c, struct str v, bool v6)
{
	if (str_eq(v, "manual") || str_eq(v, "disabled"))
		c->says |= v6 ? SAYS_STATIC6 : SAYS_STATIC4;
	else if (str_eq(v, "auto") && !v6)
		c->says |= SAYS_DHCP4;
	else if (str_eq(v, "dhcp"))
		c->says |= SAYS_DHCP6;
}

static bool is_address_key(struct str key)
{
	struct str rest = str_from(key, 7);
	uint64_t n;

	if (!str_starts(key, "address"))
		return false;
	if (str_starts(rest, "es"))
		rest = str_from(rest, 2);
	return !rest.n || str_to_u64(rest, &n);
}

static void on_connection(struct arena *a, struct claim *c, const struct ini *i)
{
	if (str_eq(i->key, "id"))
		c->id = unescaped(a, i->value);
	else if (str_eq(i->key, "uuid"))
		c->uuid = i->value;
	else if (str_eq(i->key, "interface-name"))
		c->name = i->value;
}

void claim_keyfile(struct arena *a, struct claim *c, struct str text)
{
	struct ini i = { .text = text };

	while (ini_next(&i)) {
		bool v6 = str_eq(i.section, "ipv6");
		if (str_eq(i.section, "connection"))
			on_connection(a, c, &i);
		else if ((str_eq(i.section, "ethernet") ||
			  str_eq(i.section, "802-3-ethernet")) &&
			 str_eq(i.key, "mac-address"))
			mac_parse(i.value, &c->mac);
		else if ((v6 || str_eq(i.section, "ipv4")) && str_eq(i.key, "method"))
			set_method(c, i.value, v6);
		else if ((v6 || str_eq(i.section, "ipv4")) && is_address_key(i.key))
			addresses(a, c, i.value);
	}
}
