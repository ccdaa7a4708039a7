/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "check/run.h"
#include "rule/about.h"

/* Always there: they say what is known about the rest. */
static const table_set about =
	(table_set)1 << TABLE_host | (table_set)1 << TABLE_coverage | (table_set)1 << TABLE_note;

/*
 * What every view of ports stands on. A rule that can do without these, or
 * without a table that it reads itself beside the view, has to say so by name.
 */
static const table_set ground = (table_set)1 << TABLE_interface | (table_set)1 << TABLE_address;

/* Worked out of the routes: who lacks them lacks those. */
static const table_set of_routes = (table_set)1 << TABLE_subnet_route |
				   (table_set)1 << TABLE_gateway;

int run_needs(struct run *run, struct job *job, struct err *err)
{
	const struct words *optional = &job->rule->optional;
	enum table_id id;
	table_set tables;

	if (job->rule->tables.reads) {
		job->needs = job->rule->tables.needs;
		return 0;
	}
	job->needs = job->tables & ~about;
	for (size_t i = 0; i < optional->n; i++) {
		if (!db_relation_tables(run->db, optional->v[i], &tables))
			return err_set(err, "%s:%u: optional: no table or view `%s'",
				       job->rule->file, job->rule->line, optional->v[i]);
		if (!schema_find(str_of(optional->v[i]), &id))
			tables &= ~(ground | job->itself);
		job->needs &= ~tables;
	}
	if (job->needs & of_routes)
		job->needs = (job->needs & ~of_routes) | (table_set)1 << TABLE_route;
	return 0;
}

/* A table that a platform cannot have is no gap. */
static bool can_have(const struct run *run, table_set tables, unsigned host, enum table_id t)
{
	return (tables & (table_set)1 << t) &&
	       (schema_platforms(t) & (unsigned)run->platform[host]);
}

/* NULL, or those of the tables whose coverage on the host is this. */
static const char *in_state(const struct run *run, table_set tables, unsigned host,
			    enum coverage_state state)
{
	const char *all = NULL, *why;

	for (enum table_id t = 0; t < TABLE_COUNT; t++) {
		if (!can_have(run, tables, host, t) ||
		    snapshot_coverage(run->snapshot, host, t, &why) != state)
			continue;
		const char *one =
			why ? arena_printf(run->arena, "%s (%s)", schema_table(t)->name, why)
			    : schema_table(t)->name;
		all = all ? arena_printf(run->arena, "%s; %s", all, one) : one;
	}
	if (!all)
		return NULL;
	return arena_printf(run->arena,
			    state == COVERAGE_ABSENT ? "not read: %s" : "read in part: %s", all);
}

const char *run_missing(const struct run *run, const struct job *job, unsigned host,
			enum coverage_state state)
{
	return in_state(run, job->needs, host, state);
}

const char *run_undecided(const struct run *run, const struct job *job, unsigned host)
{
	static const char nameless[] = "the facts do not decide it";
	table_set tables = job->tables & ~about;
	const char *why;

	if (!run->snapshot)
		return job->silence.partial ? job->silence.partial : nameless;
	if (tables & of_routes)
		tables = (tables & ~of_routes) | (table_set)1 << TABLE_route;
	why = in_state(run, job->needs, host, COVERAGE_PARTIAL);
	why = why ? why : in_state(run, tables, host, COVERAGE_PARTIAL);
	why = why ? why : in_state(run, tables, host, COVERAGE_ABSENT);
	return why ? why : nameless;
}

static const char *platform_list(const struct run *run, unsigned platforms)
{
	static const struct {
		enum platform platform;
		const char *name;
	} names[] = {
		{ PLATFORM_LINUX, "linux" },
		{ PLATFORM_ESXI, "esxi" },
		{ PLATFORM_ESX, "esx" },
		{ PLATFORM_OVIRT, "ovirt" },
	};
	const char *list = NULL;

	for (size_t i = 0; i < countof(names); i++)
		if (platforms & (unsigned)names[i].platform)
			list = list ? arena_printf(run->arena, "%s, %s", list, names[i].name)
				    : names[i].name;
	return list;
}

bool run_applies(const struct run *run, const struct job *job, unsigned host, const char **ret_why)
{
	if (job->rule->platforms & (unsigned)run->platform[host])
		return true;
	*ret_why =
		arena_printf(run->arena, "for %s only", platform_list(run, job->rule->platforms));
	return false;
}

/* Why a host has no row. */
static const char *nothing(const struct run *run, const struct job *job, unsigned host)
{
	const char *list = NULL;

	if (job->rule->unless)
		return job->rule->unless;
	if (job->rule->about.n)
		return about_words(run->arena, &job->rule->about);
	for (enum table_id t = 0; t < TABLE_COUNT; t++)
		if (can_have(run, job->needs, host, t) &&
		    snapshot_rows(run->snapshot, t, host) == 0)
			list = list ? arena_printf(run->arena, "%s, no %s", list,
						   schema_table(t)->name)
				    : arena_printf(run->arena, "no %s", schema_table(t)->name);
	return list ? arena_printf(run->arena, "nothing to examine: %s", list)
		    : "nothing to examine";
}

struct silence run_silence(const struct run *run, const struct job *job, unsigned host)
{
	struct silence s = { .state = OUTCOME_NOT_APPLICABLE };

	if (job->broken || job->failed) {
		s.state = OUTCOME_BROKEN;
		s.reason = job->broken ? job->broken : job->failed;
		return s;
	}
	s.barred = !run_applies(run, job, host, &s.reason);
	if (s.barred)
		return s;
	s.reason = run_missing(run, job, host, COVERAGE_ABSENT);
	s.barred = s.reason != NULL;
	if (s.barred)
		s.state = OUTCOME_NOT_EVALUATED;
	else
		s.reason = nothing(run, job, host);
	return s;
}
