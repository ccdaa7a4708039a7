/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "db/db.h"
#include "model/rule.h"
#include "policy/policy.h"

static unsigned host_named(struct snapshot *s, const char *name)
{
	struct host h = { .name = snapshot_cstr(s, name), .platform = snapshot_cstr(s, "linux") };

	return snapshot_add_host(s, &h);
}

static struct db *open_db(const struct snapshot *s, const struct policy *policy)
{
	struct err err = { "" };
	struct db *db = db_new(s, policy, &err);

	if (!db)
		fail_msg("%s", err.text);
	return db;
}

/* All rows as text: columns parted by '|', rows by '\n', NULL as ~. */
static char *run(struct db *db, const char *sql, char *buffer, size_t size)
{
	CLEANUP(query_freep) struct query *q = NULL;
	struct err err = { "" };
	int offset, more;
	size_t used = 0;

	buffer[0] = '\0';
	if (db_prepare(db, sql, &q, &offset, &err) != 0) {
		snprintf(buffer, size, "error: %s", err.text);
		return buffer;
	}
	query_start(q, 2000);
	while ((more = query_step(q, &err)) == 1) {
		for (size_t c = 0; c < query_columns(q) && used < size; c++) {
			const char *text = query_text(q, c);
			used += (size_t)snprintf(buffer + used, size - used, "%s%s", c ? "|" : "",
						 text ? text : "~");
		}
		if (used < size)
			used += (size_t)snprintf(buffer + used, size - used, "\n");
	}
	if (more < 0)
		snprintf(buffer, size, "error: %s", err.text);
	return buffer;
}

static void expect(struct db *db, const char *sql, const char *wanted)
{
	char got[4096];

	assert_string_equal(run(db, sql, got, sizeof(got)), wanted);
}

static void expect_error(struct db *db, const char *sql, const char *part)
{
	char got[4096];

	run(db, sql, got, sizeof(got));
	if (strncmp(got, "error: ", 7) != 0 || !strstr(got, part))
		fail_msg("%s\n\tgave: %s\n\tnot an error with: %s", sql, got, part);
}

static struct snapshot *small_snapshot(void)
{
	struct snapshot *s = snapshot_new();
	unsigned h = host_named(s, "a");
	struct address a = {
		.row.origin = snapshot_at(s, "ip.json", 7),
		.interface = snapshot_cstr(s, "eth0"),
		.address = ip4(0x0a000001),
		.prefixlen = num(24),
	};

	add_address(s, h, &a);
	a = (struct address){ .interface = snapshot_cstr(s, "eth1"),
			      .prefixlen = num(64),
			      .secondary = TRI_NO };
	ip_parse(STR("fd00::1"), &a.address);
	add_address(s, h, &a);
	add_interface(s, h, &(struct interface){ .name = snapshot_cstr(s, "eth0"), .mtu = num(1500),
						 .carrier = TRI_YES });
	add_interface(s, h, &(struct interface){ .name = snapshot_cstr(s, "eth1") });
	snapshot_seal(s);
	return s;
}

static void test_cells_become_values(void **state)
{
	CLEANUP(snapshot_freep) struct snapshot *s = small_snapshot();
	CLEANUP(db_freep) struct db *db = open_db(s, NULL);

	(void)state;
	expect(db,
	       "SELECT host, interface, address, subnet, family, secondary, origin FROM address",
	       "a|eth0|10.0.0.1|10.0.0.0/24|4|~|ip.json:7\na|eth1|fd00::1|fd00::/64|6|0|~\n");
	expect(db, "SELECT * FROM interface WHERE mtu IS NULL AND 0", "");
	expect(db, "SELECT typeof(mtu), typeof(carrier), typeof(name) FROM interface",
	       "integer|integer|text\nnull|null|text\n");
	expect(db, "SELECT count(*), count(DISTINCT rowid) FROM address", "2|2\n");
}

