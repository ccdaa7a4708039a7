/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What `ip` printed. */
#include <string.h>

#include "source/saved.h"

/* An empty list, `[]`, has no content that could tell. */
static enum ip_json_kind kind_of_name(const char *base)
{
	if (strstr(base, "neigh"))
		return IP_JSON_NEIGHBOUR;
	if (strstr(base, "rule"))
		return IP_JSON_RULE;
	return strstr(base, "route") ? IP_JSON_ROUTE : IP_JSON_NONE;
}

static bool is_empty_list(struct str text)
{
	return str_eq(text, "[]") || str_eq(text, "[{}]");
}

bool saved_is_ip(struct saved_file *f, const char *base)
{
	struct str text = str_trim(f->text);

	f->v6 = strstr(base, "-6");
	f->json = is_empty_list(text) ? kind_of_name(base) : ip_json_kind(text);
	return f->json != IP_JSON_NONE;
}

/* The largest that is left of a kind and family says the most; the others say the same again. */
static struct saved_file *largest(struct saved *r, enum ip_json_kind kind, bool v6)
{
	struct saved_file *best = NULL;

	for (size_t i = 0; i < r->n; i++) {
		struct saved_file *f = &r->v[i];
		if (f->class == SAVED_IP && f->json == kind && f->v6 == v6 &&
		    (!best || f->text.n > best->text.n))
			best = f;
	}
	return best;
}

static bool has_v6(const struct saved *r, enum ip_json_kind kind)
{
	if (kind == IP_JSON_ROUTE)
		for_each_row (route, route, r->s, r->host)
			if (route->dst.ip.family == IP_V6)
				return true;
	if (kind == IP_JSON_NEIGHBOUR)
		for_each_row (neighbour, n, r->s, r->host)
			if (n->address.family == IP_V6)
				return true;
	return false;
}

static void read_kind(struct saved *r, enum ip_json_kind kind, parse_fn *parse)
{
	for (int v6 = 0; v6 < 2; v6++) {
		struct saved_file *f = largest(r, kind, v6);
		if (!f || (v6 && has_v6(r, kind)))
			continue;
		parse(r->s, r->host, f->origin, f->text);
		f->done = true;
	}
}

void saved_read_ip(struct saved *r)
{
	read_kind(r, IP_JSON_LINK, parse_ip_json_link);
	read_kind(r, IP_JSON_ADDRESS, parse_ip_json_link);
	read_kind(r, IP_JSON_ROUTE, parse_ip_json_route);
	read_kind(r, IP_JSON_RULE, parse_ip_json_rule);
	read_kind(r, IP_JSON_NEIGHBOUR, parse_ip_json_neighbour);
	ip_json_cover_routes(r->s, r->host);
}
