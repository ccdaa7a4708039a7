/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lookups over small hosts made by hand; each case is a fact that a kernel was seen to show. */
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

static struct ip addr(const char *text)
{
	struct ip ip = { .family = IP_NONE };

	assert_true(!text || ip_parse(str_of(text), &ip));
	return ip;
}

static struct prefix net(const char *text)
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

static void add_dev(const char *name, int64_t ifindex, const char *address)
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

static struct route *a_route(const char *table, const char *dst, const char *dev)
{
	static struct route r;

	r = (struct route){
		.route_table = snapshot_cstr(s, table),
		.dst = net(dst),
		.interface = snapshot_cstr(s, dev),
	};
	return &r;
}

static void add_connected(const char *dst, const char *dev, const char *src)
{
	struct route *r = a_route("main", dst, dev);

	r->prefsrc = addr(src);
	r->scope = snapshot_cstr(s, "link");
	r->protocol = snapshot_cstr(s, "kernel");
	add_route(s, 0, r);
}

static struct path ask(const char *dst, const char *src, const char *dev)
{
	struct path_index *ix = path_index_new(s, 0);
	struct flow f = { .dst = addr(dst), .src = addr(src), .interface = dev };

	assert_true(nindexes < sizeof(indexes) / sizeof(indexes[0]));
	indexes[nindexes++] = ix;
	return path_lookup(ix, &f, true, arena);
}

static void expect(struct path p, const char *dev, const char *gateway, const char *source)
{
	assert_true(p.known);
	assert_true(p.reachable);
	assert_string_equal(p.hop.interface, dev);
	assert_string_equal(ip_text(p.hop.gateway).s, gateway ? gateway : "");
	assert_string_equal(ip_text(p.hop.source).s, source);
}

/* Two devices in one subnet. */
static void two_in_one_subnet(void)
{
	add_dev("lo", 1, "127.0.0.1/8");
	add_dev("eth0", 2, "10.10.10.11/24");
	add_dev("eth1", 3, "10.10.10.12/24");
	add_connected("10.10.10.0/24", "eth0", "10.10.10.11");
	add_connected("10.10.10.0/24", "eth1", "10.10.10.12");
}

static void test_first_inserted_wins(void **state)
{
	(void)state;
	two_in_one_subnet();
	struct path p = ask("10.10.10.50", NULL, NULL);
	expect(p, "eth0", NULL, "10.10.10.11");
	assert_string_equal(p.table, "main");
	assert_int_equal(p.nwarnings, 2);
	assert_string_equal(p.warnings[0], "eth1 is in 10.10.10.0/24 too: unbound traffic never uses it");
	expect(ask("10.10.10.50", "10.10.10.12", NULL), "eth0", NULL, "10.10.10.12");
	expect(ask("10.10.10.50", NULL, "eth1"), "eth1", NULL, "10.10.10.12");
}

static void test_own_address_is_lo(void **state)
{
	(void)state;
	two_in_one_subnet();
	expect(ask("10.10.10.12", NULL, NULL), "lo", NULL, "10.10.10.12");
	expect(ask("10.10.10.12", NULL, "eth0"), "eth0", NULL, "10.10.10.11");
	expect(ask("127.0.0.9", NULL, NULL), "lo", NULL, "127.0.0.1");
}

static void test_bound_falls_back_on_link(void **state)
{
	struct path p;

	(void)state;
	two_in_one_subnet();
	p = ask("10.9.9.9", NULL, "eth1");
	expect(p, "eth1", NULL, "10.10.10.12");
	assert_true(p.on_link_fallback);
	assert_null(p.route);
	p = ask("10.9.9.9", NULL, NULL);
	assert_false(p.reachable);
	assert_string_equal(p.reason, "no route");
}

static void test_connection_follows_rule(void **state)
{
	struct routing_rule local = { .family = num(4), .priority = num(0) };
	struct routing_rule from = { .family = num(4), .priority = num(101) };
	struct routing_rule main_rule = { .family = num(4), .priority = num(32766) };
	struct path p;

	(void)state;
	two_in_one_subnet();
	local.route_table = snapshot_cstr(s, "local");
	from.src = net("10.10.10.11/32");
	from.route_table = snapshot_cstr(s, "101");
	main_rule.route_table = snapshot_cstr(s, "main");
	add_routing_rule(s, 0, &local);
	add_routing_rule(s, 0, &from);
	add_routing_rule(s, 0, &main_rule);
	add_route(s, 0, a_route("101", "10.10.10.0/24", "eth1"));
	p = ask("10.10.10.50", NULL, NULL);
	expect(p, "eth0", NULL, "10.10.10.11");
	assert_non_null(p.connection);
	assert_string_equal(p.connection->interface, "eth1");
}