static void test_comparisons_are_those_of_sql(void **state)
{
	CLEANUP(snapshot_freep) struct snapshot *s = small_snapshot();
	CLEANUP(db_freep) struct db *db = open_db(s, NULL);

	(void)state;
	expect(db, "SELECT interface FROM address WHERE address = 'fd00::1'", "eth1\n");
	expect(db, "SELECT interface FROM address WHERE address = 'FD00::1'", "");
	expect(db, "SELECT interface FROM address WHERE address = ip('FD00:0::1')", "eth1\n");
	expect(db, "SELECT interface FROM address WHERE address = 'fd00::1' COLLATE NOCASE",
	       "eth1\n");
	expect(db, "SELECT interface FROM address WHERE interface = 'ETH1' COLLATE NOCASE",
	       "eth1\n");
	expect(db, "SELECT interface FROM address WHERE prefixlen = '24'", "eth0\n");
	expect(db, "SELECT interface FROM address WHERE prefixlen = 24.0", "eth0\n");
	expect(db, "SELECT interface FROM address WHERE prefixlen = 24.5", "");
	expect(db, "SELECT interface FROM address WHERE secondary IS NULL", "eth0\n");
	expect(db, "SELECT interface FROM address WHERE secondary IS 0", "eth1\n");
	expect(db, "SELECT interface FROM address WHERE secondary = 0", "eth1\n");
	expect(db, "SELECT interface FROM address WHERE secondary = NULL", "");
	expect(db, "SELECT interface FROM address WHERE host IS NULL OR host = 'b'", "");
	expect(db, "SELECT interface FROM address WHERE interface IN ('eth1', 'eth0', 'eth1')",
	       "eth0\neth1\n");
	expect(db, "SELECT interface FROM address WHERE prefixlen IN ('24', 24, 64)",
	       "eth0\neth1\n");
	expect(db, "SELECT interface FROM address WHERE interface = x'65746830'", "");
}

/* What the host cannot be asked, and in which words. */
static void test_only_select(void **state)
{
	static const struct {
		const char *sql, *part;
	} tries[] = {
		{ "ATTACH '/tmp/x' AS x", "may only SELECT" },
		{ "PRAGMA table_list", "may only SELECT" },
		{ "PRAGMA writable_schema = 1", "may only SELECT" },
		{ "CREATE TABLE t(x)", "may only SELECT" },
		{ "CREATE TEMP VIEW v AS SELECT 1", "may only SELECT" },
		{ "CREATE VIRTUAL TABLE t USING fts5(x)", "may only SELECT" },
		{ "INSERT INTO route(host) VALUES('a')", "" },
		{ "DELETE FROM route", "" },
		{ "UPDATE route SET metric = 1", "" },
		{ "BEGIN", "may only SELECT" },
		{ "SAVEPOINT x", "may only SELECT" },
		{ "VACUUM INTO '/tmp/x'", "may only SELECT" },
		{ "VACUUM", "may only SELECT" },
		{ "ANALYZE", "may only SELECT" },
		{ "REINDEX", "" },
		{ "DETACH main", "may only SELECT" },
		{ "SELECT * FROM sqlite_schema", "cannot be read" },
		{ "SELECT count(*) FROM sqlite_schema", "cannot be read" },
		{ "SELECT * FROM sqlite_temp_master", "cannot be read" },
		{ "SELECT * FROM pragma_database_list", "" },
		{ "SELECT count(*) FROM pragma_database_list", "" },
		{ "SELECT * FROM dbstat", "no such table" },
		{ "SELECT * FROM json_each('[1]')", "no such table" },
		{ "SELECT * FROM bytecode('SELECT 1')", "no such table" },
		{ "SELECT load_extension('x')", "not allowed" },
		{ "SELECT randomblob(10)", "not allowed" },
		{ "SELECT zeroblob(10)", "not allowed" },
		{ "SELECT sqlite_version()", "not allowed" },
		{ "SELECT fts3_tokenizer('x')", "" },
		{ "SELECT readfile('/etc/passwd')", "no such function" },
		{ "SELECT 1; SELECT 2", "more than one statement" },
		{ "SELECT 1; ATTACH 'x' AS x", "more than one statement" },
		{ "", "no statement" },
		{ "-- nothing", "no statement" },
		{ "SELECT ?1", "parameters" },
		{ "SELECT \"eth0\" FROM address", "no such column: eth0" },
		{ "SELECT nam FROM interface", "no such column: nam" },
		{ "SELECT * FROM rutes", "no such table: rutes" },
		{ "SELECT 'x' REGEXP '('", "" },
	};
	CLEANUP(snapshot_freep) struct snapshot *s = small_snapshot();
	CLEANUP(db_freep) struct db *db = open_db(s, NULL);

	(void)state;
	for (size_t i = 0; i < countof(tries); i++)
		expect_error(db, tries[i].sql, tries[i].part);
	expect(db, "SELECT 1 ; -- and a word behind it", "1\n");
	expect(db, "VALUES (1), (2)", "1\n2\n");
	expect(db, "WITH t AS (SELECT 1 AS x UNION SELECT 2) SELECT count(*) FROM t", "2\n");
}

