/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The virtual tables must answer as plain tables of SQLite with the same rows
 * and types would: random rows, random statements, both asked.  The seed is
 * printed on failure; UPLINT_SEED and UPLINT_ROUNDS choose others.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "db/db.h"

static uint64_t random_state;

static unsigned pick(unsigned n)
{
	random_state = random_state * 6364136223846793005U + 1442695040888963407U;
	return (unsigned)(random_state >> 33) % n;
}

static const enum table_id tables[] = {
	TABLE_interface, TABLE_address, TABLE_route,
	TABLE_neighbour, TABLE_sysctl,	TABLE_iscsi_node,
};

static const char *const texts[] = {
	"eth0",	    "eth1", "ETH0", "5",  "05", "5.0", "1500", "",
	"10.0.0.1", "main", "a b",  " 5", "h1", "1",   "0",
};
static const char *const ips[] = { "10.0.0.1", "10.0.0.2", "fd00::1", "fd00::2", "0.0.0.0", "::" };
static const char *const prefixes[] = { "10.0.0.0/24", "0.0.0.0/0", "::/0", "fd00::/64",
					"10.0.0.1/32" };
static const char *const macs[] = {
	"02:00:00:00:00:01", "02:00:00:00:00:02",
	"00:11:22:33:44:55:66:77:88:99:00:11:22:33:44:55:66:77:88:99",
	"00:11:22:33:44:55:66:77:88:99:00:11:22:33:44:55:66:77:88:98",
};
static const int64_t numbers[] = { 0, 1, 5, 24, 64, 1500, -1, 4294967295, INT64_MAX };

static void fill_cell(struct snapshot *s, enum cell_type type, void *cell)
{
	if (pick(5) == 0)
		return;
	switch (type) {
	case CELL_text:
		*(struct text *)cell = snapshot_cstr(s, texts[pick(countof(texts))]);
		break;
	case CELL_num:
		*(struct num *)cell = num(numbers[pick(countof(numbers))]);
		break;
	case CELL_tri:
		*(enum tri *)cell = tri(pick(2));
		break;
	case CELL_ip:
		ip_parse(str_of(ips[pick(countof(ips))]), cell);
		break;
	case CELL_prefix:
		prefix_parse(str_of(prefixes[pick(countof(prefixes))]), cell);
		break;
	case CELL_mac:
		mac_parse(str_of(macs[pick(countof(macs))]), cell);
		break;
	}
}

static void fill_table(struct snapshot *s, enum table_id id, unsigned host, unsigned rows)
{
	const struct table *t = schema_table(id);
	struct row *row = xcalloc(1, t->size);

	for (unsigned i = 0; i < rows; i++) {
		memset(row, 0, t->size);
		if (pick(2))
			row->origin = snapshot_at(s, "f", pick(9));
		for (size_t c = 0; c < t->ncolumns; c++)
			if (!t->columns[c].computed)
				fill_cell(s, t->columns[c].type,
					  (char *)row + t->columns[c].offset);
		snapshot_add(s, id, host, row);
	}
	free(row);
}

static struct snapshot *random_snapshot(void)
{
	static const char *const names[] = { "h1", "h2", "eth0", "5" };
	struct snapshot *s = snapshot_new();
	unsigned hosts = 1 + pick(countof(names));

	for (unsigned h = 0; h < hosts; h++) {
		struct host row = { .name = snapshot_cstr(s, names[h]) };
		unsigned host = snapshot_add_host(s, &row);
		for (size_t t = 0; t < countof(tables); t++)
			fill_table(s, tables[t], host, pick(8) ? pick(30) : 0);
	}
	snapshot_seal(s);
	return s;
}

static bool is_number(const struct column *c)
{
	return c->type == CELL_num || c->type == CELL_tri;
}