static void add_typed(const char *table, const char *dst, const char *type)
{
	struct route *r = a_route(table, dst, NULL);

	r->type = snapshot_cstr(s, type);
	add_route(s, 0, r);
}

static void add_via(const char *table, const char *dst, const char *gateway, const char *dev, int64_t metric)
{
	struct route *r = a_route(table, dst, dev);

	r->gateway = addr(gateway);
	r->metric = num(metric);
	add_route(s, 0, r);
}

/* A lookup rule, with any other member set before it is added. */
static struct routing_rule *a_rule(int family, int64_t priority, const char *table)
{
	static struct routing_rule r;

	r = (struct routing_rule){ .family = num(family), .priority = num(priority) };
	r.route_table = snapshot_cstr(s, table);
	return &r;
}

static void add_default_rules(int family)
{
	add_routing_rule(s, 0, a_rule(family, 0, "local"));
	add_routing_rule(s, 0, a_rule(family, 32766, "main"));
	if (family == 4)
		add_routing_rule(s, 0, a_rule(family, 32767, "default"));
}

static void expect_refused(struct path p, const char *reason, const char *said)
{
	assert_true(p.known);
	assert_false(p.reachable);
	assert_null(p.hop.interface);
	assert_string_equal(p.reason, reason);
	assert_string_equal(p.steps[p.nsteps - 1].text, said);
}

static bool has_step(struct path p, const char *part)
{
	for (size_t i = 0; i < p.nsteps; i++)
		if (strstr(p.steps[i].text, part))
			return true;
	return false;
}

static void test_route_types(void **state)
{
	(void)state;
	two_in_one_subnet();
	add_default_rules(4);
	add_typed("main", "10.1.0.0/16", "blackhole");
	add_typed("main", "10.2.0.0/16", "unreachable");
	add_typed("main", "10.3.0.0/16", "prohibit");
	add_typed("main", "10.4.0.0/16", "throw");
	add_via("default", "10.4.0.0/16", "10.10.10.1", "eth1", 0);
	expect_refused(ask("10.1.0.1", NULL, NULL), "blackhole", "the kernel answers: Invalid argument");
	expect_refused(ask("10.2.0.1", NULL, NULL), "unreachable", "the kernel answers: No route to host");
	expect_refused(ask("10.3.0.1", NULL, NULL), "prohibit", "the kernel answers: Permission denied");
	expect_refused(ask("10.5.0.1", NULL, NULL), "no route", "the kernel answers: Network is unreachable");
	expect(ask("10.4.0.1", NULL, NULL), "eth1", "10.10.10.1", "10.10.10.12");
	assert_true(ask("10.1.0.1", NULL, "eth1").on_link_fallback);
	assert_true(ask("10.3.0.1", NULL, "eth0").on_link_fallback);
}

static void test_metric_before_order(void **state)
{
	(void)state;
	two_in_one_subnet();
	add_via("main", "10.20.0.0/16", "10.10.10.1", "eth0", 101);
	add_via("main", "10.20.0.0/16", "10.10.10.2", "eth1", 100);
	expect(ask("10.20.0.1", NULL, NULL), "eth1", "10.10.10.2", "10.10.10.12");
	expect(ask("10.20.0.1", NULL, "eth0"), "eth0", "10.10.10.1", "10.10.10.11");
	add_via("main", "10.20.1.0/24", "10.10.10.3", "eth0", 1000);
	expect(ask("10.20.1.1", NULL, NULL), "eth0", "10.10.10.3", "10.10.10.11");
	/* Back to the shorter prefix, which leaves by the bound device. */
	expect(ask("10.20.1.1", NULL, "eth1"), "eth1", "10.10.10.2", "10.10.10.12");
}