static void test_limits_end_bombs(void **state)
{
	CLEANUP(snapshot_freep) struct snapshot *s = small_snapshot();
	CLEANUP(db_freep) struct db *db = open_db(s, NULL);
	CLEANUP(query_freep) struct query *q = NULL;
	struct err err;
	int offset;

	(void)state;
	assert_int_equal(
		db_prepare(db,
			   "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) "
			   "SELECT count(*) FROM n",
			   &q, &offset, &err),
		0);
	query_start(q, 50);
	assert_int_equal(query_step(q, &err), -1);
	assert_string_equal(err.text, "stopped after 50 ms");
	expect_error(db,
		     "SELECT length(replace(hex(printf('%.*c', 9000000, 'x')), '7', 'yyyyyyyy'))",
		     "too big");
	expect_error(db,
		     "WITH RECURSIVE n(x, t) AS (SELECT 1, printf('%.*c', 9000000, 'x') UNION ALL "
		     "SELECT x + 1, t || 'x' FROM n LIMIT 200) SELECT group_concat(x) FROM "
		     "(SELECT x, t, row_number() OVER (ORDER BY t) FROM n)",
		     "");
	expect_error(db,
		     "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n), "
		     "t AS (SELECT x, printf('%.*c', 9000000, 'x') AS y FROM n) "
		     "SELECT count(*) FROM t JOIN t u ON u.x = t.x",
		     "stopped");
	expect(db, "SELECT 1", "1\n");
}

static void test_tables_that_are_read(void **state)
{
	static const struct {
		const char *sql;
		table_set tables;
	} tries[] = {
		{ "SELECT 1", 0 },
		{ "SELECT count(*) FROM route", 1ULL << TABLE_route },
		{ "SELECT a.host FROM address a WHERE EXISTS (SELECT 1 FROM bond)",
		  1ULL << TABLE_address | 1ULL << TABLE_bond },
		{ "WITH t AS (SELECT * FROM neighbour) SELECT count(*) FROM t",
		  1ULL << TABLE_neighbour },
		{ "SELECT count(*) FROM ROUTE", 1ULL << TABLE_route },
		{ "SELECT lower FROM stacked_on", 1ULL << TABLE_interface | 1ULL << TABLE_uplink },
		{ "SELECT count(*) FROM Stacked_On",
		  1ULL << TABLE_interface | 1ULL << TABLE_uplink },
		{ "SELECT p.interface FROM host h JOIN path(h.host, '10.0.0.1') p",
		  1ULL << TABLE_host | 1ULL << TABLE_route | 1ULL << TABLE_address |
			  1ULL << TABLE_interface },
		{ "SELECT count(*) FROM policy_role", 0 },
	};
	CLEANUP(snapshot_freep) struct snapshot *s = small_snapshot();
	CLEANUP(db_freep) struct db *db = open_db(s, NULL);

	(void)state;
	for (int again = 0; again < 2; again++)
		for (size_t i = 0; i < countof(tries); i++) {
			CLEANUP(query_freep) struct query *q = NULL;
			struct err err;
			int offset;
			assert_int_equal(db_prepare(db, tries[i].sql, &q, &offset, &err), 0);
			assert_int_equal(query_tables(q), tries[i].tables);
		}
}

