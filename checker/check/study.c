/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "check/study.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/options.h"
#include "check/fixes.h"
#include "rule/about.h"
#include "rule/template.h"

/*
 * What every view of ports stands on. A rule that can do without these, or
 * without a table that it reads itself beside the view, has to say so by name.
 */
static const table_set ground = (table_set)1 << TABLE_interface | (table_set)1 << TABLE_address;

table_set study_inputs(table_set tables)
{
	static const table_set always = (table_set)1 << TABLE_host |
					(table_set)1 << TABLE_coverage |
					(table_set)1 << TABLE_note;
	static const table_set of_routes = (table_set)1 << TABLE_subnet_route |
					   (table_set)1 << TABLE_gateway;

	if (tables & of_routes)
		tables |= (table_set)1 << TABLE_route;
	return tables & ~(always | of_routes);
}

size_t study_column(const struct rule_facts *facts, const char *name)
{
	size_t i = 0;

	while (i < facts->ncolumns && strcasecmp(facts->columns[i], name) != 0)
		i++;
	return i;
}

static bool gives_column(const struct query *each, const char *name)
{
	for (size_t i = 0; each && i < query_columns(each); i++)
		if (strcasecmp(query_column_name(each, i), name) == 0)
			return true;
	return false;
}

/* `each` may be NULL: its columns count as well. */
static int check_words(const struct rule *r, unsigned line, const struct rule_facts *facts,
		       const struct query *each, const char *key, const char *text, struct err *err)
{
	struct str rest = str_of(text), before, name;

	while (text && template_next(&rest, &before, &name)) {
		char column[128];
		if (!name.n)
			continue;
		snprintf(column, sizeof(column), "%.*s", STR_ARGS(name));
		if (study_column(facts, column) == facts->ncolumns && !gives_column(each, column))
			return err_set(err, "%s:%u: '{%s}' in '%s' is no column of the query",
				       r->file, line, column, key);
	}
	return 0;
}

/* A statement of a fix, over the columns of the query. */
static int prepare_over(struct db *db, struct rule_facts *facts, const char *sql,
			struct query **ret_query, struct err *err)
{
	int offset;

	if (db_prepare_over(db, sql, facts->columns, facts->ncolumns, ret_query, &offset, err) < 0)
		return -1;
	facts->fix_reads |= query_tables(*ret_query);
	return 0;
}

static int check_fix(struct arena *a, struct db *db, const struct rule *r,
		     struct rule_facts *facts, const char *key, const struct fix *f,
		     struct err *err)
{
	CLEANUP(query_freep) struct query *when = NULL, *each = NULL;

	if (f->when &&
	    prepare_over(db, facts, fixes_condition(a, f->when, facts), &when, err) < 0)
		return err_wrap(err, "%s:%u: when", r->file, f->line);
	if (f->each && prepare_over(db, facts, f->each, &each, err) < 0)
		return err_wrap(err, "%s:%u: each", r->file, f->line);
	return check_words(r, f->line, facts, f->run ? NULL : each, key, f->say, err) < 0
		       ? -1
		       : check_words(r, f->line, facts, each, key, f->run, err);
}

static int check_fixes(struct arena *a, struct db *db, const struct rule *r,
		       struct rule_facts *facts, struct err *err)
{
	for (size_t i = 0; i < r->nfixes; i++)
		if (check_fix(a, db, r, facts, "fix", &r->fixes[i], err) < 0)
			return -1;
	for (size_t i = 0; i < r->nverify; i++)
		if (check_fix(a, db, r, facts, "verify", &r->verify[i], err) < 0)
			return -1;
	return 0;
}

/* Columns that name an object, beside its host. */
static const char *const identities[] = {
	"interface", "target", "portal", "iface", "portgroup",
	"subnet", "endpoint", "address", "adapter", "team",
};

static int share_columns(struct arena *a, const struct rule *r, const struct rule_facts *facts,
			 const struct rule_facts *speaker, struct quiet *q, struct err *err)
{
	q->pairs = arena_array(a, countof(identities), sizeof(*q->pairs));
	for (size_t i = 0; i < countof(identities); i++)
		if (study_column(facts, identities[i]) < facts->ncolumns &&
		    study_column(speaker, identities[i]) < speaker->ncolumns)
			q->pairs[q->npairs++] =
				(struct quiet_pair){ identities[i], identities[i] };
	if (q->npairs)
		return 0;
	return err_set(err, "%s:%u: quiet beside %s: the two have no column in common that names "
			    "an object",
		       r->file, r->line, q->rule);
}

