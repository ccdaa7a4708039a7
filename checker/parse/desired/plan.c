/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "parse/desired/plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/lookup.h"
#include "parse/linux/linux.h"

void plan_begin(struct plan *p, struct snapshot *s, unsigned host)
{
	*p = (struct plan){ .s = s, .host = host, .seed = keyset_seed() };
}

struct origin plan_at(const struct plan *p, const struct node *n)
{
	return snapshot_at(p->s, n->file, n->line);
}

struct text plan_text(const struct plan *p, struct str text)
{
	return snapshot_text(p->s, text);
}

void plan_doubt(struct plan *p, table_set tables, const char *why)
{
	for (enum table_id t = 0; t < TABLE_COUNT; t++)
		if (tables >> t & 1 && !p->doubt[t])
			p->doubt[t] = why;
}

void plan_doubt_of(struct plan *p, table_set tables, struct text interface, const char *why)
{
	plan_doubt(p, tables, snapshot_textf(p->s, "%.64s %s", interface.s, why).s);
}

void plan_unread(struct plan *p, const struct node *n, table_set tables, const char *reason)
{
	snapshot_note(p->s, p->host, plan_at(p, n), n->text.n ? n->text : n->key, reason);
	plan_doubt(p, tables, snapshot_textf(p->s, "a value was not understood: %s", reason).s);
}

/* A link that is not known may have an address, and so a route. */
void plan_end(struct plan *p)
{
	if (p->doubt[TABLE_interface])
		plan_doubt(p, PLAN_ADDRESSES, p->doubt[TABLE_interface]);
	for (enum table_id t = 0; t < TABLE_COUNT; t++)
		if (PLAN_ALL >> t & 1)
			snapshot_cover(p->s, p->host, t,
				       p->doubt[t] ? COVERAGE_PARTIAL : COVERAGE_READ, p->doubt[t]);
	keyset_clear(&p->told);
	free(p->links);
}

void plan_keys(struct plan *p, const struct node *map, const char *known, const char *reason)
{
	char word[48];

	for (const struct node *n = map->first; n; n = n->next) {
		snprintf(word, sizeof(word), " %.40s ", n->key.p ? n->key.p : "");
		if (strstr(known, word))
			continue;
		snapshot_note(p->s, p->host, plan_at(p, n), n->key, reason);
		plan_doubt(p, PLAN_BIT(interface), reason);
	}
}

static struct num number_of(struct str text)
{
	bool seconds = str_ends(text, "s") && !str_ends(text, "ms");
	struct num n;

	text = str_upto(text, text.n - (str_ends(text, "ms") ? 2 : seconds));
	n = num_of(text);
	if (n.known && (n.v < 0 || n.v > INT32_MAX))
		n.known = false;
	return n.known && seconds ? num(n.v * 1000) : n;
}

static bool put(struct plan *p, const struct node *value, enum cell_type type, void *cell)
{
	switch (type) {
	case CELL_text:
		*(struct text *)cell = plan_text(p, value->text);
		return true;
	case CELL_num:
		*(struct num *)cell = number_of(value->text);
		return ((struct num *)cell)->known;
	case CELL_tri:
		*(enum tri *)cell = tri(node_is(value, NULL, true));
		return node_is(value, NULL, true) || node_is(value, NULL, false);
	case CELL_mac: return mac_parse(value->text, cell);
	case CELL_ip: return ip_parse(value->text, cell);
	case CELL_prefix: break;
	}
	return false;
}

void plan_fields(struct plan *p, const struct node *map, enum table_id t, const struct field *v,
		 size_t n, struct row *row)
{
	for (size_t i = 0; i < n; i++) {
		const struct column *c = &schema_table(t)->columns[v[i].column];
		const struct node *value = node_at(map, v[i].path);
		if (value && value->text.p && !put(p, value, c->type, (char *)row + c->offset))
			plan_unread(p, value, (table_set)1 << t, "not a value for this key");
	}
}

bool plan_first(struct plan *p, struct text interface, const char *what, const char *text)
{
	struct text key = snapshot_textf(p->s, "%s %s %s", what, interface.s, text);

	return keyset_add(&p->told, p->seed, str_of(key.s));
}

void plan_member(struct plan *p, struct text port, struct text master, const char *kind,
		 const struct node *n)
{
	struct interface row = linux_interface(p->s, p->host, port, plan_at(p, n));

	linux_enslave(p->s, p->host, port, master, kind, plan_at(p, n));
	if (same(kind, "vrf")) {
		get_interface(p->s, p->host, row.row.index, &row);
		row.stack = row.master;
		put_interface(p->s, p->host, row.row.index, &row);
	} else if (kind && !same(kind, "openvswitch") && plan_first(p, port, "member", master.s)) {
		struct uplink member = {
			.row.origin = plan_at(p, n),
			.team = master,
			.team_kind = snapshot_cstr(p->s, kind),
			.interface = port,
		};
		add_uplink(p->s, p->host, &member);
	}
}

