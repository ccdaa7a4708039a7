/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * steps SNAPSHOT [POLICY]: what each built-in rule costs on that snapshot, a line each: its id, the
 * steps of it and of the views that it fills, its rows, and "stopped" where it did not end.  The
 * first line is "facts" and the number of the snapshot's rows.  There is no clock: the same
 * snapshot gives the same figures.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/file.h"
#include "db/db.h"
#include "policy/policy.h"
#include "rule/rule.h"
#include "source/native.h"

enum { MILLISECONDS = 60000, TEXT_MOST = 1 << 30 };

static void fail(const char *what, const struct err *err)
{
	fprintf(stderr, "steps: %s: %s\n", what, err->text);
	exit(2);
}

static void load(struct snapshot *s, const char *file)
{
	struct err err;
	char *text;
	size_t n;

	if (file_read(file, TEXT_MOST, &text, &n, &err) < 0 ||
	    native_load_text(s, file, (struct str){ text, n }, &err) < 0)
		fail(file, &err);
	free(text);
	snapshot_seal(s);
}

static unsigned long count_facts(const struct snapshot *s)
{
	unsigned long n = 0;

	for (unsigned host = 0; host < snapshot_hosts(s); host++)
		for (enum table_id t = 0; t < TABLE_COUNT; t++)
			n += snapshot_rows(s, t, host);
	return n;
}

static bool is_for(const struct rule *r, const struct snapshot *s)
{
	struct cell platform = snapshot_cell(s, TABLE_host, 0, 0, 0);
	enum platform p;

	for (size_t c = 0; c < schema_table(TABLE_host)->ncolumns; c++)
		if (str_eq(STR("platform"), schema_table(TABLE_host)->columns[c].name))
			platform = snapshot_cell(s, TABLE_host, 0, 0, c);
	return platform_parse(platform.text.s, &p) && r->platforms & p;
}

static void run_rule(struct db *db, const struct snapshot *s, const struct rule *r)
{
	CLEANUP(query_freep) struct query *q = NULL;
	unsigned long rows = 0;
	struct err err;
	int offset, more;

	db_use(db, s);
	if (db_prepare(db, r->query, &q, &offset, &err) < 0)
		fail(r->id, &err);
	query_start(q, MILLISECONDS);
	db_steps(db);
	while ((more = query_step(q, &err)) > 0)
		rows++;
	printf("%s %" PRIu64 " %lu%s\n", r->id, db_steps(db), rows, more < 0 ? " stopped" : "");
	if (more < 0)
		fprintf(stderr, "steps: %s: %s\n", r->id, err.text);
}

int main(int argc, char **argv)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	const struct rule_pack *pack = rule_builtin();
	CLEANUP(snapshot_freep) struct snapshot *s = snapshot_new();
	CLEANUP(db_freep) struct db *db = NULL;
	struct policy *policy = NULL;
	struct err err;

	if (argc < 2 || argc > 3)
		return 2;
	if (argc > 2 && policy_load(a, argv[2], &policy, &err) < 0)
		fail(argv[2], &err);
	load(s, argv[1]);
	db = db_new(s, policy, &err);
	if (!db)
		fail("db", &err);
	printf("facts %lu 0\n", count_facts(s));
	for (size_t i = 0; i < pack->n; i++)
		if (is_for(pack->rules[i], s))
			run_rule(db, s, pack->rules[i]);
	return 0;
}