static void test_functions(void **state)
{
	static const struct {
		const char *expression, *value;
	} tries[] = {
		{ "ip('FD00:0::1')", "fd00::1" },
		{ "ip('10.0.0.1/24')", "10.0.0.1" },
		{ "ip('10.0.0.01')", "~" },
		{ "ip('nas.example')", "~" },
		{ "ip(NULL)", "~" },
		{ "ip(10)", "~" },
		{ "ip_family('::1')", "6" },
		{ "in_subnet('10.0.0.7', '10.0.0.0/24')", "1" },
		{ "in_subnet('10.0.1.7', '10.0.0.0/24')", "0" },
		{ "in_subnet('::1', '10.0.0.0/24')", "0" },
		{ "in_subnet(NULL, '10.0.0.0/24')", "~" },
		{ "in_subnet('10.0.0.7', 'x')", "~" },
		{ "holds('10.0.0.0/24', '10.0.0.7')", "1" },
		{ "holds('10.0.0.9/24', '10.0.0.7/32')", "1" },
		{ "holds('10.0.0.0/24', '10.0.1.7')", "0" },
		{ "holds('fd00::/64', '10.0.1.7')", "0" },
		{ "holds(NULL, '10.0.0.7')", "~" },
		{ "holds('10.0.0.0/24', 'x')", "~" },
		{ "holds('x', '10.0.0.7')", "~" },
		{ "subnet('10.0.0.7', 24)", "10.0.0.0/24" },
		{ "subnet('10.0.0.7', 33)", "~" },
		{ "subnet('10.0.0.7', -1)", "~" },
		{ "subnet('10.0.0.7', '24')", "10.0.0.0/24" },
		{ "subnet('10.0.0.7', NULL)", "~" },
		{ "overlaps('10.0.0.0/8', '10.1.0.0/16')", "1" },
		{ "overlaps('10.0.0.0/8', '11.0.0.0/16')", "0" },
		{ "prefix_len('10.0.0.0/8')", "8" },
		{ "has_word('management, vmotion', 'vmotion')", "1" },
		{ "has_word('management', 'manage')", "0" },
		{ "has_word('', 'x')", "0" },
		{ "has_word(NULL, 'x')", "~" },
		{ "'vmnic12' REGEXP '^vmnic\\d+$'", "1" },
		{ "'eth0' REGEXP '^vmnic'", "0" },
		{ "NULL REGEXP 'x'", "~" },
		{ "param('storage_mtu')", "9000" },
		{ "typeof(param('storage_mtu'))", "integer" },
		{ "param('other')", "~" },
		{ "(SELECT join_words(column1) FROM (VALUES ('eth10'), ('e2'), (NULL), ('e2')))",
		  "e2, eth10" },
		{ "(SELECT join_words(column1) FROM (VALUES (NULL)))", "~" },
	};
	static const struct policy_param param = { .name = "storage_mtu",
						   .is_number = true,
						   .number = 9000 };
	static const struct policy policy = { .params = &param, .nparams = 1 };
	CLEANUP(snapshot_freep) struct snapshot *s = small_snapshot();
	CLEANUP(db_freep) struct db *db = open_db(s, &policy);

	(void)state;
	for (size_t i = 0; i < countof(tries); i++) {
		char sql[256], wanted[64];
		snprintf(sql, sizeof(sql), "SELECT %s", tries[i].expression);
		snprintf(wanted, sizeof(wanted), "%s\n", tries[i].value);
		expect(db, sql, wanted);
	}
}