static void add_sysctl_row(int family, const char *dev, const char *name)
{
	struct sysctl row = { .family = num(family), .value = num(1) };

	row.interface = snapshot_cstr(s, dev);
	row.name = snapshot_cstr(s, name);
	add_sysctl(s, 0, &row);
}

static void test_linkdown(void **state)
{
	struct route *r;

	(void)state;
	add_dev("lo", 1, "127.0.0.1/8");
	add_dev("eth0", 2, "10.10.10.11/24");
	add_dev("eth1", 3, "10.10.10.12/24");
	r = a_route("main", "10.10.10.0/24", "eth0");
	r->flags = snapshot_cstr(s, "linkdown");
	r->scope = snapshot_cstr(s, "link");
	add_route(s, 0, r);
	add_connected("10.10.10.0/24", "eth1", "10.10.10.12");
	expect(ask("10.10.10.50", NULL, NULL), "eth0", NULL, "10.10.10.11");
	add_sysctl_row(4, "all", "ignore_routes_with_linkdown");
	expect(ask("10.10.10.50", NULL, NULL), "eth1", NULL, "10.10.10.12");
}

/* Until a rule is added the longer prefix of main beats the shorter of local. */
static void test_local_and_main_are_one(void **state)
{
	struct routing_rule *nop;
	struct path p;

	(void)state;
	add_dev("lo", 1, "127.0.0.1/8");
	add_dev("eth0", 2, "10.10.10.11/24");
	add_typed("local", "10.30.0.0/16", "local");
	add_via("main", "10.30.1.0/24", "10.10.10.1", "eth0", 0);
	add_default_rules(4);
	p = ask("10.30.1.1", NULL, NULL);
	expect(p, "eth0", "10.10.10.1", "10.10.10.11");
	assert_false(p.certain);
	nop = a_rule(4, 100, NULL);
	nop->rule_action = snapshot_cstr(s, "nop");
	add_routing_rule(s, 0, nop);
	expect(ask("10.30.1.1", NULL, NULL), "lo", NULL, "10.30.1.1");
}

static void test_rules(void **state)
{
	struct routing_rule *r;

	(void)state;
	two_in_one_subnet();
	add_default_rules(4);
	add_via("main", "0.0.0.0/0", "10.10.10.1", "eth0", 0);
	add_via("200", "0.0.0.0/0", "10.10.10.2", "eth1", 0);
	r = a_rule(4, 10, "main");
	r->suppress_prefixlen = num(0);
	add_routing_rule(s, 0, r);
	r = a_rule(4, 20, NULL);
	r->rule_action = snapshot_cstr(s, "goto");
	r->goto_priority = num(40);
	r->fwmark = num(7);
	r->invert = TRI_YES;
	add_routing_rule(s, 0, r);
	r = a_rule(4, 30, NULL);
	r->rule_action = snapshot_cstr(s, "prohibit");
	add_routing_rule(s, 0, r);
	add_routing_rule(s, 0, a_rule(4, 40, "200"));
	expect(ask("10.10.10.50", NULL, NULL), "eth0", NULL, "10.10.10.11");
	expect(ask("8.8.8.8", NULL, NULL), "eth1", "10.10.10.2", "10.10.10.12");
	assert_true(has_step(ask("8.8.8.8", NULL, NULL), "found, but suppressed"));

	struct path_index *ix = path_index_new(s, 0);
	struct flow f = { .dst = addr("8.8.8.8"), .mark = 7 };
	struct path p = path_lookup(ix, &f, true, arena);
	path_index_free(ix);
	assert_false(p.reachable);
	assert_string_equal(p.reason, "prohibit");
}

static void test_detached_rule_never_matches(void **state)
{
	struct routing_rule *r;

	(void)state;
	two_in_one_subnet();
	add_default_rules(4);
	r = a_rule(4, 10, NULL);
	r->oif = snapshot_cstr(s, "gone0");
	r->detached = snapshot_cstr(s, "oif");
	r->rule_action = snapshot_cstr(s, "blackhole");
	add_routing_rule(s, 0, r);
	expect(ask("10.10.10.50", NULL, NULL), "eth0", NULL, "10.10.10.11");
}