/* The same rows in a plain table. */
static void copy_table(struct db *db, sqlite3 *plain, const struct table *t)
{
	CLEANUP(query_freep) struct query *q = NULL;
	char sql[4096], all[128];
	size_t used = (size_t)snprintf(
		sql, sizeof(sql), "CREATE TABLE %s(id INTEGER PRIMARY KEY, host TEXT", t->name);
	sqlite3_stmt *insert;
	struct err err;
	int offset;

	for (size_t c = 0; c < t->ncolumns; c++) {
		used += (size_t)snprintf(sql + used, sizeof(sql) - used, ", %s %s",
					 t->columns[c].name,
					 is_number(&t->columns[c]) ? "INTEGER" : "TEXT");
	}
	snprintf(sql + used, sizeof(sql) - used, ", origin TEXT)");
	assert_int_equal(sqlite3_exec(plain, sql, NULL, NULL, NULL), SQLITE_OK);
	used = (size_t)snprintf(sql, sizeof(sql), "INSERT INTO %s VALUES(?", t->name);
	for (size_t c = 0; c < t->ncolumns + 2; c++)
		used += (size_t)snprintf(sql + used, sizeof(sql) - used, ",?");
	snprintf(sql + used, sizeof(sql) - used, ")");
	assert_int_equal(sqlite3_prepare_v2(plain, sql, -1, &insert, NULL), SQLITE_OK);
	snprintf(all, sizeof(all), "SELECT rowid, *, origin FROM %s", t->name);
	assert_int_equal(db_prepare(db, all, &q, &offset, &err), 0);
	query_start(q, 0);
	while (query_step(q, &err) == 1) {
		for (size_t c = 0; c < query_columns(q); c++) {
			if (query_type(q, c) == VALUE_NUMBER)
				sqlite3_bind_int64(insert, (int)c + 1, query_number(q, c));
			else
				sqlite3_bind_text(insert, (int)c + 1, query_text(q, c), -1,
						  SQLITE_TRANSIENT);
		}
		assert_int_equal(sqlite3_step(insert), SQLITE_DONE);
		sqlite3_reset(insert);
	}
	sqlite3_finalize(insert);
}

/* A statement in the making. */
struct sql {
	char text[8192];
	size_t n;
};

static void say(struct sql *sql, const char *fmt, ...) PRINTF(2, 3);
static void say(struct sql *sql, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	sql->n += (size_t)vsnprintf(sql->text + sql->n, sizeof(sql->text) - sql->n, fmt, ap);
	va_end(ap);
	assert_true(sql->n < sizeof(sql->text));
}

/* What a statement can name: aliases a, b, c. */
struct scope {
	const struct table *v[3];
	unsigned n;
};

/* Few columns, so that the same ones meet again. */
static void say_column(struct sql *sql, const struct scope *scope, unsigned which)
{
	const struct table *t = scope->v[which];
	unsigned c = pick(4) ? pick(5) : pick((unsigned)t->ncolumns + 1);

	say(sql, "%c.%s", 'a' + (int)which, c == 0 ? "host" : t->columns[c - 1].name);
}

static void say_constant(struct sql *sql)
{
	switch (pick(7)) {
	case 0: say(sql, "%lld", (long long)numbers[pick(countof(numbers))]); break;
	case 1: say(sql, "'%s'", texts[pick(countof(texts))]); break;
	case 2: say(sql, "'%s'", ips[pick(countof(ips))]); break;
	case 3: say(sql, "'%s'", pick(2) ? prefixes[pick(countof(prefixes))] : "FD00::1"); break;
	case 4: say(sql, "'%s'", pick(2) ? macs[pick(countof(macs))] : "h1"); break;
	case 5: say(sql, "%s", pick(2) ? "5.0" : pick(2) ? "1.5" : "x'65746830'"); break;
	default: say(sql, "%s", pick(3) ? "'eth0'" : "NULL");
	}
}

static void say_operand(struct sql *sql, const struct scope *scope)
{
	unsigned what = pick(8);

	if (what < 4) {
		say_column(sql, scope, pick(scope->n));
	} else if (what == 4) {
		say(sql, "%s(", pick(2) ? "+" : "CAST");
		if (sql->text[sql->n - 2] == '+') {
			say_column(sql, scope, pick(scope->n));
			say(sql, ")");
		} else {
			say_column(sql, scope, pick(scope->n));
			say(sql, " AS %s)", pick(2) ? "TEXT" : "INTEGER");
		}
	} else {
		say_constant(sql);
	}
}

static void say_list(struct sql *sql)
{
	say(sql, " IN (");
	for (unsigned n = 1 + pick(4); n > 0; n--) {
		say_constant(sql);
		say(sql, n > 1 ? ", " : ")");
	}
}

enum { TOP = 2 };

