/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What tools say of interfaces and addresses, brought to their rows. */
#include <stdlib.h>
#include <string.h>

#include "base/search.h"
#include "model/lookup.h"
#include "parse/config/claim.h"
#include "parse/linux/linux.h"

bool told_address(struct tolds *t, struct text interface, struct str address, const char *method,
		  struct origin where)
{
	struct told one = { .interface = interface, .method = method, .where = where };
	uint8_t len;

	if (ip_parse_with_len(address, &one.address, &len))
		one.prefixlen = num(len);
	else if (!ip_parse(address, &one.address))
		return false;
	t->v = arena_grow(snapshot_arena(t->s), t->v, t->n, sizeof(*t->v));
	t->v[t->n++] = one;
	return true;
}

static int compare(const void *a, const void *b)
{
	const struct told *x = a, *y = b;
	int order = ip_compare(x->address, y->address);

	return order ? order : strcmp(x->interface.s, y->interface.s);
}

static void fill_rows(struct tolds *t)
{
	for_each_row (address, a, t->s, t->host) {
		struct told key = { .interface = a->interface, .address = a->address };
		if (!a->interface.s)
			continue;
		size_t i = lower_bound(&key, t->v, t->n, sizeof(*t->v), compare);
		for (; i < t->n && compare(&key, &t->v[i]) == 0 && !t->v[i].known; i++) {
			t->v[i].known = true;
			fill_text(&a->method, snapshot_cstr(t->s, t->v[i].method));
			put_address(t->s, t->host, a->row.index, a);
		}
	}
}

/* Without a length it is of no subnet; the loopback's and link-local ones nobody set up. */
static bool is_fact(const struct tolds *t, size_t i)
{
	return !t->v[i].known && t->v[i].prefixlen.known &&
	       (i == 0 || compare(&t->v[i - 1], &t->v[i]) != 0);
}

void told_fill(struct tolds *t)
{
	const char *why;

	if (!t->n)
		return;
	qsort(t->v, t->n, sizeof(*t->v), compare);
	fill_rows(t);
	if (snapshot_coverage(t->s, t->host, TABLE_address, &why) == COVERAGE_READ)
		return;
	for (size_t i = 0; i < t->n; i++) {
		struct address row = {
			.row.origin = t->v[i].where,
			.interface = t->v[i].interface,
			.address = t->v[i].address,
			.prefixlen = t->v[i].prefixlen,
			.method = snapshot_cstr(t->s, t->v[i].method),
		};
		if (is_fact(t, i))
			add_address(t->s, t->host, &row);
	}
	linux_cover_part(t->s, t->host, TABLE_address, "no output lists all addresses");
}

/* Managers list what is none too: modems, phones, Wi-Fi Direct. */
static bool is_interface(struct text name)
{
	return name.s && strlen(name.s) < 16 && !strpbrk(name.s, ":/") &&
	       strncmp(name.s, "p2p-dev-", 8) != 0;
}

void told_manager(struct snapshot *s, unsigned host, struct text interface, const char *manager,
		  struct text profile, struct origin where)
{
	const char *told;
	struct interface row;
	size_t at;

	if (!is_interface(interface) ||
	    (snapshot_coverage(s, host, TABLE_interface, &told) == COVERAGE_READ &&
	     !snapshot_lookup_text(s, TABLE_interface, host, COLUMN(interface, name), interface,
				   &at)))
		return;
	row = linux_interface(s, host, interface, where);
	if (manager && (!row.manager.s || same(row.manager.s, manager))) {
		row.manager = snapshot_cstr(s, manager);
		fill_text(&row.connection, profile);
	}
	put_interface(s, host, row.row.index, &row);
	linux_cover_part(s, host, TABLE_interface, "no output lists all interfaces");
}
