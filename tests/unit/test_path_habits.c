/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Habits of the kernel that another host than the usual ones brought to light, and what is left open. */
#include "path_host.h"

static struct path connect_to(const char *dst, const char *src, const char *dev, unsigned port)
{
	struct flow f = { .dst = addr(dst), .src = addr(src), .interface = dev, .tcp = true, .port = port };

	return ask_flow(&f);
}

static bool has_alternative(struct path p, const char *dev, const char *gateway, const char *source)
{
	for (size_t i = 0; i < p.nalternatives; i++) {
		const struct path_hop *h = &p.alternatives[i];
		if (same(h->interface, dev) && !strcmp(ip_text(h->gateway).s, gateway ? gateway : "") &&
		    !strcmp(ip_text(h->source).s, source ? source : ""))
			return true;
	}
	return false;
}

/* Two devices with a subnet of IPv6 each. */
static void two_of_six(void)
{
	add_dev("lo", 1, "::1/128");
	add_dev("eth0", 2, "fd00::11/64");
	add_dev("eth1", 3, "fd01::12/64");
	add_six("fd00::/64", "eth0", 256, NULL);
	add_six("fd01::/64", "eth1", 256, NULL);
}

/* Towards :: no address has too narrow a scope, so the wider does not win. */
static void test_source_towards_the_unspecified(void **state)
{
	(void)state;
	add_dev("eth0", 2, "fe80::1/64");
	add_more("eth0", "fd00::1/64", "global", "");
	add_six("::/0", "eth0", 1024, NULL);
	expect(ask("::", NULL, NULL), "eth0", NULL, "fe80::1");
}

static void test_anycast(void **state)
{
	struct route *r;

	(void)state;
	two_of_six();
	r = a_route("local", "fd00::/128", "eth0");
	r->type = snapshot_cstr(s, "anycast");
	r->protocol = snapshot_cstr(s, "kernel");
	add_route(s, 0, r);
	r = a_route("main", "fd00::77/128", "eth0");
	r->type = snapshot_cstr(s, "anycast");
	r->protocol = snapshot_cstr(s, "boot");
	add_route(s, 0, r);
	expect(ask("fd00::", NULL, NULL), "lo", NULL, "fd00::11");
	expect(ask("fd00::77", NULL, NULL), "eth0", NULL, "fd00::11");
}

/* Until a rule is added IPv6 asks its default rules, whether they are there or not. */
static void test_deleted_default_rule(void **state)
{
	struct path p;

	(void)state;
	two_of_six();
	add_routing_rule(s, 0, a_rule(6, 0, "local"));
	p = ask("fd00::50", NULL, NULL);
	expect(p, "eth0", NULL, "fd00::11");
	assert_false(p.certain);
	assert_true(has_alternative(p, NULL, NULL, NULL));
	p = ask("fd99::1", NULL, NULL);
	assert_false(p.reachable);
	assert_false(p.certain);
}

/* A rule that asks for a mark of 0 was added by somebody, so the rules are asked. */
static void test_mark_of_zero_is_asked_for(void **state)
{
	struct routing_rule *r;
	struct path p;

	(void)state;
	two_of_six();
	r = a_rule(6, 0, "local");
	r->fwmark = num(0);
	r->fwmask = num(1);
	add_routing_rule(s, 0, r);
	p = ask("fd00::50", NULL, NULL);
	assert_false(p.reachable);
	assert_true(p.certain);
	assert_true(has_step(p, "rule 0: from all fwmark 0/0x1 lookup local"));
}

static void test_shared_object_shares_its_source(void **state)
{
	struct nexthop group = { .member_id = num(1) };
	struct route *r;
	struct path p;

	(void)state;
	two_of_six();
	add_hop("nhid 1", "fe80::9", "eth0", "");
	group.nexthops = snapshot_cstr(s, "nhid 2");
	group.gateway = addr("fe80::8");
	group.interface = snapshot_cstr(s, "eth1");
	group.member_id = num(3);
	add_nexthop(s, 0, &group);
	group.gateway = addr("fe80::9");
	group.interface = snapshot_cstr(s, "eth0");
	group.member_id = num(1);
	add_nexthop(s, 0, &group);
	r = a_route("main", "2001:db8::/32", NULL);
	r->nexthops = snapshot_cstr(s, "nhid 1");
	add_route(s, 0, r);
	p = ask("2001:db8::1", NULL, NULL);
	expect(p, "eth0", "fe80::9", "fd00::11");
	assert_false(p.certain);
	assert_true(has_alternative(p, "eth0", "fe80::9", "fd01::12"));
}

