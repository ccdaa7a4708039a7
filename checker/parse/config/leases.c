/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Leases of ISC dhclient, of NetworkManager, of systemd-networkd and of wicked. */
#include <string.h>

#include "parse/config/claim.h"

enum { UUID_LENGTH = 36 };

/* A client writes one down each time that it is renewed. */
static bool is_again(const struct lease *a, const struct lease *b)
{
	return ip_equal(a->address, b->address) && a->interface.p && b->interface.p &&
	       str_same(a->interface, b->interface) && a->current == b->current;
}

static void add(struct arena *a, struct leases *list, const struct lease *l, struct str address)
{
	struct lease one = *l;
	uint8_t len;

	if (!ip_parse(address, &one.address) && !ip_parse_with_len(address, &one.address, &len))
		return;
	if (list->n && is_again(&list->v[list->n - 1], &one))
		return;
	list->v = arena_grow(a, list->v, list->n, sizeof(*list->v));
	list->v[list->n++] = one;
}

/* "  fixed-address 10.0.0.5;" gives 10.0.0.5. */
static bool statement(struct str line, const char *name, struct str *ret_value)
{
	struct str word, value;

	if (!str_word(&line, &word) || !str_eq(word, name) || !str_word(&line, &value))
		return false;
	while (value.n && (value.p[value.n - 1] == ';' || value.p[value.n - 1] == '"'))
		value.n--;
	*ret_value = value.n && value.p[0] == '"' ? str_from(value, 1) : value;
	return true;
}

static void read_dhclient(struct arena *a, struct leases *list, struct str text)
{
	struct lease l = { .current = false };
	struct str line, value;

	while (str_line(&text, &line)) {
		if (statement(line, "interface", &value))
			l.interface = value;
		else if (l.interface.p && (statement(line, "fixed-address", &value) ||
					   statement(line, "iaaddr", &value)))
			add(a, list, &l, value);
	}
}

/* eth0 of internal-UUID-eth0.lease */
static struct str interface_of(struct str base)
{
	size_t at = str_find(base, '-') + 1 + UUID_LENGTH + 1;

	if (base.n < at + strlen(".lease") || base.p[at - 1] != '-')
		return (struct str){ NULL, 0 };
	return str_upto(str_from(base, at), base.n - at - strlen(".lease"));
}

/* What stands between <local> and </local> of wicked's lease. */
static void read_wicked(struct arena *a, struct leases *list, struct str base, struct str text)
{
	struct str rest = str_from(base, strlen("lease-")), line;
	struct lease l = { .current = true };
	size_t dhcp = rest.n;

	while (dhcp && !str_starts(str_from(rest, dhcp), "-dhcp-"))
		dhcp--;
	l.interface = str_upto(rest, dhcp);
	while (dhcp && str_line(&text, &line)) {
		line = str_trim(line);
		if (str_starts(line, "<local>") && str_ends(line, "</local>"))
			add(a, list, &l, str_upto(str_from(line, 7), line.n - 15));
	}
}

void leases_read(struct arena *a, struct leases *list, const char *path, struct str text)
{
	const char *slash = strrchr(path, '/');
	struct str base = str_of(slash ? slash + 1 : path);
	struct lease l = { .current = false };

	if (str_starts(str_of(path), "run/systemd/netif/leases/")) {
		l.current = true;
		if (str_to_i64(base, &l.ifindex))
			add(a, list, &l, ini_value(text, "", "ADDRESS"));
	} else if (str_ends(base, ".xml")) {
		read_wicked(a, list, base, text);
	} else if (str_ends(base, ".leases") || str_has(text, "lease {")) {
		read_dhclient(a, list, text);
	} else {
		l.interface = interface_of(base);
		if (l.interface.p)
			add(a, list, &l, ini_value(text, "", "ADDRESS"));
	}
}