static void say_condition(struct sql *sql, const struct scope *scope, unsigned depth)
{
	unsigned which = pick(scope->n), what = pick(depth ? 14 : 10);
	const struct table *other = schema_table(tables[pick(countof(tables))]);

	if (what < 9) {
		say_column(sql, scope, which);
		if (what < 5) {
			say(sql, " %s ", what < 4 ? "=" : "IS");
			say_operand(sql, scope);
			/* Not below OR: SQLite makes IN of it and forgets the collation (3.40). */
			if (depth == TOP && pick(12) == 0)
				say(sql, " COLLATE NOCASE");
		} else if (what == 5) {
			say(sql, " IS %s", pick(2) ? "NULL" : "NOT NULL");
		} else if (what == 6) {
			say_list(sql);
		} else if (what == 7) {
			say(sql, " IN (SELECT %s FROM %s)",
			    pick(3) ? other->columns[pick(4)].name : "host", other->name);
		} else {
			say(sql, " %s ", pick(2) ? "<" : "<>");
			say_operand(sql, scope);
		}
	} else if (what == 9) {
		say(sql, "EXISTS (SELECT 1 FROM %s z WHERE z.host = %c.host AND z.%s %s ",
		    other->name, 'a' + (int)which, other->columns[pick(4)].name,
		    pick(3) ? "=" : "IS");
		say_operand(sql, scope);
		say(sql, ")");
	} else if (what == 10) {
		const struct column *mine = &scope->v[which]->columns[pick(4)],
				    *theirs = &other->columns[pick(4)];
		/* A virtual table's text in a row value with numbers: SQLite 3.40 goes wrong. */
		bool alike = is_number(mine) == is_number(theirs);
		say(sql, "(%c.host, %c.%s) IN (SELECT host, %s FROM %s)", 'a' + (int)which,
		    'a' + (int)which, mine->name, alike ? theirs->name : "NULL", other->name);
	} else {
		say(sql, what == 11 ? "NOT (" : "(");
		say_condition(sql, scope, depth - 1);
		say(sql, what == 12 ? " OR " : " AND ");
		say_condition(sql, scope, depth - 1);
		say(sql, ")");
	}
}

static void say_statement(struct sql *sql)
{
	struct scope scope = { .n = 1 + pick(3) };

	for (unsigned i = 0; i < scope.n; i++)
		scope.v[i] = schema_table(tables[pick(countof(tables))]);
	say(sql, "SELECT a.rowid");
	for (unsigned i = 1; i < scope.n; i++)
		say(sql, ", %c.rowid", 'a' + (int)i);
	say(sql, ", ");
	say_operand(sql, &scope);
	say(sql, " FROM %s a", scope.v[0]->name);
	for (unsigned i = 1; i < scope.n; i++) {
		struct scope seen = { .v = { scope.v[0], scope.v[1], scope.v[2] }, .n = i + 1 };
		say(sql, " %s %s %c ON %c.host = a.host", pick(3) ? "JOIN" : "LEFT JOIN",
		    scope.v[i]->name, 'a' + (int)i, 'a' + (int)i);
		if (pick(5) == 0)
			sql->n -= strlen(" ON a.host = a.host"), say(sql, " ON 1");
		for (unsigned n = 1 + pick(2); n > 0; n--) {
			say(sql, " AND ");
			say_condition(sql, &seen, 1);
		}
	}
	say(sql, " WHERE ");
	for (unsigned n = 1 + pick(3); n > 0; n--) {
		say_condition(sql, &scope, TOP);
		say(sql, n > 1 ? " AND " : " ORDER BY 1, 2");
	}
	for (unsigned i = 2; i <= scope.n; i++)
		say(sql, ", %u", i + 1);
	say(sql, " LIMIT 3000");
}

/* No number that is worked out: beside a text column it would be a text in a WITH, in a view not. */
static void say_typed(struct sql *sql, const struct scope *scope)
{
	if (pick(6))
		say_column(sql, scope, 0);
	else
		say(sql, "coalesce(NULL, '%s')", texts[pick(countof(texts))]);
}

/* Arms of UNION have the same columns: which type the result has where they differ, SQL leaves open. */
static void say_source(struct sql *sql)
{
	struct scope scope = { .v = { schema_table(tables[pick(countof(tables))]) }, .n = 1 };
	size_t start = sql->n, end;

	say(sql, "SELECT a.host, a.rowid AS id, ");
	say_typed(sql, &scope);
	say(sql, " AS x, ");
	say_typed(sql, &scope);
	say(sql, " AS y FROM %s a WHERE ", scope.v[0]->name);
	end = sql->n;
	say_condition(sql, &scope, 1);
	if (pick(3))
		return;
	say(sql, " UNION %.*s", (int)(end - start), sql->text + start);
	say_condition(sql, &scope, 1);
}

static void say_alike(struct sql *sql, char a, char b)
{
	static const char *const ways[] = { "=", "=", "=", "IS", "<" };

	say(sql, "%c.host = %c.host AND %c.%c %s ", a, b, a, 'x' + (int)pick(2),
	    ways[pick(countof(ways))]);
	if (pick(4))
		say(sql, "%c.%c", b, 'x' + (int)pick(2));
	else
		say_constant(sql);
}