static void test_tcp_refuses(void **state)
{
	(void)state;
	two_in_one_subnet();
	add_typed("local", "10.10.10.255/32", "broadcast");
	add_more("eth0", "fe80::1/64", "link", "");
	add_six("fe80::/64", "eth0", 256, NULL);
	add_via("main", "224.0.0.0/4", "10.10.10.1", "eth0", 0);
	assert_true(ask("10.10.10.255", NULL, NULL).reachable);
	assert_true(has_step(ask("10.10.10.255", NULL, NULL), "a TCP connection fails: Network is unreachable"));
	assert_true(has_step(ask("239.1.1.1", NULL, NULL), "a TCP connection fails: Network is unreachable"));
	assert_true(has_step(ask("255.255.255.255", NULL, "eth0"), "a TCP connection fails: Network is unreachable"));
	assert_true(ask("fe80::9", NULL, NULL).reachable);
	assert_true(has_step(ask("fe80::9", NULL, NULL), "a TCP connection fails: Invalid argument"));
	assert_false(has_step(ask("fe80::9", NULL, "eth0"), "fails"));
	assert_false(connect_to("10.10.10.255", NULL, NULL, 0).reachable);
	expect(connect_to("10.10.10.50", NULL, NULL, 0), "eth0", NULL, "10.10.10.11");
}

/* No address of IPv6 anywhere: a lookup succeeds, a connection has no source. */
static void test_tcp_without_source(void **state)
{
	struct path p;

	(void)state;
	add_dev("eth0", 2, "10.10.10.11/24");
	add_six("fd00::/64", "eth0", 256, NULL);
	p = ask("fd00::1", NULL, NULL);
	assert_true(p.reachable);
	assert_true(has_step(p, "a TCP connection fails: Cannot assign requested address"));
	p = connect_to("fd00::1", NULL, NULL, 3260);
	assert_false(p.reachable);
	assert_string_equal(p.reason, "no source address");
}

static void test_tcp_translates(void **state)
{
	struct path p;

	(void)state;
	two_in_one_subnet();
	add_more("eth0", "fd00::11/64", "global", "");
	add_more("lo", "::1/128", "host", "");
	add_six("fd00::/64", "eth0", 256, NULL);
	p = ask("::", NULL, NULL);
	assert_false(p.reachable);
	assert_string_equal(p.connection->interface, "lo");
	assert_string_equal(ip_text(p.connection->source).s, "::1");
	p = ask("::ffff:10.10.10.50", NULL, NULL);
	assert_string_equal(p.connection->interface, "eth0");
	assert_string_equal(ip_text(p.connection->source).s, "10.10.10.11");
	p = connect_to("::ffff:10.10.10.50", "fd00::11", NULL, 0);
	assert_false(p.reachable);
	assert_string_equal(p.reason, "a socket bound to IPv6 does not speak IPv4");
}

/* An address that another subnet has for broadcast: a socket may be bound to it, and speaks by another. */
static void test_tcp_from_a_broadcast_address(void **state)
{
	(void)state;
	two_in_one_subnet();
	add_more("eth1", "10.10.10.255/32", "global", "");
	add_typed("local", "10.10.10.255/32", "broadcast");
	add_typed("local", "10.10.10.255/32", "local");
	expect(ask("10.10.10.50", "10.10.10.255", NULL), "eth0", NULL, "10.10.10.255");
	expect(connect_to("10.10.10.50", "10.10.10.255", NULL, 0), "eth0", NULL, "10.10.10.11");
	expect(connect_to("10.10.10.50", "10.10.10.12", NULL, 0), "eth0", NULL, "10.10.10.12");
}

