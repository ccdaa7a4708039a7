/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <sqlite3.h>
#include <string.h>

#include "model/derive.h"
#include "model/snapshot.h"

static unsigned host_named(struct snapshot *s, const char *name, const char *source)
{
	struct host h = { .name = snapshot_cstr(s, name), .source = snapshot_cstr(s, source) };

	return snapshot_add_host(s, &h);
}

/* Past every chunk size, with columns that are constant, sparse and dense. */
static void test_rows_come_back(void **state)
{
	CLEANUP(snapshot_freep) struct snapshot *s = snapshot_new();
	unsigned host = host_named(s, "a", NULL);
	size_t seen = 0;

	(void)state;
	for (uint32_t i = 0; i < 20000; i++) {
		struct route r = {
			.row.origin = snapshot_at(s, i % 3 ? "f" : NULL, i),
			.dst = prefix_of(ip4(i << 8), 24),
			.metric = i == 7777 ? num(4294967295) : (struct num){ .known = false },
			.interface = snapshot_textf(s, "eth%u", i / 5000),
			.tos = num(0),
		};
		if (i % 2)
			ip_parse(STR("fd00::1"), &r.gateway);
		add_route(s, host, &r);
	}
	for_each_row(route, r, s, host) {
		assert_int_equal(r->row.index, seen);
		assert_int_equal(ip4_value(r->dst.ip), seen << 8);
		assert_int_equal(r->metric.known, seen == 7777);
		assert_true(num_is(r->tos, 0));
		assert_int_equal(r->row.origin.line, seen % 3 ? seen : 0);
		assert_string_equal(ip_text(r->gateway).s, seen % 2 ? "fd00::1" : "");
		assert_null(r->prefsrc.family ? "known" : NULL);
		seen++;
	}
	assert_int_equal(seen, 20000);
}

static void test_put_changes_one_row(void **state)
{
	CLEANUP(snapshot_freep) struct snapshot *s = snapshot_new();
	unsigned host = host_named(s, "a", NULL);

	(void)state;
	for (int i = 0; i < 10; i++)
		add_interface(s, host, &(struct interface){ .mtu = num(1500) });
	put_interface(s, host, 9, &(struct interface){ .mtu = num(9000), .carrier = TRI_YES });
	add_interface(s, host, &(struct interface){ .mtu = num(1500) });
	for_each_row(interface, i, s, host) {
		assert_int_equal(i->mtu.v, i->row.index == 9 ? 9000 : 1500);
		assert_int_equal(i->carrier, i->row.index == 9 ? TRI_YES : TRI_UNKNOWN);
	}
}

static void test_wide_values(void **state)
{
	static const uint8_t infiniband[20] = { 1, 2, 3, [19] = 9 };
	CLEANUP(snapshot_freep) struct snapshot *s = snapshot_new();
	unsigned host = host_named(s, "a", NULL);
	struct interface i = { .mac = mac_from_bytes(infiniband, 20) };
	struct neighbour n = { .mac = mac_from_bytes(infiniband, 6) };

	(void)state;
	add_interface(s, host, &i);
	add_neighbour(s, host, &n);
	get_interface(s, host, 0, &i);
	get_neighbour(s, host, 0, &n);
	assert_string_equal(mac_text(i.mac).s, "01:02:03:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:09");
	assert_string_equal(mac_text(n.mac).s, "01:02:03:00:00:00");
}

static void test_host_names_stay_apart(void **state)
{
	CLEANUP(snapshot_freep) struct snapshot *s = snapshot_new();

	(void)state;
	host_named(s, "a", "x.yaml");
	host_named(s, "a", "y.yaml");
	host_named(s, "a", "y.yaml");
	assert_string_equal(snapshot_host_name(s, 1), "a (y.yaml)");
	assert_string_equal(snapshot_host_name(s, 2), "a (2)");
}

static void test_unspoken_table_is_absent(void **state)
{
	CLEANUP(snapshot_freep) struct snapshot *s = snapshot_new();
	unsigned host = host_named(s, "a", NULL);
	const char *why;

	(void)state;
	assert_int_equal(snapshot_coverage(s, host, TABLE_route, &why), COVERAGE_ABSENT);
	snapshot_cover(s, host, TABLE_route, COVERAGE_READ, NULL);
	snapshot_cover(s, host, TABLE_route, COVERAGE_ABSENT, "IPv6: permission denied");
	assert_int_equal(snapshot_coverage(s, host, TABLE_route, &why), COVERAGE_PARTIAL);
	assert_string_equal(why, "IPv6: permission denied");
}

