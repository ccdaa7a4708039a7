/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * path_bench [ROUTES]: the lookup of 1,000 destinations over a host with that
 * many routes (a million), whose prefix lengths are spread as in a full table.
 * Prints the time to make the index, its memory, and the time of a lookup,
 * with the reasons and without them.
 */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "path/path.h"

enum { DESTINATIONS = 1000, ROUNDS = 100, GATEWAYS = 32 };

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static uint32_t random32(void)
{
	static uint64_t state = 88172645463325252U;

	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (uint32_t)(state >> 16);
}

/* More than half are /24, the rest thins out to /8. */
static unsigned random_length(void)
{
	unsigned n = random32() % 100;

	return n < 60 ? 24 : n < 70 ? 23 : n < 82 ? 22 : n < 99 ? 12 + random32() % 10 : 8 + random32() % 4;
}

static void add_device(struct snapshot *s, const char *name, int64_t index, const char *text)
{
	struct interface i = { .name = snapshot_cstr(s, name), .ifindex = num(index), .admin = TRI_YES };
	struct address a = { .interface = i.name };
	uint8_t len;

	ip_parse_with_len(str_of(text), &a.address, &len);
	a.prefixlen = num(len);
	add_interface(s, 0, &i);
	add_address(s, 0, &a);
}

static void fill(struct snapshot *s, size_t routes)
{
	struct host host = { .name = snapshot_cstr(s, "full"), .platform = snapshot_cstr(s, "linux") };
	struct route r = {
		.route_table = snapshot_cstr(s, "main"),
		.metric = num(0),
		.type = snapshot_cstr(s, "unicast"),
		.protocol = snapshot_cstr(s, "bgp"),
		.scope = snapshot_cstr(s, "global"),
		.interface = snapshot_cstr(s, "eth0"),
		.flags = snapshot_cstr(s, ""),
	};

	snapshot_add_host(s, &host);
	snapshot_cover(s, 0, TABLE_route, COVERAGE_READ, NULL);
	snapshot_cover(s, 0, TABLE_routing_rule, COVERAGE_READ, NULL);
	add_device(s, "lo", 1, "127.0.0.1/8");
	add_device(s, "eth0", 2, "10.0.0.1/24");
	r.dst = prefix_of(ip4(0), 0);
	r.gateway = ip4(0x0a0000fe);
	add_route(s, 0, &r);
	for (size_t i = 0; i < routes; i++) {
		r.dst = prefix_of(ip4(random32()), random_length());
		r.gateway = ip4(0x0a000002 + random32() % GATEWAYS);
		add_route(s, 0, &r);
	}
	snapshot_seal(s);
}

static size_t heap(void)
{
	struct mallinfo2 m = mallinfo2();

	return m.uordblks + m.hblkhd;
}

/* Microseconds a lookup. */
static double lookups(const struct path_index *ix, const struct flow *flows, bool explain, size_t *reachable)
{
	double start = now();

	for (int round = 0; round < ROUNDS; round++) {
		struct arena *a = arena_new();
		for (size_t i = 0; i < DESTINATIONS; i++)
			*reachable += path_lookup(ix, &flows[i], explain, a).reachable;
		arena_free(a);
	}
	return (now() - start) / ROUNDS / DESTINATIONS;
}

int main(int argc, char **argv)
{
	size_t routes = argc > 1 ? strtoul(argv[1], NULL, 10) : 1000000, reachable = 0;
	struct snapshot *s = snapshot_new();
	struct flow *flows = calloc(DESTINATIONS, sizeof(*flows));
	struct path_index *ix;
	double start;
	size_t before;

	if (!flows)
		return 2;
	fill(s, routes);
	for (size_t i = 0; i < DESTINATIONS; i++)
		flows[i].dst = ip4(random32() % 0xdf000000);
	before = heap();
	start = now();
	ix = path_index_new(s, 0);
	printf("index of %zu routes: %.0f ms, %.1f bytes a route\n", routes, (now() - start) / 1e3,
	       (double)(heap() - before) / (double)routes);
	printf("a lookup: %.2f us, with its reasons %.2f us", lookups(ix, flows, false, &reachable),
	       lookups(ix, flows, true, &reachable));
	printf(" (%zu of %d reachable)\n", reachable / ROUNDS / 2, DESTINATIONS);
	path_index_free(ix);
	snapshot_free(s);
	free(flows);
	return 0;
}