/* 0.0.0.0 is the loopback address; bound to a device it is that one's, and asked for by rules as such. */
static void test_tcp_to_nothing(void **state)
{
	struct routing_rule *r;

	(void)state;
	two_in_one_subnet();
	expect(connect_to("0.0.0.0", NULL, NULL, 0), "lo", NULL, "127.0.0.1");
	expect(connect_to("0.0.0.0", NULL, "eth1", 0), "lo", NULL, "10.10.10.12");
	r = a_rule(4, 5, NULL);
	r->dst = net("10.10.10.12/32");
	r->rule_action = snapshot_cstr(s, "prohibit");
	add_routing_rule(s, 0, r);
	add_routing_rule(s, 0, a_rule(4, 10, "local"));
	add_routing_rule(s, 0, a_rule(4, 32766, "main"));
	assert_true(connect_to("0.0.0.0", NULL, "eth1", 0).on_link_fallback);
}

static void test_unspecified_source_is_none(void **state)
{
	(void)state;
	two_in_one_subnet();
	add_more("eth0", "fd00::11/64", "global", "");
	add_six("fd00::/64", "eth0", 256, NULL);
	expect(ask("10.10.10.50", "0.0.0.0", NULL), "eth0", NULL, "10.10.10.11");
	expect(ask("fd00::50", "::", NULL), "eth0", NULL, "fd00::11");
}

/* A default route whose carrier is gone still takes part in the choice among defaults. */
static void test_default_without_carrier(void **state)
{
	struct route *r;
	struct path p;

	(void)state;
	two_in_one_subnet();
	add_via("main", "0.0.0.0/0", "10.10.10.1", "eth0", 0);
	r = a_route("main", "0.0.0.0/0", "eth1");
	r->gateway = addr("10.10.10.2");
	r->flags = snapshot_cstr(s, "dead,linkdown");
	add_route(s, 0, r);
	p = ask("8.8.8.8", NULL, NULL);
	expect(p, "eth0", "10.10.10.1", "10.10.10.11");
	assert_false(p.certain);
	assert_true(has_alternative(p, "eth1", "10.10.10.2", "10.10.10.12"));
}

/* The gateway was the host's own before its table had a route to it. */
static void test_gateway_before_its_table(void **state)
{
	struct path p;

	(void)state;
	two_in_one_subnet();
	add_default_rules(4);
	add_routing_rule(s, 0, a_rule(4, 100, "100"));
	struct route *r = a_route("100", "10.10.10.0/24", "eth0");
	r->scope = snapshot_cstr(s, "link");
	add_route(s, 0, r);
	add_via("100", "0.0.0.0/0", "10.10.10.11", "eth0", 0);
	p = ask("8.8.8.8", NULL, NULL);
	expect(p, "eth0", NULL, "10.10.10.11");
	assert_true(has_alternative(p, "eth0", "10.10.10.11", "10.10.10.11"));
	assert_false(p.certain);
}

/* Its route in table local was deleted later: who knows how the gateway looked before. */
static void test_gateway_of_another_interface(void **state)
{
	struct path p;

	(void)state;
	two_in_one_subnet();
	struct route *r = a_route("local", "10.10.10.11/32", "eth0");
	r->type = snapshot_cstr(s, "local");
	add_route(s, 0, r);
	add_via("main", "10.20.0.0/16", "10.10.10.12", "eth1", 0);
	p = ask("10.20.0.1", NULL, NULL);
	expect(p, "eth1", "10.10.10.12", "10.10.10.12");
	assert_true(has_alternative(p, "eth1", NULL, "10.10.10.12"));
	assert_false(p.certain);
}

static void test_home_address(void **state)
{
	struct path p;

	(void)state;
	add_dev("eth0", 2, "fd00::1/64");
	add_more("eth0", "fd00::2/64", "global", "home");
	add_six("fd00::/64", "eth0", 256, NULL);
	p = ask("fd00::9", NULL, NULL);
	expect(p, "eth0", NULL, "fd00::2");
	assert_false(p.certain);
	assert_true(has_alternative(p, "eth0", NULL, "fd00::1"));
	/* Where it comes first anyway nothing is left open. */
	assert_true(ask("fd00::2", NULL, "eth0").certain);
}