static void test_gateways_are_distinct(void **state)
{
	CLEANUP(snapshot_freep) struct snapshot *s = snapshot_new();
	unsigned host = host_named(s, "a", NULL);
	struct nexthop n = { .nexthops = snapshot_cstr(s, "nhid 1"), .gateway = ip4(77) };
	struct gateway g;

	(void)state;
	add_nexthop(s, host, &n);
	n.gateway = ip4(78);
	add_nexthop(s, host, &n);
	for (uint32_t i = 0; i < 1000; i++)
		add_route(s, host, &(struct route){ .dst = prefix_of(ip4(i), 32), .gateway = ip4(i % 200 + 1) });
	for (uint32_t i = 0; i < 3; i++)
		add_route(s, host, &(struct route){ .dst = prefix_of(ip4(i), 32), .nexthops = n.nexthops });
	snapshot_seal(s);
	assert_int_equal(snapshot_rows(s, TABLE_gateway, host), 202);
	get_gateway(s, host, 0, &g);
	assert_int_equal(g.routes.v, 5);
	get_gateway(s, host, 201, &g);
	assert_int_equal(g.routes.v, 3);
}

static void test_subnet_routes_are_the_ones_of_addresses(void **state)
{
	CLEANUP(snapshot_freep) struct snapshot *s = snapshot_new();
	unsigned host = host_named(s, "a", NULL);
	struct subnet_route r;

	(void)state;
	add_address(s, host, &(struct address){ .address = ip4(0x0a000107), .prefixlen = num(24) });
	for (uint32_t i = 0; i < 300; i++)
		add_route(s, host, &(struct route){ .dst = prefix_of(ip4(0x0a000000 + (i << 8)), 24) });
	add_route(s, host, &(struct route){ .dst = prefix_of(ip4(0), 0) });
	add_route(s, host, &(struct route){ .dst = prefix_of(ip4(0x0a000100), 24), .metric = num(7) });
	snapshot_seal(s);
	assert_int_equal(snapshot_rows(s, TABLE_subnet_route, host), 3);
	get_subnet_route(s, host, 0, &r);
	assert_true(num_is(r.position, 1) && r.is_default == TRI_NO);
	get_subnet_route(s, host, 1, &r);
	assert_true(num_is(r.position, 300) && r.is_default == TRI_YES);
	get_subnet_route(s, host, 2, &r);
	assert_true(num_is(r.metric, 7));
}

static void test_computed_columns(void **state)
{
	CLEANUP(snapshot_freep) struct snapshot *s = snapshot_new();
	unsigned host = host_named(s, "a", NULL);
	struct cell c;

	(void)state;
	add_address(s, host, &(struct address){ .address = ip4(0x0a000107), .prefixlen = num(24) });
	add_address(s, host, &(struct address){ .address = ip4(0x0a000107), .prefixlen = num(-1) });
	c = derive_cell(s, TABLE_address, host, 0, COLUMN(address, subnet));
	assert_string_equal(prefix_text(c.prefix).s, "10.0.1.0/24");
	c = derive_cell(s, TABLE_address, host, 1, COLUMN(address, subnet));
	assert_false(cell_known(&c));
}

/* A column that is an SQL keyword would have to be quoted in every rule. */
static void test_no_name_is_a_keyword(void **state)
{
	(void)state;
	for (enum table_id t = 0; t < TABLE_COUNT; t++) {
		const struct table *table = schema_table(t);
		assert_false(sqlite3_keyword_check(table->name, (int)strlen(table->name)));
		for (size_t c = 0; c < table->ncolumns; c++) {
			const char *name = table->columns[c].name;
			if (sqlite3_keyword_check(name, (int)strlen(name)))
				fail_msg("%s.%s is an SQL keyword", table->name, name);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows_come_back),
		cmocka_unit_test(test_put_changes_one_row),
		cmocka_unit_test(test_wide_values),
		cmocka_unit_test(test_host_names_stay_apart),
		cmocka_unit_test(test_unspoken_table_is_absent),
		cmocka_unit_test(test_gateways_are_distinct),
		cmocka_unit_test(test_subnet_routes_are_the_ones_of_addresses),
		cmocka_unit_test(test_computed_columns),
		cmocka_unit_test(test_no_name_is_a_keyword),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
