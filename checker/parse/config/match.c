/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which files speak of an interface: by its name, its hardware address, or a pattern. */
#include <stdlib.h>
#include <string.h>

#include "base/search.h"
#include "parse/config/state.h"

/* No host has more files for one interface. */
enum { CLAIMS_OF_ONE = 64 };

static int compare(const void *a, const void *b)
{
	const struct key *x = a, *y = b;
	int order = str_compare(x->text, y->text);

	return order ? order : x->place < y->place ? -1 : x->place > y->place;
}

static void add_key(struct arena *a, struct keys *keys, struct str text, size_t place)
{
	keys->v = arena_grow(a, keys->v, keys->n, sizeof(*keys->v));
	keys->v[keys->n++] = (struct key){ text, place };
}

static void sort(struct keys *keys)
{
	if (keys->n)
		qsort(keys->v, keys->n, sizeof(*keys->v), compare);
}

size_t keys_first(const struct keys *keys, struct str text)
{
	struct key key = { text, 0 };

	return lower_bound(&key, keys->v, keys->n, sizeof(*keys->v), compare);
}

bool keys_at(const struct keys *keys, size_t i, struct str text)
{
	return i < keys->n && str_same(keys->v[i].text, text);
}

static struct str mac_key(struct arena *a, struct mac mac)
{
	return str_of(arena_strdup(a, mac_text(mac).s));
}

/*
 * What lies on a NIC has its address as often as not; without a kind it may be that.  So an address
 * finds an interface only where no other one could be meant.
 */
static struct mac own_mac(const struct interface *i)
{
	bool plain = !i->kind.s || same(i->kind.s, "physical") || same(i->kind.s, "veth");

	if (!plain || i->lower.s)
		return (struct mac){ .len = 0 };
	return mac_known(i->permanent_mac) ? i->permanent_mac : i->mac;
}

static void add_claim(struct matcher *m, size_t place)
{
	const struct config *c = m->c;
	const struct claim *one = &c->claims.v[place];

	if (one->uuid.p)
		add_key(c->a, &m->uuids, one->uuid, place);
	if (one->id.p)
		add_key(c->a, &m->ids, one->id, place);
	if (one->kind == CLAIM_NETWORKD || (!one->name.p && (one->globs.p || one->unknown)))
		add_key(c->a, &m->patterns, (struct str){ NULL, 0 }, place);
	else if (one->name.p)
		add_key(c->a, &m->names, one->name, place);
	else if (mac_known(one->mac))
		add_key(c->a, &m->macs, mac_key(c->a, one->mac), place);
}

static void limit_patterns(struct matcher *m)
{
	size_t n = 0, bytes = 0;

	for (; n < m->patterns.n && n < CONFIG_MATCHES_MOST && bytes < CONFIG_GLOBS_MOST; n++)
		bytes += m->c->claims.v[m->patterns.v[n].place].globs.n;
	if (n < m->patterns.n)
		snapshot_note(m->c->s, m->c->host, snapshot_at(m->c->s, NULL, 0), STR("[Match]"),
			      "too many files of systemd-networkd: the last are not looked at");
	m->patterns.n = n;
}

void matcher_init(struct matcher *m, struct config *c)
{
	*m = (struct matcher){ .c = c };
	for (size_t i = 0; i < c->claims.n; i++)
		add_claim(m, i);
	limit_patterns(m);
	for_each_row (interface, i, c->s, c->host)
		if (mac_known(own_mac(i)))
			add_key(c->a, &m->own, mac_key(c->a, own_mac(i)), i->row.index);
	sort(&m->uuids);
	sort(&m->ids);
	sort(&m->names);
	sort(&m->macs);
	sort(&m->own);
}

void matcher_take(struct matcher *m, struct evidence *e, size_t place)
{
	if (e->n >= CLAIMS_OF_ONE)
		return;
	e->v = arena_grow(m->c->a, e->v, e->n, sizeof(*e->v));
	e->v[e->n++] = &m->c->claims.v[place];
}

static bool fits(const struct claim *c, const struct interface *i, struct mac own)
{
	if (c->globs.p && !claim_globs_fit(c->globs, str_of(i->name.s)))
		return false;
	return !mac_known(c->mac) || mac_equal(c->mac, own) ||
	       (c->kind == CLAIM_NETWORKD && mac_equal(c->mac, i->mac));
}

/* Without a [Match], or with one that asks for more than is known, nobody knows whom it takes. */
static bool is_doubtful(const struct claim *c)
{
	return c->unknown || (!c->globs.p && !mac_known(c->mac));
}

/* networkd takes the first file that fits, whatever the others say. */
static void take_patterns(struct matcher *m, struct evidence *e, const struct interface *i,
			  struct mac own)
{
	bool first = true;

	for (size_t k = 0; k < m->patterns.n; k++) {
		const struct claim *c = &m->c->claims.v[m->patterns.v[k].place];
		bool networkd = c->kind == CLAIM_NETWORKD;
		if ((networkd && !first) || !fits(c, i, own))
			continue;
		if (!is_doubtful(c))
			matcher_take(m, e, m->patterns.v[k].place);
		if (networkd)
			first = false;
	}
}

void matcher_gather(struct matcher *m, const struct interface *i, struct evidence *e)
{
	struct str name = str_of(i->name.s);
	struct mac own = own_mac(i);

	for (size_t k = keys_first(&m->names, name); keys_at(&m->names, k, name); k++)
		matcher_take(m, e, m->names.v[k].place);
	if (mac_known(own)) {
		struct str mac = mac_key(m->c->a, own);
		size_t at = keys_first(&m->own, mac);
		bool alone = !keys_at(&m->own, at + 1, mac);
		for (size_t k = keys_first(&m->macs, mac); alone && keys_at(&m->macs, k, mac); k++)
			matcher_take(m, e, m->macs.v[k].place);
		if (!alone)
			own = (struct mac){ .len = 0 };
	}
	take_patterns(m, e, i, own);
}