static void test_policy_tables(void **state)
{
	static const char *const ports[] = { "^ens2f" }, *const hosts[] = { "b*" };
	static const struct prefix subnet = { { IP_V4, { 10, 10 } }, 16 };
	static const struct policy_role role = {
		.role = "storage", .subnets = &subnet, .nsubnets = 1, .interfaces = { ports, 1 },
	};
	static const struct policy_expect expects[] = {
		{ .address = { IP_V4, { 10, 10, 0, 50 } }, .port = 3260 },
		{ .nfs = true, .address = { IP_V4, { 10, 20, 0, 5 } }, .hosts = { hosts, 1 } },
	};
	static const struct policy policy = { .roles = &role,
					      .nroles = 1,
					      .expects = expects,
					      .nexpects = 2 };
	CLEANUP(snapshot_freep) struct snapshot *s = small_snapshot();
	CLEANUP(snapshot_freep) struct snapshot *other = snapshot_new();
	CLEANUP(db_freep) struct db *db = open_db(s, &policy);

	(void)state;
	expect(db, "SELECT * FROM policy_role",
	       "storage|10.10.0.0/16|~|~|~\nstorage|~|^ens2f|~|~\n");
	expect(db, "SELECT * FROM policy_expect", "a|iscsi|10.10.0.50|3260\n");
	host_named(other, "b1");
	snapshot_seal(other);
	db_use(db, other);
	expect(db, "SELECT * FROM policy_expect WHERE kind = 'nfs'", "b1|nfs|10.20.0.5|~\n");
	expect(db, "SELECT host, address FROM storage_endpoint WHERE kind = 'nfs'",
	       "b1|10.20.0.5\n");
	expect(db, "SELECT host FROM host", "b1\n");
}

/* Every view can be read, says what it is, and knows its columns. */
static void test_views(void **state)
{
	CLEANUP(snapshot_freep) struct snapshot *s = small_snapshot();
	CLEANUP(db_freep) struct db *db = open_db(s, NULL);
	struct db_view view;

	(void)state;
	for (size_t i = 0; db_view_at(i, &view); i++) {
		CLEANUP(query_freep) struct query *q = NULL;
		struct err err;
		char sql[80];
		int offset, row;
		assert_true(view.doc.n > 10);
		snprintf(sql, sizeof(sql),
			 same(view.name, "path") ? "SELECT * FROM path('a', '::1')"
						 : "SELECT * FROM %s",
			 view.name);
		if (db_prepare(db, sql, &q, &offset, &err) != 0)
			fail_msg("%s: %s", view.name, err.text);
		query_start(q, 0);
		while ((row = query_step(q, &err)) == 1)
			assert_int_equal(same(query_column_name(q, 0), "host") ||
						 !strncmp(view.name, "policy", 6),
					 1);
		if (row < 0)
			fail_msg("%s: %s", view.name, err.text);
	}
}

/* As the built-in pack does: what one db found out of a view is told to another. */
static void test_views_known_beforehand(void **state)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	CLEANUP(snapshot_freep) struct snapshot *s = snapshot_new();
	struct host h = { .name = snapshot_cstr(s, "h"), .vdsm = TRI_YES };
	struct view_facts facts = { .name = NULL };
	unsigned number;
	struct err err;
	struct db *db;

	(void)state;
	snapshot_add_host(s, &h);
	snapshot_seal(s);
	db = open_db(s, NULL);
	assert_int_equal(db_view_facts(db, a, "vdsm_host", &facts, &err), 0);
	assert_int_equal(facts.ncolumns, 1);
	assert_string_equal(facts.columns, "\"host\" TEXT");
	assert_int_equal(facts.reads,
			 (table_set)1 << TABLE_host | (table_set)1 << TABLE_routing_rule);
	assert_int_equal(db_view_facts(db, a, "no_view", &facts, &err), -1);
	db_free(db);
	db = open_db(s, NULL);
	db_take_views(db, &facts, 1);
	expect(db, "SELECT * FROM vdsm_host", "h\n");
	db_free(db);
	db = open_db(s, NULL);
	db_take_views(db, &facts, 1);
	assert_true(db_view_number(STR("vdsm_host"), &number));
	db_view_omit(db, number);
	expect(db, "SELECT * FROM vdsm_host", "");
	db_use(db, s);
	expect(db, "SELECT * FROM vdsm_host", "h\n");
	db_free(db);
}

