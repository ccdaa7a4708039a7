/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lookups over small hosts made by hand; each case is a fact that a kernel was seen to show. */
#include "path_host.h"

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
		CASE(test_vrf),
		CASE(test_derived_routes),
		CASE(test_not_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