static void add_more(const char *dev, const char *address, const char *scope, const char *flags)
{
	struct address a = { .interface = snapshot_cstr(s, dev), .scope = snapshot_cstr(s, scope) };
	uint8_t len;

	assert_true(ip_parse_with_len(str_of(address), &a.address, &len));
	a.prefixlen = num(len);
	a.flags = snapshot_cstr(s, flags);
	add_address(s, 0, &a);
}

static void test_source_of_ipv4(void **state)
{
	struct route *r;

	(void)state;
	add_dev("lo", 1, "127.0.0.1/8");
	add_dev("eth0", 2, "10.10.10.11/24");
	add_more("eth0", "10.10.10.12/24", "global", "secondary");
	add_more("eth0", "10.20.0.1/16", "global", "");
	add_dev("eth1", 3, "10.40.0.1/24");
	/* The gateway's subnet decides, then the first; never a secondary one. */
	add_via("main", "10.50.0.0/16", "10.20.0.9", "eth0", 0);
	expect(ask("10.50.0.1", NULL, NULL), "eth0", "10.20.0.9", "10.20.0.1");
	add_via("main", "10.51.0.0/16", "10.99.0.9", "eth0", 0);
	expect(ask("10.51.0.1", NULL, NULL), "eth0", "10.99.0.9", "10.10.10.11");
	/* A device without an address borrows one. */
	r = a_route("main", "10.52.0.0/16", "eth2");
	r->scope = snapshot_cstr(s, "link");
	add_route(s, 0, r);
	expect(ask("10.52.0.1", NULL, NULL), "eth2", NULL, "10.10.10.11");
}

/* An address of scope link that stands first is chosen for routes of scope link alone. */
static void test_link_scope_source(void **state)
{
	struct route *r;

	(void)state;
	add_dev("lo", 1, "127.0.0.1/8");
	add_dev("eth1", 3, "10.40.0.1/24");
	struct interface i = { .name = snapshot_cstr(s, "eth0"), .ifindex = num(2), .admin = TRI_YES };
	add_interface(s, 0, &i);
	add_more("eth0", "169.254.1.1/16", "link", "");
	add_more("eth0", "10.10.10.11/24", "global", "");
	r = a_route("main", "10.60.0.0/16", "eth0");
	r->scope = snapshot_cstr(s, "link");
	add_route(s, 0, r);
	expect(ask("10.60.0.1", NULL, NULL), "eth0", NULL, "169.254.1.1");
	add_via("main", "10.61.0.0/16", "10.10.10.1", "eth0", 0);
	expect(ask("10.61.0.1", NULL, NULL), "eth0", "10.10.10.1", "10.10.10.11");
}

static void test_down_device_keeps_its_address(void **state)
{
	struct interface down = { .ifindex = num(9), .admin = TRI_NO };

	(void)state;
	two_in_one_subnet();
	down.name = snapshot_cstr(s, "eth9");
	add_interface(s, 0, &down);
	add_more("eth9", "10.90.0.1/24", "global", "");
	expect(ask("10.90.0.1", NULL, NULL), "lo", NULL, "10.90.0.1");
	expect_refused(ask("10.90.0.9", NULL, "eth9"), "the interface is down",
		       "the kernel answers: Network is unreachable");
}

static void test_foreign_source(void **state)
{
	(void)state;
	two_in_one_subnet();
	assert_false(ask("10.10.10.50", "10.10.10.99", NULL).reachable);
	assert_false(ask("10.10.10.50", "127.0.0.1", NULL).reachable);
}

static void test_default_routes_are_a_set(void **state)
{
	struct path p;

	(void)state;
	two_in_one_subnet();
	add_via("main", "0.0.0.0/0", "10.10.10.1", "eth0", 0);
	add_via("main", "0.0.0.0/0", "10.10.10.2", "eth1", 0);
	add_via("main", "0.0.0.0/0", "10.10.10.3", "eth1", 50);
	p = ask("8.8.8.8", NULL, NULL);
	expect(p, "eth0", "10.10.10.1", "10.10.10.11");
	assert_false(p.certain);
	assert_int_equal(p.nalternatives, 1);
	assert_string_equal(ip_text(p.alternatives[0].gateway).s, "10.10.10.2");
	p = ask("8.8.8.8", NULL, "eth1");
	expect(p, "eth1", "10.10.10.2", "10.10.10.12");
	assert_true(p.certain);
}

