/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ifcfg-X: of network-scripts and NetworkManager (Red Hat), of wicked (SUSE). */
#include <string.h>

#include "parse/config/claim.h"

static void set(unsigned *says, unsigned on, unsigned off)
{
	*says = (*says & ~off) | on;
}

/* BOOTPROTO of network-scripts. ibft: as the firmware has it, by hand or by DHCP. */
static void boot_protocol(struct claim *c, struct str v)
{
	static const char *const by_hand[] = { "none", "static", "" };

	if (str_eq_nocase(v, "dhcp") || str_eq_nocase(v, "bootp"))
		c->says |= SAYS_DHCP4;
	for (size_t i = 0; i < countof(by_hand); i++)
		if (str_eq_nocase(v, by_hand[i]))
			c->says |= SAYS_STATIC4;
}

/* BOOTPROTO of wicked: static, dhcp, dhcp4, dhcp6, and these with "+autoip" or alike behind. */
static void wicked_protocol(struct claim *c, struct str v)
{
	struct str first;

	if (!str_split(&v, '+', &first) || str_eq(first, "static") || str_eq(first, "none"))
		c->says |= SAYS_STATIC4 | SAYS_STATIC6;
	else if (str_eq(first, "dhcp"))
		c->says |= SAYS_DHCP4 | SAYS_DHCP6;
	else if (str_eq(first, "dhcp4"))
		c->says |= SAYS_DHCP4;
	else if (str_eq(first, "dhcp6"))
		c->says |= SAYS_DHCP6;
}

/* "IPADDR", "IPADDR2", "IPADDR_x", but no "IPADDRESS". */
static bool is_numbered(struct str name, const char *base)
{
	struct str rest;

	if (!str_starts(name, base))
		return false;
	rest = str_from(name, strlen(base));
	return !rest.n || rest.p[0] == '_' || (rest.p[0] >= '0' && rest.p[0] <= '9');
}

static bool is_yes(struct str v)
{
	return str_eq_nocase(v, "yes") || str_eq_nocase(v, "true") || str_eq(v, "1") ||
	       str_eq_nocase(v, "y") || str_eq_nocase(v, "t");
}

static bool is_no(struct str v)
{
	return str_eq_nocase(v, "no") || str_eq_nocase(v, "false") || str_eq(v, "0") ||
	       str_eq_nocase(v, "n") || str_eq_nocase(v, "f");
}

static void addresses(struct arena *a, struct claim *c, struct str list)
{
	struct str one;

	while (str_word(&list, &one))
		claim_address(a, c, one);
}

/* Keys that tell whose file it is. */
static bool identity(struct claim *c, struct str name, struct str v)
{
	if (str_eq(name, "DEVICE"))
		c->name = v;
	else if (str_eq(name, "HWADDR"))
		mac_parse(v, &c->mac);
	else if (str_eq(name, "NAME"))
		c->id = v;
	else if (str_eq(name, "UUID"))
		c->uuid = v;
	else if (str_eq(name, "NM_CONTROLLED"))
		c->not_by_nm = is_no(v);
	else
		return false;
	return true;
}

static void method(struct arena *a, struct claim *c, struct str name, struct str v)
{
	if (str_eq(name, "BOOTPROTO") && c->kind == CLAIM_WICKED)
		wicked_protocol(c, v);
	else if (str_eq(name, "BOOTPROTO"))
		boot_protocol(c, v);
	else if (str_eq(name, "DHCPV6C") && is_yes(v))
		set(&c->says, SAYS_DHCP6, SAYS_STATIC6);
	else if (str_eq(name, "IPV6_AUTOCONF") && is_no(v) && !(c->says & SAYS_DHCP6))
		c->says |= SAYS_STATIC6;
	else if (is_numbered(name, "IPADDR") || str_eq(name, "IPV6ADDR") ||
		 str_eq(name, "IPV6ADDR_SECONDARIES"))
		addresses(a, c, v);
}

/* network-scripts leave IPADDR alone where DHCP is asked, NetworkManager adds it: nobody knows. */
static void drop_ipv4(struct claim *c)
{
	size_t n = 0;

	for (size_t i = 0; i < c->n_addresses; i++)
		if (c->addresses[i].family != IP_V4)
			c->addresses[n++] = c->addresses[i];
	c->n_addresses = n;
}

void claim_ifcfg(struct arena *a, struct claim *c, struct str text)
{
	const char *base = strrchr(c->path, '/');
	struct str name, v, device = str_of(base ? base + 1 : c->path);

	device = str_from(device, strlen("ifcfg-"));
	while (shell_next(a, &text, &name, &v)) {
		if (c->kind == CLAIM_WICKED || !identity(c, name, v))
			method(a, c, name, v);
	}
	if (c->kind == CLAIM_IFCFG && c->says & SAYS_DHCP4)
		drop_ipv4(c);
	if (!c->name.p && !mac_known(c->mac))
		c->name = device;
	/* An alias is addresses of its interface. */
	c->name = str_upto(c->name, str_find(c->name, ':'));
}
