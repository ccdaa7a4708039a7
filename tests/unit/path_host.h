/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One host made by hand and questions to it, for the tests of path/. */
#ifndef UNIT_PATH_HOST_H
#define UNIT_PATH_HOST_H

#include "path/path.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static struct snapshot *s;
static struct arena *arena;
static struct path_index *indexes[32];
static size_t nindexes;

static inline struct ip addr(const char *text)
{
	struct ip ip = { .family = IP_NONE };

	assert_true(!text || ip_parse(str_of(text), &ip));
	return ip;
}

static inline struct prefix net(const char *text)
{
	struct prefix p = { .len = 0 };

	assert_true(!text || prefix_parse(str_of(text), &p));
	return p;
}

static int setup(void **state)
{
	struct host host = { 0 };

	(void)state;
	s = snapshot_new();
	arena = arena_new();
	host.name = snapshot_cstr(s, "h");
	host.platform = snapshot_cstr(s, "linux");
	snapshot_add_host(s, &host);
	for (enum table_id t = 0; t < TABLE_COUNT; t++)
		snapshot_cover(s, 0, t, COVERAGE_READ, NULL);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	while (nindexes)
		path_index_free(indexes[--nindexes]);
	snapshot_free(s);
	arena_free(arena);
	return 0;
}

static inline void add_dev(const char *name, int64_t ifindex, const char *address)
{
	struct interface i = { .name = snapshot_cstr(s, name), .ifindex = num(ifindex), .admin = TRI_YES };
	struct address a = { .interface = snapshot_cstr(s, name) };
	uint8_t len;

	if (same(name, "lo"))
		i.kind = snapshot_cstr(s, "loopback");
	add_interface(s, 0, &i);
	assert_true(ip_parse_with_len(str_of(address), &a.address, &len));
	a.prefixlen = num(len);
	add_address(s, 0, &a);
}

static inline struct route *a_route(const char *table, const char *dst, const char *dev)
{
	static struct route r;

	r = (struct route){
		.route_table = snapshot_cstr(s, table),
		.dst = net(dst),
		.interface = snapshot_cstr(s, dev),
	};
	return &r;
}

static inline void add_connected(const char *dst, const char *dev, const char *src)
{
	struct route *r = a_route("main", dst, dev);

	r->prefsrc = addr(src);
	r->scope = snapshot_cstr(s, "link");
	r->protocol = snapshot_cstr(s, "kernel");
	add_route(s, 0, r);
}

/* An index that holds only what the flow can use must give the same answer. */
static inline void same_by_a_part(const struct flow *f, struct path whole)
{
	struct ip asked[2] = { f->dst, f->src };
	struct path_index *ix = path_index_for(s, 0, asked, 2);
	struct path p = path_lookup(ix, f, true, arena);

	assert_int_equal(p.reachable, whole.reachable);
	assert_int_equal(p.certain, whole.certain);
	assert_int_equal(p.nalternatives, whole.nalternatives);
	assert_int_equal(p.nsteps, whole.nsteps);
	for (size_t i = 0; i < p.nsteps; i++)
		assert_string_equal(p.steps[i].text, whole.steps[i].text);
	path_index_free(ix);
}

static inline struct path ask_flow(const struct flow *f)
{
	struct path_index *ix = path_index_new(s, 0);
	struct path p = path_lookup(ix, f, true, arena);

	assert_true(nindexes < sizeof(indexes) / sizeof(indexes[0]));
	indexes[nindexes++] = ix;
	same_by_a_part(f, p);
	return p;
}

static inline struct path ask(const char *dst, const char *src, const char *dev)
{
	struct flow f = { .dst = addr(dst), .src = addr(src), .interface = dev };

	return ask_flow(&f);
}

static inline void expect(struct path p, const char *dev, const char *gateway, const char *source)
{
	assert_true(p.known);
	assert_true(p.reachable);
	assert_string_equal(p.hop.interface, dev);
	assert_string_equal(ip_text(p.hop.gateway).s, gateway ? gateway : "");
	assert_string_equal(ip_text(p.hop.source).s, source);
}

/* Two devices in one subnet. */
static inline void two_in_one_subnet(void)
{
	add_dev("lo", 1, "127.0.0.1/8");
	add_dev("eth0", 2, "10.10.10.11/24");
	add_dev("eth1", 3, "10.10.10.12/24");
	add_connected("10.10.10.0/24", "eth0", "10.10.10.11");
	add_connected("10.10.10.0/24", "eth1", "10.10.10.12");
}

static inline void add_typed(const char *table, const char *dst, const char *type)
{
	struct route *r = a_route(table, dst, NULL);

	r->type = snapshot_cstr(s, type);
	add_route(s, 0, r);
}

static inline void add_via(const char *table, const char *dst, const char *gateway, const char *dev, int64_t metric)
{
	struct route *r = a_route(table, dst, dev);

	r->gateway = addr(gateway);
	r->metric = num(metric);
	add_route(s, 0, r);
}

/* A lookup rule, with any other member set before it is added. */
static inline struct routing_rule *a_rule(int family, int64_t priority, const char *table)
{
	static struct routing_rule r;

	r = (struct routing_rule){ .family = num(family), .priority = num(priority) };
	r.route_table = snapshot_cstr(s, table);
	return &r;
}

static inline void add_default_rules(int family)
{
	add_routing_rule(s, 0, a_rule(family, 0, "local"));
	add_routing_rule(s, 0, a_rule(family, 32766, "main"));
	if (family == 4)
		add_routing_rule(s, 0, a_rule(family, 32767, "default"));
}

static inline void expect_refused(struct path p, const char *reason, const char *said)
{
	assert_true(p.known);
	assert_false(p.reachable);
	assert_null(p.hop.interface);
	assert_string_equal(p.reason, reason);
	assert_string_equal(p.steps[p.nsteps - 1].text, said);
}

static inline bool has_step(struct path p, const char *part)
{
	for (size_t i = 0; i < p.nsteps; i++)
		if (strstr(p.steps[i].text, part))
			return true;
	return false;
}

static inline void add_sysctl_row(int family, const char *dev, const char *name)
{
	struct sysctl row = { .family = num(family), .value = num(1) };

	row.interface = snapshot_cstr(s, dev);
	row.name = snapshot_cstr(s, name);
	add_sysctl(s, 0, &row);
}

static inline void add_more(const char *dev, const char *address, const char *scope, const char *flags)
{
	struct address a = { .interface = snapshot_cstr(s, dev), .scope = snapshot_cstr(s, scope) };
	uint8_t len;

	assert_true(ip_parse_with_len(str_of(address), &a.address, &len));
	a.prefixlen = num(len);
	a.flags = snapshot_cstr(s, flags);
	add_address(s, 0, &a);
}

static inline void add_hop(const char *group, const char *gateway, const char *dev, const char *flags)
{
	struct nexthop n = { .gateway = addr(gateway) };

	n.nexthops = snapshot_cstr(s, group);
	n.interface = snapshot_cstr(s, dev);
	n.flags = snapshot_cstr(s, flags);
	add_nexthop(s, 0, &n);
}

static inline void add_six(const char *dst, const char *dev, int64_t metric, const char *pref)
{
	struct route *r = a_route("main", dst, dev);

	r->metric = num(metric);
	r->pref = snapshot_cstr(s, pref);
	add_route(s, 0, r);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

#endif
