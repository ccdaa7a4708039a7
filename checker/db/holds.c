/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "db/holds.h"

#include "db/state.h"

void holds_call(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
	struct prefix p;
	struct ip ip;

	(void)argc;
	if (function_prefix(argv[0], &p) && function_ip(argv[1], &ip))
		sqlite3_result_int(ctx, prefix_has(p, ip));
}

int holds_find(sqlite3_vtab *v, int argc, const char *name,
	       void (**ret_call)(sqlite3_context *ctx, int argc, sqlite3_value **argv),
	       void **ret_data)
{
	(void)v;
	if (argc != 2 || sqlite3_stricmp(name, "holds") != 0)
		return 0;
	*ret_call = holds_call;
	*ret_data = NULL;
	return PLAN_HOLDS;
}

bool holds_ask(struct holds *h, unsigned column, sqlite3_value *v)
{
	struct ip ip;

	if (!function_ip(v, &ip))
		return false;
	if (!h->asked) {
		h->asked = true;
		h->column = column;
		h->ip = ip;
		h->nchains = 0;
	}
	return true;
}

void holds_note(struct holds_lengths *l, struct prefix p)
{
	if (p.ip.family == IP_V4)
		l->of4 |= (uint64_t)1 << p.len;
	else
		l->of6[p.len / 64] |= (uint64_t)1 << p.len % 64;
}

void holds_note_text(struct holds_lengths *l, const char *text)
{
	struct str s = str_of(text);
	struct prefix p;
	struct ip ip;
	uint8_t len;

	if (!prefix_parse(s, &p))
		l->odd |= ip_parse_with_len(s, &ip, &len);
	else if (!str_eq(s, prefix_text(p).s))
		l->odd = true;
	else
		holds_note(l, p);
}

bool holds_subnet(const struct holds *h, const struct holds_lengths *l, unsigned *from,
		  struct prefix *ret_subnet)
{
	for (; *from <= ip_bits(h->ip); ++*from) {
		uint64_t set = h->ip.family == IP_V4 ? l->of4 : l->of6[*from / 64];
		if (set >> *from % 64 & 1) {
			*ret_subnet = prefix_of(h->ip, (*from)++);
			return true;
		}
	}
	return false;
}

void holds_add_chain(struct holds *h, size_t row)
{
	if (row != SIZE_MAX)
		h->chains[h->nchains++] = row;
}

size_t holds_row(const struct holds *h)
{
	size_t least = SIZE_MAX;

	for (size_t i = 0; i < h->nchains; i++)
		if (h->chains[i] < least)
			least = h->chains[i];
	return least;
}

/* Two lengths may share a chain, where their hashes fall together. */
size_t holds_next(struct holds *h, const struct index *ix)
{
	size_t row = holds_row(h);

	for (size_t i = 0; i < h->nchains; i++)
		if (h->chains[i] == row)
			h->chains[i] = index_next(ix, row);
	return holds_row(h);
}
