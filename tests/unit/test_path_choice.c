/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which of several routes, next hops and source addresses is taken. */
#include "path_host.h"

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_source_of_ipv4),
		CASE(test_link_scope_source),
		CASE(test_down_device_keeps_its_address),
		CASE(test_foreign_source),
		CASE(test_default_routes_are_a_set),
		CASE(test_multipath),
		CASE(test_object_that_does_not_fit),
		CASE(test_ipv6),
		CASE(test_source_of_ipv6),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