static void test_source_before_route_localnet(void **state)
{
	struct route *r;
	struct path p;

	(void)state;
	add_dev("lo", 1, "127.0.0.1/8");
	struct interface i = { .name = snapshot_cstr(s, "eth0"), .ifindex = num(2), .admin = TRI_YES };
	add_interface(s, 0, &i);
	add_more("eth0", "10.5.0.1/32", "host", "");
	add_dev("eth1", 3, "10.0.0.1/24");
	r = a_route("main", "10.9.0.0/16", "eth0");
	r->scope = snapshot_cstr(s, "link");
	add_route(s, 0, r);
	p = ask("10.9.0.1", NULL, NULL);
	expect(p, "eth0", NULL, "10.0.0.1");
	assert_false(p.certain);
	assert_true(has_alternative(p, "eth0", NULL, "10.5.0.1"));
	add_sysctl_row(4, "eth0", "route_localnet");
	expect(ask("10.9.0.1", NULL, NULL), "eth0", NULL, "10.5.0.1");
}

/* Shares are dealt when a carrier changes, not when ignore_routes_with_linkdown does. */
static void test_leg_without_carrier(void **state)
{
	struct route *r;
	struct path p;

	(void)state;
	two_in_one_subnet();
	add_sysctl_row(4, "all", "ignore_routes_with_linkdown");
	r = a_route("main", "10.70.0.0/16", NULL);
	r->nexthops = snapshot_cstr(s, "multipath 1");
	add_route(s, 0, r);
	add_hop("multipath 1", "10.10.10.1", "eth0", "linkdown");
	add_hop("multipath 1", "10.10.10.2", "eth1", "");
	p = ask("10.70.0.1", NULL, NULL);
	expect(p, "eth1", "10.10.10.2", "10.10.10.12");
	assert_false(p.certain);
	assert_true(has_alternative(p, "eth0", "10.10.10.1", "10.10.10.11"));

	add_more("eth0", "fd00::11/64", "global", "");
	add_more("eth1", "fd01::12/64", "global", "");
	add_sysctl_row(6, "eth0", "ignore_routes_with_linkdown");
	r = a_route("main", "2001:db8::/32", NULL);
	r->nexthops = snapshot_cstr(s, "multipath 2");
	add_route(s, 0, r);
	/* As the kernel shows it; with its device down a leg is dead indeed. */
	add_hop("multipath 2", "fd00::1", "eth0", "dead,linkdown");
	add_hop("multipath 2", "fd00::2", "eth0", "dead");
	add_hop("multipath 2", "fd01::1", "eth1", "");
	p = ask("2001:db8::1", NULL, NULL);
	expect(p, "eth1", "fd01::1", "fd01::12");
	assert_false(p.certain);
	assert_true(has_alternative(p, "eth0", "fd00::1", "fd00::11"));
	assert_int_equal(p.nalternatives, 1);
}

/* A rule for TCP and a port counts for connections to that port. */
static void test_port_rules(void **state)
{
	struct routing_rule *r;

	(void)state;
	two_in_one_subnet();
	add_default_rules(4);
	r = a_rule(4, 100, "100");
	r->ipproto = num(6);
	r->dport_start = r->dport_end = num(3260);
	add_routing_rule(s, 0, r);
	add_via("100", "10.10.10.0/24", "10.10.10.1", "eth1", 0);
	expect(ask("10.10.10.50", NULL, NULL), "eth0", NULL, "10.10.10.11");
	expect(connect_to("10.10.10.50", NULL, NULL, 3261), "eth0", NULL, "10.10.10.11");
	expect(connect_to("10.10.10.50", NULL, NULL, 3260), "eth1", "10.10.10.1", "10.10.10.12");
	assert_null(connect_to("10.10.10.50", NULL, NULL, 3260).connection);
	struct path p = ask("10.10.10.50", NULL, NULL);
	assert_null(p.connection);
	assert_string_equal(p.warnings[0],
			    "TCP to port 3260 leaves by eth1 via 10.10.10.1 from 10.10.10.12: see rule 100");
	/* Every port: then it is what a connection does. */
	r = a_rule(4, 90, "100");
	r->ipproto = num(6);
	r->dport_start = num(1);
	r->dport_end = num(65535);
	add_routing_rule(s, 0, r);
	p = ask("10.10.10.50", NULL, NULL);
	assert_string_equal(p.connection->interface, "eth1");
}