int study_quiet(struct arena *a, const struct rule *r, const struct rule_facts *facts,
		struct quiet *q, const struct rule_facts *speaker, struct err *err)
{
	if (q->shared)
		return share_columns(a, r, facts, speaker, q, err);
	for (size_t i = 0; i < q->npairs; i++) {
		const struct quiet_pair *pair = &q->pairs[i];
		if (study_column(facts, pair->mine) == facts->ncolumns)
			return err_set(err, "%s:%u: quiet by '%s', which is no column of the query",
				       r->file, r->line, pair->mine);
		if (study_column(speaker, pair->theirs) == speaker->ncolumns)
			return err_set(err, "%s:%u: quiet by '%s', which is no column of %s",
				       r->file, r->line, pair->theirs, q->rule);
	}
	return 0;
}

static int take_columns(struct arena *a, const struct rule *r, const struct query *q,
			struct rule_facts *facts, struct err *err)
{
	static const char *const wanted[] = { "host", "subject", "ok" };
	const char **columns;

	facts->ncolumns = query_columns(q);
	columns = arena_array(a, facts->ncolumns, sizeof(*columns));
	for (size_t i = 0; i < facts->ncolumns; i++)
		columns[i] = arena_strdup(a, query_column_name(q, i));
	facts->columns = columns;
	for (size_t i = 0; i < countof(wanted); i++)
		if (study_column(facts, wanted[i]) == facts->ncolumns)
			return err_set(err, "%s:%u: the query has no column '%s'", r->file,
				       r->query_line, wanted[i]);
	return 0;
}

/* All that the query reads, less what the rule says it can do without. */
static int take_needs(struct db *db, const struct rule *r, const struct query *q,
		      struct rule_facts *facts, struct err *err)
{
	const struct words *optional = &r->optional;
	enum table_id id;
	table_set tables;

	facts->reads = query_tables(q);
	facts->needs = facts->reads;
	for (size_t i = 0; i < optional->n; i++) {
		if (!db_relation_tables(db, optional->v[i], &tables))
			return err_set(err, "%s:%u: optional: no table or view '%s'", r->file,
				       r->line, optional->v[i]);
		if (!schema_find(str_of(optional->v[i]), &id))
			tables &= ~(ground | query_own_tables(q));
		facts->needs &= ~tables;
	}
	facts->needs = study_inputs(facts->needs);
	return 0;
}

static int prepare(struct db *db, const struct rule *r, struct query **ret_query, struct err *err)
{
	unsigned line = r->query_line;
	int offset = -1;

	if (db_prepare(db, r->query, ret_query, &offset, err) == 0)
		return 0;
	for (int i = 0; i < offset && r->query[i]; i++)
		line += r->query[i] == '\n';
	return err_wrap(err, "%s:%u", r->file, line);
}

/* Columns as they are declared, "address TEXT", the host among them and first. */
static int declare_columns(struct arena *a, struct db *db, struct rule_relation *relation,
			   struct err *err)
{
	CLEANUP(query_freep) struct query *q = NULL;
	const char *sql = "SELECT host";
	struct words declared = { NULL, 0 };
	int offset;

	for (size_t i = 0; i < relation->columns.n; i++)
		if (strcasecmp(relation->columns.v[i], "host") != 0)
			sql = arena_printf(a, "%s,%s", sql, relation->columns.v[i]);
	if (db_prepare(db, arena_printf(a, "%s FROM %s", sql, relation->name), &q, &offset, err) < 0)
		return -1;
	for (size_t i = 0; i < query_columns(q); i++) {
		const char *type = query_column_type(q, i);
		words_add(&declared,
			  arena_printf(a, "%s %s", query_column_name(q, i), type ? type : ""), a);
	}
	relation->columns = declared;
	return 0;
}

