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
	struct path p = path_lookup(ix, &f, true, arena);

	path_index_free(ix);
	return p;
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_first_inserted_wins, setup, teardown),
		cmocka_unit_test_setup_teardown(test_own_address_is_lo, setup, teardown),
		cmocka_unit_test_setup_teardown(test_bound_falls_back_on_link, setup, teardown),
		cmocka_unit_test_setup_teardown(test_connection_follows_rule, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