static void add_hop(const char *group, const char *gateway, const char *dev, const char *flags)
{
	struct nexthop n = { .gateway = addr(gateway) };

	n.nexthops = snapshot_cstr(s, group);
	n.interface = snapshot_cstr(s, dev);
	n.flags = snapshot_cstr(s, flags);
	add_nexthop(s, 0, &n);
}

static void test_multipath(void **state)
{
	struct route *r;
	struct path p;

	(void)state;
	two_in_one_subnet();
	r = a_route("main", "10.70.0.0/16", NULL);
	r->nexthops = snapshot_cstr(s, "multipath 1");
	add_route(s, 0, r);
	add_hop("multipath 1", "10.10.10.1", "eth0", "");
	add_hop("multipath 1", "10.10.10.2", "eth1", "");
	add_hop("multipath 1", "10.10.10.3", "eth1", "dead");
	p = ask("10.70.0.1", NULL, NULL);
	expect(p, "eth0", "10.10.10.1", "10.10.10.11");
	assert_int_equal(p.nalternatives, 1);
	assert_false(p.certain);
	expect(ask("10.70.0.1", NULL, "eth1"), "eth1", "10.10.10.2", "10.10.10.12");
}

/* An object that does not fit ends the search at its address. */
static void test_object_that_does_not_fit(void **state)
{
	struct route *r;

	(void)state;
	two_in_one_subnet();
	r = a_route("main", "10.70.0.0/16", NULL);
	r->nexthops = snapshot_cstr(s, "nhid 1");
	add_route(s, 0, r);
	add_hop("nhid 1", "10.10.10.1", "eth0", "");
	add_via("main", "10.70.0.0/16", "10.10.10.2", "eth1", 0);
	assert_true(ask("10.70.0.1", NULL, "eth1").on_link_fallback);
	expect(ask("10.70.0.1", NULL, NULL), "eth0", "10.10.10.1", "10.10.10.11");
}

static void add_six(const char *dst, const char *dev, int64_t metric, const char *pref)
{
	struct route *r = a_route("main", dst, dev);

	r->metric = num(metric);
	r->pref = snapshot_cstr(s, pref);
	add_route(s, 0, r);
}

static void test_ipv6(void **state)
{
	struct path p;

	(void)state;
	add_dev("lo", 1, "::1/128");
	add_dev("eth0", 2, "fd00::11/64");
	add_dev("eth1", 3, "fd00::12/64");
	add_six("fd00::/64", "eth0", 256, NULL);
	add_six("fd00::/64", "eth1", 256, NULL);
	expect(ask("fd00::50", NULL, NULL), "eth0", NULL, "fd00::11");
	expect(ask("fd00::50", NULL, "eth1"), "eth1", NULL, "fd00::12");
	expect(ask("fd00::12", NULL, NULL), "lo", NULL, "fd00::12");
	expect_refused(ask("2001:db8::1", NULL, "eth1"), "no route", "the kernel answers: Network is unreachable");
	/* Bound to a device and an address: not strict for ip, strict for a socket. */
	add_six("fd01::/64", "eth0", 1024, NULL);
	assert_false(ask("fd01::1", NULL, "eth1").reachable);
	p = ask("fd01::1", "fd00::12", "eth1");
	expect(p, "eth0", NULL, "fd00::12");
	assert_true(has_step(p, "a TCP connection fails"));
	/* Preference counts among equals. */
	add_six("fd02::/64", "eth0", 1024, "low");
	add_six("fd02::/64", "eth1", 1024, "high");
	expect(ask("fd02::1", NULL, NULL), "eth1", NULL, "fd00::12");
}

static void test_source_of_ipv6(void **state)
{
	(void)state;
	add_dev("eth0", 2, "fe80::1/64");
	add_more("eth0", "fd00::1/64", "global", "deprecated");
	add_more("eth0", "2001:db8::1/64", "global", "");
	add_more("eth0", "2001:db8::2/64", "global", "tentative");
	add_six("::/0", "eth0", 1024, NULL);
	expect(ask("2001:db8::9", NULL, NULL), "eth0", NULL, "2001:db8::1");
	expect(ask("fd00::9", NULL, NULL), "eth0", NULL, "2001:db8::1");
	expect(ask("fe80::9", NULL, "eth0"), "eth0", NULL, "fe80::1");
}