static void test_path(void **state)
{
	CLEANUP(snapshot_freep) struct snapshot *s = small_snapshot();
	CLEANUP(db_freep) struct db *db = NULL;
	struct route r = {
		.route_table = snapshot_cstr(s, "main"),
		.dst = prefix_of(ip4(0x0a000000), 24),
		.type = snapshot_cstr(s, "unicast"),
		.interface = snapshot_cstr(s, "eth0"),
		.scope = snapshot_cstr(s, "link"),
		.prefsrc = ip4(0x0a000001),
	};

	(void)state;
	add_route(s, 0, &r);
	for (enum table_id t = 0; t < TABLE_COUNT; t++)
		snapshot_cover(s, 0, t, COVERAGE_READ, NULL);
	db = open_db(s, NULL);
	expect(db,
	       "SELECT host, destination, reachable, interface, gateway, source "
	       "FROM path('a', '10.0.0.9')",
	       "a|10.0.0.9|1|eth0|~|10.0.0.1\n");
	expect(db,
	       "SELECT p.interface FROM address a "
	       "JOIN path(a.host, subnet(a.address, 24), NULL, NULL) p",
	       "~\n~\n");
	expect(db, "SELECT reachable, reason FROM path('a', NULL)",
	       "~|the destination is not known\n");
	expect(db, "SELECT reachable, reason FROM path('a', '192.168.0.1')", "0|no route\n");
	expect(db, "SELECT 1 FROM path('b', '10.0.0.9')", "");
	expect_error(db, "SELECT 1 FROM path('a')", "wants a host and a destination");
}

/* Without an index the join takes thousands of scans; a time would depend on the machine. */
/* Ports with addresses of both families, of several lengths, and one of unknown length. */
static void add_ports(struct snapshot *s, unsigned host, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		struct text name = snapshot_textf(s, "eth%u", i);
		struct address a = { .interface = name };
		struct route r = { .interface = name };
		char text[64];
		uint8_t len;
		add_interface(s, host, &(struct interface){ .name = name, .admin = TRI_YES });
		a.address = ip4(0x0a000001 + (i << 8));
		a.prefixlen = i == 7 ? (struct num){ 0 } : num(i % 3 ? 24 : 16 + i % 16);
		add_address(s, host, &a);
		snprintf(text, sizeof(text), "fd00:%x::1/%u", i, i % 5 ? 64U : 48U);
		ip_parse_with_len(str_of(text), &a.address, &len);
		a.prefixlen = num(len);
		add_address(s, host, &a);
		r.dst = prefix_of(a.address, len);
		add_route(s, host, &r);
		r.dst = prefix_of(ip4(0x0a000000 + (i << 8)), i % 4 ? 24 : 12);
		add_route(s, host, &r);
	}
}

