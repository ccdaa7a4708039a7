/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lookups on ESX and ESXi: stacks, the elected port, bound ports, what is only guessed. */
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

static int setup(void **state)
{
	struct host host = { 0 };

	(void)state;
	s = snapshot_new();
	arena = arena_new();
	host.name = snapshot_cstr(s, "esx01");
	host.platform = snapshot_cstr(s, "esxi");
	snapshot_add_host(s, &host);
	for (enum table_id t = 0; t < TABLE_COUNT; t++)
		if (t != TABLE_route)
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

static void add_port(const char *name, const char *stack, const char *address, const char *gateway)
{
	struct interface i = {
		.name = snapshot_cstr(s, name),
		.kind = snapshot_cstr(s, strncmp(name, "vswif", 5) == 0 ? "vswif" : "vmknic"),
		.stack = snapshot_cstr(s, stack),
		.gateway = addr(gateway),
	};
	struct address a = { .interface = snapshot_cstr(s, name) };
	uint8_t len;

	add_interface(s, 0, &i);
	assert_true(ip_parse_with_len(str_of(address), &a.address, &len));
	a.prefixlen = num(len);
	add_address(s, 0, &a);
}

static void add_way(const char *stack, const char *dst, const char *gateway, const char *dev)
{
	struct route r = {
		.route_table = snapshot_cstr(s, stack), .gateway = addr(gateway), .interface = snapshot_cstr(s, dev),
	};

	assert_true(prefix_parse(str_of(dst), &r.dst));
	add_route(s, 0, &r);
	snapshot_cover(s, 0, TABLE_route, COVERAGE_READ, NULL);
}

static struct path ask(const char *dst, const char *src, const char *interface)
{
	CLEANUP(path_index_freep) struct path_index *ix = path_index_new(s, 0);
	struct flow f = { .dst = addr(dst), .src = addr(src), .interface = interface };

	return path_lookup(ix, &f, true, arena);
}

#define leaves(dst, src, dev, by, via, from)                                                      \
	do {                                                                                      \
		struct path p_ = ask(dst, src, dev);                                              \
		assert_true(p_.known && p_.reachable);                                            \
		assert_string_equal(p_.hop.interface, by);                                        \
		assert_string_equal(ip_text(p_.hop.gateway).s, via);                              \
		assert_string_equal(ip_text(p_.hop.source).s, from);                              \
	} while (0)

static void fails(const char *dst, const char *dev, bool known, const char *reason)
{
	struct path p = ask(dst, NULL, dev);

	assert_true(p.known == known && !p.reachable);
	assert_non_null(strstr(p.reason, reason));
}

static bool says(const struct path *p, const char *text)
{
	for (size_t i = 0; i < p->nsteps; i++)
		if (strstr(p->steps[i].text, text))
			return true;
	for (size_t i = 0; i < p->nwarnings; i++)
		if (strstr(p->warnings[i], text))
			return true;
	return false;
}

static void elects_by_the_route_table(void **state)
{
	(void)state;
	add_port("vmk0", NULL, "10.10.10.11/24", NULL);
	add_port("vmk1", NULL, "10.10.10.12/24", NULL);
	add_way("defaultTcpipStack", "10.10.10.0/24", NULL, "vmk1");
	add_way("defaultTcpipStack", "0.0.0.0/0", "10.10.10.1", "vmk0");
	leaves("10.10.10.50", NULL, NULL, "vmk1", "", "10.10.10.12");
	leaves("10.10.10.50", "10.10.10.11", NULL, "vmk1", "", "10.10.10.11");
	leaves("10.10.10.50", NULL, "vmk0", "vmk0", "", "10.10.10.11");
	leaves("192.0.2.1", NULL, NULL, "vmk0", "10.10.10.1", "10.10.10.11");
	leaves("10.10.10.11", NULL, NULL, "lo", "", "10.10.10.11");
	struct path p = ask("10.10.10.50", NULL, NULL);
	assert_true(p.certain && says(&p, "vmk0 is in 10.10.10.0/24 too: unbound traffic never uses it"));
	assert_string_equal(p.table, "defaultTcpipStack");
	assert_string_equal(p.route, "10.10.10.0/24 dev vmk1");
}

static void guesses_the_lowest_number(void **state)
{
	(void)state;
	add_port("vmk10", NULL, "10.10.10.12/24", NULL);
	add_port("vmk2", NULL, "10.10.10.11/24", NULL);
	leaves("10.10.10.50", NULL, NULL, "vmk2", "", "10.10.10.11");
	struct path p = ask("10.10.10.50", NULL, NULL);
	assert_true(!p.certain && says(&p, "guessed the lowest number"));
	struct neighbour n = { .address = addr("10.10.10.50"), .interface = snapshot_cstr(s, "vmk10") };
	add_neighbour(s, 0, &n);
	leaves("10.10.10.50", NULL, NULL, "vmk10", "", "10.10.10.12");
	leaves("10.10.10.60", NULL, NULL, "vmk10", "", "10.10.10.12");
	p = ask("10.10.10.50", NULL, NULL);
	assert_true(!p.certain && says(&p, "the neighbour table shows vmk10"));
	fails("192.0.2.1", NULL, false, "were not read");
}

static void one_port_is_certain_without_routes(void **state)
{
	(void)state;
	add_port("vmk0", NULL, "10.10.10.11/24", NULL);
	add_port("vmk1", NULL, "fd00::1/64", NULL);
	leaves("10.10.10.50", NULL, NULL, "vmk0", "", "10.10.10.11");
	leaves("fd00::2", NULL, NULL, "vmk1", "", "fd00::1");
	assert_true(ask("10.10.10.50", NULL, NULL).certain);
	fails("fe80::2", NULL, true, "needs an interface");
}

static void keeps_stacks_apart(void **state)
{
	(void)state;
	add_port("vmk0", NULL, "10.10.10.11/24", NULL);
	add_port("vmk1", "vmotion", "10.10.10.12/24", NULL);
	add_way("defaultTcpipStack", "10.10.10.0/24", NULL, "vmk0");
	add_way("vmotion", "10.10.10.0/24", NULL, "vmk1");
	add_way("vmotion", "0.0.0.0/0", "10.10.10.254", "vmk1");
	leaves("10.10.10.50", NULL, NULL, "vmk0", "", "10.10.10.11");
	leaves("10.10.10.50", "10.10.10.12", NULL, "vmk1", "", "10.10.10.12");
	leaves("192.0.2.1", NULL, "vmk1", "vmk1", "10.10.10.254", "10.10.10.12");
	fails("192.0.2.1", NULL, true, "no route");
	struct path p = ask("10.10.10.50", NULL, NULL);
	assert_true(says(&p, "vmk1 of stack vmotion is in 10.10.10.0/24 too"));
}

static void service_console_is_another_stack(void **state)
{
	(void)state;
	add_port("vswif0", NULL, "10.10.10.10/24", NULL);
	add_port("vmk1", NULL, "10.10.10.12/24", NULL);
	add_way("console", "10.10.10.0/24", NULL, "vswif0");
	add_way("console", "0.0.0.0/0", "10.10.10.1", "vswif0");
	add_way(NULL, "10.10.10.0/24", NULL, NULL);
	leaves("10.10.10.50", NULL, NULL, "vmk1", "", "10.10.10.12");
	leaves("10.10.10.50", NULL, "vswif0", "vswif0", "", "10.10.10.10");
	leaves("192.0.2.1", "10.10.10.10", NULL, "vswif0", "10.10.10.1", "10.10.10.10");
	fails("192.0.2.1", NULL, true, "no route");
}

static void bound_port_has_its_own_gateway(void **state)
{
	(void)state;
	add_port("vmk0", NULL, "192.168.1.11/24", NULL);
	add_port("vmk1", NULL, "10.10.10.12/24", "10.10.10.254");
	add_port("vmk2", NULL, "10.10.11.12/24", NULL);
	add_way("defaultTcpipStack", "192.168.1.0/24", NULL, "vmk0");
	add_way("defaultTcpipStack", "10.10.10.0/24", NULL, "vmk1");
	add_way("defaultTcpipStack", "0.0.0.0/0", "192.168.1.1", NULL);
	leaves("192.0.2.1", NULL, "vmk1", "vmk1", "10.10.10.254", "10.10.10.12");
	leaves("192.0.2.1", NULL, NULL, "vmk0", "192.168.1.1", "192.168.1.11");
	leaves("192.0.2.1", NULL, "vmk0", "vmk0", "192.168.1.1", "192.168.1.11");
	fails("192.0.2.1", "vmk2", true, "no route");
	fails("192.0.2.1", "vmk7", true, "no interface");
}

static void gateway_off_link_leads_nowhere(void **state)
{
	(void)state;
	add_port("vmk0", NULL, "192.168.1.11/24", NULL);
	add_way(NULL, "192.168.1.0/24", NULL, "vmk0");
	add_way(NULL, "0.0.0.0/0", "192.168.2.1", NULL);
	fails("192.0.2.1", NULL, true, "192.168.2.1 is in no subnet");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(elects_by_the_route_table, setup, teardown),
		cmocka_unit_test_setup_teardown(guesses_the_lowest_number, setup, teardown),
		cmocka_unit_test_setup_teardown(one_port_is_certain_without_routes, setup, teardown),
		cmocka_unit_test_setup_teardown(keeps_stacks_apart, setup, teardown),
		cmocka_unit_test_setup_teardown(service_console_is_another_stack, setup, teardown),
		cmocka_unit_test_setup_teardown(bound_port_has_its_own_gateway, setup, teardown),
		cmocka_unit_test_setup_teardown(gateway_off_link_leads_nowhere, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