static const char *scope_of(struct ip ip)
{
	if (ip_is_loopback(ip))
		return "host";
	return ip.family == IP_V6 && ip_is_link_local(ip) ? "link" : "global";
}

/* Of the IPv4 addresses in one subnet the kernel takes the first for primary. */
bool plan_address(struct plan *p, struct address *a)
{
	unsigned len = (unsigned)num_or(a->prefixlen, 0);

	if (!plan_first(p, a->interface, "address", ip_text(a->address).s))
		return false;
	a->scope = snapshot_cstr(p->s, scope_of(a->address));
	if (a->address.family == IP_V4)
		a->secondary = tri(
			!plan_first(p, a->interface, "subnet", prefix_text(prefix_of(a->address, len)).s));
	if (a->secondary == TRI_YES)
		a->flags = snapshot_textf(p->s, "secondary%s%s", a->flags.s ? "," : "",
					  a->flags.s ? a->flags.s : "");
	add_address(p->s, p->host, a);
	return true;
}

void plan_link_local(struct plan *p, struct text interface, const struct node *n)
{
	p->links = xrealloc(p->links, p->nlinks + 1, sizeof(*p->links));
	p->links[p->nlinks++] = (struct plan_link){ interface, plan_at(p, n) };
}

bool plan_interface(const struct plan *p, struct text name, struct interface *ret_row)
{
	size_t at;

	return name.s &&
	       snapshot_lookup_text(p->s, TABLE_interface, p->host, COLUMN(interface, name), name,
				    &at) &&
	       get_interface(p->s, p->host, at, ret_row);
}

static struct text vrf_table(const struct plan *p, struct text interface)
{
	struct interface row = { .vrf_table.s = NULL };

	if (plan_interface(p, interface, &row) && !row.vrf_table.s && row.stack.s &&
	    !plan_interface(p, row.stack, &row))
		return (struct text){ NULL };
	return row.vrf_table;
}

struct text plan_table(const struct plan *p, struct str table, struct text interface)
{
	struct text own = { NULL };

	if (!table.p || str_eq(table, "0"))
		own = vrf_table(p, interface);
	if (own.s)
		return own;
	if (!table.p || str_eq(table, "0") || str_eq(table, "254"))
		return snapshot_cstr(p->s, "main");
	if (str_eq(table, "255") || str_eq(table, "253"))
		return snapshot_cstr(p->s, str_eq(table, "255") ? "local" : "default");
	return plan_text(p, table);
}

void plan_route(struct plan *p, struct route *r)
{
	bool link = !ip_known(r->gateway) && !r->nexthops.s && r->dst.ip.family == IP_V4;

	if (!r->type.s)
		r->type = snapshot_cstr(p->s, "unicast");
	if (!r->scope.s && same(r->type.s, "unicast"))
		r->scope = snapshot_cstr(p->s, link ? "link" : "global");
	add_route(p->s, p->host, r);
}

bool plan_rule(struct plan *p, struct routing_rule *r)
{
	struct prefix known = prefix_known(r->src) ? r->src : r->dst;

	if (prefix_known(known))
		r->family = num(known.ip.family);
	if (!r->family.known)
		return false;
	r->invert = r->l3mdev = TRI_NO;
	if (!r->rule_action.s)
		r->rule_action = snapshot_cstr(p->s, "lookup");
	if (r->fwmark.known && !r->fwmask.known)
		r->fwmask = num(UINT32_MAX);
	/* A prefix of all addresses selects nothing. */
	if (prefix_known(r->src) && !r->src.len)
		r->src = (struct prefix){ .len = 0 };
	if (prefix_known(r->dst) && !r->dst.len)
		r->dst = (struct prefix){ .len = 0 };
	add_routing_rule(p->s, p->host, r);
	return true;
}

struct prefix plan_prefix(struct str text, int family)
{
	struct prefix none = { .len = 0 };
	struct ip ip;
	uint8_t len;

	if (str_eq(text, "default") || str_eq(text, "0/0"))
		text = str_of(family == IP_V6 ? "::/0" : "0.0.0.0/0");
	if (ip_parse_with_len(text, &ip, &len))
		return prefix_of(ip, len);
	return ip_parse(text, &ip) ? prefix_of(ip, ip_bits(ip)) : none;
}