/* holds() finds by an index what in_subnet() finds in every row. */
static void test_holds_is_in_subnet(void **state)
{
	static const char *const joins[] = {
		"port p ON p.host = a.host AND holds(p.subnet, a.address)",
		"port p ON holds(p.subnet, a.address)",
		"port p ON p.interface = a.interface AND holds(p.subnet, a.address)",
		"port p ON p.host = a.host AND holds(p.address, a.address)", /* written otherwise */
		"port p ON holds(p.interface, a.address)",
		"route p ON p.host = a.host AND holds(p.dst, a.address)",
		"route p ON p.host = a.host AND p.interface = a.interface AND holds(p.dst, a.address)",
		"address p ON p.host = a.host AND holds(p.subnet, a.address)",
		"address p ON p.host = a.host AND holds(p.address, a.address)",
		"port p ON p.host = a.host AND holds(p.subnet, a.origin)",
		"port p ON holds(p.subnet, a.address) AND holds(p.subnet, '10.0.9.1')",
		"route p ON p.dst = a.subnet AND holds(p.dst, a.address)",
	};
	CLEANUP(snapshot_freep) struct snapshot *s = snapshot_new();
	CLEANUP(db_freep) struct db *db = NULL;

	(void)state;
	add_ports(s, host_named(s, "a"), 90);
	add_ports(s, host_named(s, "b"), 40);
	snapshot_seal(s);
	db = open_db(s, NULL);
	for (size_t i = 0; i < countof(joins); i++) {
		char quick[400], plain[400], *call;
		static char rows[2][1 << 20];
		snprintf(quick, sizeof(quick),
			 "SELECT a.host, a.address, p.host, p.interface FROM address a CROSS JOIN %s",
			 joins[i]);
		/* holds(+p.subnet …) is of no column: SQLite asks for each row. */
		strcpy(plain, quick);
		for (char *at = plain; (call = strstr(at, "holds(")); at = call + 7) {
			memmove(call + 7, call + 6, strlen(call + 6) + 1);
			call[6] = '+';
		}
		assert_string_equal(run(db, quick, rows[0], sizeof(rows[0])),
				    run(db, plain, rows[1], sizeof(rows[1])));
		assert_true(i == 4 || i == 9 || strlen(rows[0]) > 100);
	}
}

static void test_joins_are_not_quadratic(void **state)
{
	CLEANUP(snapshot_freep) struct snapshot *s = snapshot_new();
	CLEANUP(db_freep) struct db *db = NULL;
	unsigned host = host_named(s, "a");
	static const struct {
		const char *sql, *rows;
	} statements[] = {
		{ "SELECT count(interface), sum(position) FROM route", "10000|49995000\n" },
		{ "SELECT count(*), sum(i.ifindex) FROM route r "
		  "JOIN interface i ON i.host = r.host AND i.name = r.interface",
		  "10000|49995000\n" },
	};
	int64_t scan = 0;

	(void)state;
	for (uint32_t i = 0; i < 10000; i++) {
		struct text name = snapshot_textf(s, "eth%u", i);
		add_interface(s, host, &(struct interface){ .name = name, .ifindex = num(i) });
		add_route(s, host,
			  &(struct route){ .interface = name, .dst = prefix_of(ip4(i << 8), 24) });
	}
	snapshot_seal(s);
	db = open_db(s, NULL);
	for (size_t i = 0; i < countof(statements); i++) {
		struct timespec before, after;
		int64_t took;
		clock_gettime(CLOCK_THREAD_CPUTIME_ID, &before);
		expect(db, statements[i].sql, statements[i].rows);
		clock_gettime(CLOCK_THREAD_CPUTIME_ID, &after);
		took = (after.tv_sec - before.tv_sec) * 1000000000 + after.tv_nsec - before.tv_nsec;
		if (i == 0)
			scan = took;
		else if (took > 60 * scan)
			fail_msg("%s took %ld times what a scan takes", statements[i].sql,
				 (long)(took / scan));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cells_become_values),
		cmocka_unit_test(test_comparisons_are_those_of_sql),
		cmocka_unit_test(test_only_select),
		cmocka_unit_test(test_limits_end_bombs),
		cmocka_unit_test(test_tables_that_are_read),
		cmocka_unit_test(test_functions),
		cmocka_unit_test(test_policy_tables),
		cmocka_unit_test(test_views),
		cmocka_unit_test(test_views_known_beforehand),
		cmocka_unit_test(test_path),
		cmocka_unit_test(test_holds_is_in_subnet),
		cmocka_unit_test(test_joins_are_not_quadratic),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