static void test_vrf(void **state)
{
	struct interface i = { .kind = snapshot_cstr(s, "vrf"), .vrf_table = snapshot_cstr(s, "10"), .admin = TRI_YES };
	struct routing_rule *r;

	(void)state;
	two_in_one_subnet();
	i.name = snapshot_cstr(s, "blue");
	i.ifindex = num(5);
	add_interface(s, 0, &i);
	i = (struct interface){ .name = snapshot_cstr(s, "eth2"), .ifindex = num(6), .admin = TRI_YES };
	i.master = snapshot_cstr(s, "blue");
	add_interface(s, 0, &i);
	add_more("eth2", "10.80.0.2/24", "global", "");
	add_default_rules(4);
	r = a_rule(4, 1000, NULL);
	r->l3mdev = TRI_YES;
	add_routing_rule(s, 0, r);
	struct route *c = a_route("10", "10.80.0.0/24", "eth2");
	c->scope = snapshot_cstr(s, "link");
	add_route(s, 0, c);
	add_via("10", "0.0.0.0/0", "10.80.0.1", "eth2", 0);
	add_via("main", "0.0.0.0/0", "10.10.10.1", "eth0", 0);
	expect(ask("8.8.8.8", NULL, NULL), "eth0", "10.10.10.1", "10.10.10.11");
	expect(ask("8.8.8.8", NULL, "eth2"), "eth2", "10.80.0.1", "10.80.0.2");
	expect(ask("8.8.8.8", NULL, "blue"), "eth2", "10.80.0.1", "10.80.0.2");
	expect(ask("10.80.0.9", NULL, "blue"), "eth2", NULL, "10.80.0.2");
}

static void test_derived_routes(void **state)
{
	struct path p;

	(void)state;
	/* Nobody spoke of the routes. */
	snapshot_free(s);
	s = snapshot_new();
	struct host host = { .name = snapshot_cstr(s, "h") };
	snapshot_add_host(s, &host);
	add_dev("eth0", 2, "10.10.10.11/24");
	add_more("eth0", "10.11.0.1/24", "global", "noprefixroute");
	add_more("eth0", "fd00::11/64", "global", "");
	p = ask("10.10.10.50", NULL, NULL);
	expect(p, "eth0", NULL, "10.10.10.11");
	assert_false(p.certain);
	assert_true(has_step(p, "derived"));
	assert_false(ask("10.11.0.9", NULL, NULL).reachable);
	expect(ask("fd00::50", NULL, NULL), "eth0", NULL, "fd00::11");
	expect(ask("10.11.0.1", NULL, NULL), "lo", NULL, "10.11.0.1");
}

static void test_not_known(void **state)
{
	struct host host = { .name = snapshot_cstr(s, "esx"), .platform = snapshot_cstr(s, "esxi") };
	struct host empty = { .name = snapshot_cstr(s, "empty") };
	struct flow f = { .dst = addr("10.0.0.1") };
	unsigned hosts[2] = { snapshot_add_host(s, &host), snapshot_add_host(s, &empty) };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct path_index *ix = path_index_new(s, hosts[i]);
		struct path p = path_lookup(ix, &f, true, arena);
		path_index_free(ix);
		assert_false(p.known);
		assert_false(p.certain);
		assert_non_null(p.reason);
	}
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_first_inserted_wins),
		CASE(test_own_address_is_lo),
		CASE(test_bound_falls_back_on_link),
		CASE(test_connection_follows_rule),
		CASE(test_route_types),
		CASE(test_metric_before_order),
		CASE(test_linkdown),
		CASE(test_local_and_main_are_one),
		CASE(test_rules),
		CASE(test_detached_rule_never_matches),
		CASE(test_source_of_ipv4),
		CASE(test_link_scope_source),
		CASE(test_down_device_keeps_its_address),
		CASE(test_foreign_source),
		CASE(test_default_routes_are_a_set),
		CASE(test_multipath),
		CASE(test_object_that_does_not_fit),
		CASE(test_ipv6),
		CASE(test_source_of_ipv6),
		CASE(test_vrf),
		CASE(test_derived_routes),
		CASE(test_not_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