/* The source port is chosen anew each time: both answers are possible. */
static void test_source_port_rule(void **state)
{
	struct routing_rule *r;
	struct path p;

	(void)state;
	two_in_one_subnet();
	add_default_rules(4);
	r = a_rule(4, 100, "100");
	r->sport_start = num(40000);
	r->sport_end = num(50000);
	add_routing_rule(s, 0, r);
	add_via("100", "10.10.10.0/24", "10.10.10.1", "eth1", 0);
	p = connect_to("10.10.10.50", NULL, NULL, 3260);
	expect(p, "eth0", NULL, "10.10.10.11");
	assert_false(p.certain);
	assert_true(has_alternative(p, "eth1", "10.10.10.1", "10.10.10.11"));
	p = ask("10.10.10.50", NULL, NULL);
	assert_false(p.certain);
	assert_true(has_step(p, "not certain: a TCP connection: a policy rule looks at the source port"));
}

/* A source of the host by a route of type local alone, far from what was asked for. */
static void test_preferred_source_by_a_local_route(void **state)
{
	struct route *r;

	(void)state;
	two_in_one_subnet();
	add_default_rules(4);
	add_typed("local", "10.99.0.0/16", "local");
	r = a_route("main", "10.20.0.0/16", "eth1");
	r->prefsrc = addr("10.99.0.1");
	add_route(s, 0, r);
	expect(connect_to("10.20.0.1", NULL, NULL, 3260), "eth1", NULL, "10.99.0.1");
}

/* A set of sources in the first pass is a set of questions in the second. */
static void test_every_source_is_asked(void **state)
{
	struct routing_rule *from;
	struct route *r;
	struct path p;

	(void)state;
	two_in_one_subnet();
	add_default_rules(4);
	from = a_rule(4, 100, "100");
	from->src = net("10.10.10.12/32");
	add_routing_rule(s, 0, from);
	add_via("100", "10.70.0.0/16", "10.10.10.9", "eth1", 0);
	r = a_route("main", "10.70.0.0/16", NULL);
	r->nexthops = snapshot_cstr(s, "multipath 1");
	add_route(s, 0, r);
	add_hop("multipath 1", "10.10.10.1", "eth0", "");
	add_hop("multipath 1", "10.10.10.2", "eth1", "");
	p = connect_to("10.70.0.1", NULL, NULL, 3260);
	expect(p, "eth0", "10.10.10.1", "10.10.10.11");
	assert_true(has_alternative(p, "eth1", "10.10.10.2", "10.10.10.11"));
	assert_true(has_alternative(p, "eth1", "10.10.10.9", "10.10.10.12"));
	assert_false(p.certain);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_source_towards_the_unspecified),
		CASE(test_anycast),
		CASE(test_deleted_default_rule),
		CASE(test_mark_of_zero_is_asked_for),
		CASE(test_shared_object_shares_its_source),
		CASE(test_tcp_refuses),
		CASE(test_tcp_without_source),
		CASE(test_tcp_translates),
		CASE(test_tcp_to_nothing),
		CASE(test_tcp_from_a_broadcast_address),
		CASE(test_unspecified_source_is_none),
		CASE(test_default_without_carrier),
		CASE(test_gateway_before_its_table),
		CASE(test_gateway_of_another_interface),
		CASE(test_home_address),
		CASE(test_source_before_route_localnet),
		CASE(test_leg_without_carrier),
		CASE(test_port_rules),
		CASE(test_source_port_rule),
		CASE(test_preferred_source_by_a_local_route),
		CASE(test_every_source_is_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