/* What rows of several hosts a rule across hosts reads: of tables and views, each of one host. */
static int take_relations(struct arena *a, struct db *db, const struct rule *r,
			  struct db_reads *notes, struct rule_facts *facts, struct err *err)
{
	bool has_key = false;
	size_t n = 0;

	for (size_t i = 0; i < notes->n; i++) {
		struct rule_relation *relation = &notes->v[i];
		/* One for all hosts, and there anyway. */
		if (strcasecmp(relation->name, "policy_role") == 0)
			continue;
		if (strcasecmp(relation->name, "path") == 0)
			return err_set(err, "%s:%u: path() answers for one host, and the rule looks "
					    "across hosts",
				       r->file, r->query_line);
		for (size_t c = 0; c < relation->columns.n; c++)
			has_key = has_key || strcasecmp(relation->columns.v[c], r->across) == 0;
		if (declare_columns(a, db, relation, err) < 0)
			return err_wrap(err, "%s:%u", r->file, r->query_line);
		notes->v[n++] = *relation;
	}
	if (!has_key)
		return err_set(err, "%s:%u: across: the query reads no column '%s'", r->file,
			       r->line, r->across);
	facts->relations = notes->v;
	facts->nrelations = n;
	return 0;
}

const char *study_excluded(struct arena *a, const struct rule *r)
{
	return arena_printf(a, "SELECT host FROM host WHERE NOT (%s)", r->when);
}

/* What reads no column is the same on every host, but for the policy's parameters. */
static int check_when(struct arena *a, struct db *db, const struct rule *r, struct err *err)
{
	CLEANUP(query_freep) struct query *q = NULL, *alone = NULL;
	struct err ignored;
	int offset;

	if (!r->when)
		return 0;
	if (db_prepare(db, study_excluded(a, r), &q, &offset, err) < 0)
		return err_wrap(err, "%s:%u: when", r->file, r->when_line);
	if (!strstr(r->when, "param(") &&
	    db_prepare(db, arena_printf(a, "SELECT 1 WHERE (%s)", r->when), &alone, &offset,
		       &ignored) == 0)
		return err_set(err, "%s:%u: when: it reads no column of the host's row", r->file,
			       r->when_line);
	return 0;
}

int study_rule(struct arena *a, struct db *db, const struct rule *r, struct rule_facts *ret_facts,
	       struct err *err)
{
	CLEANUP(query_freep) struct query *q = NULL;
	struct db_reads notes = { .arena = a };
	struct rule_facts facts = { .reads = 0 };
	int status;

	db_note_reads(db, r->across ? &notes : NULL);
	status = prepare(db, r, &q, err);
	if (status == 0)
		status = take_columns(a, r, q, &facts, err);
	if (status == 0)
		status = check_fixes(a, db, r, &facts, err);
	db_note_reads(db, NULL);
	if (status < 0 || take_needs(db, r, q, &facts, err) < 0 ||
	    check_words(r, r->line, &facts, NULL, "message", r->message, err) < 0 ||
	    check_words(r, r->line, &facts, NULL, "message_ok", r->message_ok, err) < 0)
		return -1;
	if (r->across && take_relations(a, db, r, &notes, &facts, err) < 0)
		return -1;
	if (check_when(a, db, r, err) < 0)
		return -1;
	if (about_resolve(&r->about, db_view_number, &facts.about, err) < 0)
		return err_wrap(err, "%s:%u: about", r->file, r->line);
	*ret_facts = facts;
	return 0;
}

static int study_view(struct arena *a, struct db *db, const struct db_view *view,
		      struct view_facts *ret_facts, struct err *err)
{
	if (db_view_facts(db, a, view->name, ret_facts, err) < 0)
		return -1;
	if (about_resolve_list(view->about, db_view_number, &ret_facts->about, err) < 0)
		return err_wrap(err, "view %s: about", view->name);
	return 0;
}

int study_views(struct arena *a, struct db *db, struct view_facts **ret_views, size_t *ret_n,
		struct err *err)
{
	size_t n = db_view_count();
	struct view_facts *views = arena_array(a, n + 1, sizeof(*views));
	struct db_view view;

	for (size_t i = 0; i < n && db_view_at(i, &view); i++)
		if (study_view(a, db, &view, &views[i], err) < 0)
			return -1;
	*ret_views = views;
	*ret_n = n;
	return 0;
}