/* Tables of WITH. */
static void say_with(struct sql *sql)
{
	bool two = pick(2);

	say(sql, "WITH w AS (");
	say_source(sql);
	say(sql, ")");
	if (two) {
		say(sql, ", v AS (SELECT p.host, p.id, q.x, p.y FROM w p %s w q ON ",
		    pick(2) ? "JOIN" : "LEFT JOIN");
		say_alike(sql, 'q', 'p');
		say(sql, ")");
	}
	say(sql, " SELECT p.id, q.id, (SELECT count(*) FROM w r WHERE ");
	say_alike(sql, 'r', 'p');
	say(sql, ") FROM %s p %s w q ON ", two ? "v" : "w", pick(2) ? "JOIN" : "LEFT JOIN");
	say_alike(sql, 'q', 'p');
	say(sql, " WHERE EXISTS (SELECT 1 FROM %s w WHERE ", two ? "v" : "w");
	say_alike(sql, 'w', 'p');
	say(sql, ") OR p.x ");
	if (pick(2))
		say_list(sql);
	else
		say(sql, "IN (SELECT y FROM w)");
	say(sql, " ORDER BY 1, 2, 3 LIMIT 3000");
}

static uint64_t add_text(uint64_t hash, const char *text)
{
	for (const char *p = text ? text : "\1"; *p; p++)
		hash = (hash ^ (unsigned char)*p) * 1099511628211U;
	return hash * 31 + 7;
}

struct answer {
	unsigned rows;
	uint64_t hash;
};

static struct answer ask(struct query *q, const char *sql)
{
	struct answer a = { .hash = 1 };
	struct err err;
	int more;

	query_start(q, 20000);
	while ((more = query_step(q, &err)) == 1) {
		a.rows++;
		for (size_t c = 0; c < query_columns(q); c++)
			a.hash = add_text(a.hash, query_text(q, c));
	}
	if (more < 0)
		fail_msg("%s\n%s", err.text, sql);
	return a;
}

static struct answer ask_plain(sqlite3 *plain, const char *sql)
{
	struct answer a = { .hash = 1 };
	sqlite3_stmt *stmt;

	if (sqlite3_prepare_v2(plain, sql, -1, &stmt, NULL) != SQLITE_OK)
		fail_msg("%s\n%s", sqlite3_errmsg(plain), sql);
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		a.rows++;
		for (int c = 0; c < sqlite3_column_count(stmt); c++)
			a.hash = add_text(a.hash, (const char *)sqlite3_column_text(stmt, c));
	}
	sqlite3_finalize(stmt);
	return a;
}

static void compare(struct db *db, sqlite3 *plain, uint64_t seed)
{
	CLEANUP(query_freep) struct query *q = NULL;
	struct sql sql = { .n = 0 };
	struct answer wanted, got;
	struct err err;
	int offset;

	if (pick(4))
		say_statement(&sql);
	else
		say_with(&sql);
	wanted = ask_plain(plain, sql.text);
	if (db_prepare(db, sql.text, &q, &offset, &err) != 0)
		fail_msg("seed %llu: %s\n%s", (unsigned long long)seed, err.text, sql.text);
	for (int again = 0; again < 2; again++) {
		got = ask(q, sql.text);
		if (got.rows != wanted.rows || got.hash != wanted.hash)
			fail_msg("seed %llu: %u rows, plain tables give %u%s\n%s",
				 (unsigned long long)seed, got.rows, wanted.rows,
				 got.rows == wanted.rows ? " others" : "", sql.text);
	}
}

static void test_as_plain_tables(void **state)
{
	const char *seed_text = getenv("UPLINT_SEED"), *rounds_text = getenv("UPLINT_ROUNDS");
	uint64_t first = seed_text ? strtoull(seed_text, NULL, 10) : 1;
	unsigned rounds = rounds_text ? (unsigned)atoi(rounds_text) : 12;

	(void)state;
	for (uint64_t seed = first; seed < first + rounds; seed++) {
		CLEANUP(snapshot_freep) struct snapshot *s = NULL;
		CLEANUP(db_freep) struct db *db = NULL;
		struct err err;
		sqlite3 *plain;

		random_state = seed * 0x9e3779b97f4a7c15U;
		s = random_snapshot();
		db = db_new(s, NULL, &err);
		assert_int_equal(sqlite3_open(":memory:", &plain), SQLITE_OK);
		for (size_t t = 0; t < countof(tables); t++)
			copy_table(db, plain, schema_table(tables[t]));
		for (int i = 0; i < 40; i++)
			compare(db, plain, seed);
		sqlite3_close(plain);
	}
}

int main(void)
{
	const struct CMUnitTest tests_here[] = { cmocka_unit_test(test_as_plain_tables) };

	return cmocka_run_group_tests(tests_here, NULL, NULL);
}
