/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "check/study.h"
#include "check/worker.h"

/* A table that a platform cannot have is no gap. */
static bool can_have(const struct worker *w, unsigned host, enum table_id t)
{
	return schema_platforms(t) & (unsigned)w->platform[host];
}

void coverage_read(struct worker *w)
{
	const char *why;

	w->absent = arena_array(w->arena, w->names.n + 1, sizeof(*w->absent));
	w->partial = arena_array(w->arena, w->names.n + 1, sizeof(*w->partial));
	w->lacking = arena_array(w->arena, w->names.n + 1, sizeof(*w->lacking));
	for (unsigned host = 0; host < w->names.n; host++) {
		for (enum table_id t = 0; t < TABLE_COUNT; t++) {
			enum coverage_state state;
			if (!can_have(w, host, t))
				continue;
			state = snapshot_coverage(w->snapshot, host, t, &why);
			w->absent[host] |= (table_set)(state == COVERAGE_ABSENT) << t;
			w->partial[host] |= (table_set)(state == COVERAGE_PARTIAL) << t;
			if (lack_facts(w->snapshot, host, t))
				w->lacking[host] |= (table_set)1 << t;
		}
	}
}

/* "not read: bonds and teams (the input holds no output of it); neighbour table" */
static const char *list_tables(const struct worker *w, unsigned host, table_set tables,
			       const char *what)
{
	const char *all = NULL, *why;

	for (enum table_id t = 0; t < TABLE_COUNT; t++) {
		const char *name = schema_table(t)->doc, *one = name;
		if (!(tables >> t & 1))
			continue;
		snapshot_coverage(w->snapshot, host, t, &why);
		if (why)
			one = arena_printf(w->arena, "%s (%s)", name, why);
		all = arena_list(w->arena, all, "; ", one);
	}
	return all ? arena_printf(w->arena, "%s: %s", what, all) : NULL;
}

static const char *not_read(const struct worker *w, unsigned host, table_set tables)
{
	tables &= w->absent[host];
	return tables ? list_tables(w, host, tables, "not read") : NULL;
}

static const char *read_in_part(const struct worker *w, unsigned host, table_set tables)
{
	tables &= w->partial[host];
	return tables ? list_tables(w, host, tables, "read in part") : NULL;
}

/* Why a row without a verdict has none. */
static void find_undecided(const struct worker *w, const struct rule_facts *facts, unsigned host,
			   struct standing *s)
{
	table_set tables = study_inputs(facts->reads), partial = tables & w->partial[host];

	if (facts->needs & partial)
		partial &= facts->needs;
	s->undecided_by = partial ? partial : tables & w->absent[host];
	s->undecided = partial ? read_in_part(w, host, partial) : not_read(w, host, tables);
	if (!s->undecided_by)
		s->undecided_by = tables & w->lacking[host];
	if (!s->undecided)
		s->undecided = "the facts do not decide it";
}

/* "not known: services of VMkernel ports" */
static const char *not_told(const struct worker *w, unsigned host, table_set tables)
{
	const char *all = NULL;

	for (enum table_id t = 0; t < TABLE_COUNT; t++)
		if (tables & w->lacking[host] & (table_set)1 << t)
			all = arena_list(w->arena, all, ", ", lack_facts(w->snapshot, host, t));
	return arena_printf(w->arena, "not known: %s", all);
}

static bool has_nothing(const struct worker *w, const struct job *job, unsigned host)
{
	bool nothing;

	db_look_at(w->db, host, host + 1);
	nothing = !db_has_rows(w->db, &job->facts->about);
	db_look_at(w->db, 0, w->names.n);
	return nothing;
}

bool coverage_excludes(const struct worker *w, size_t j, unsigned host)
{
	const struct rule *rule = w->plan->jobs[j].rule;
	struct query **q = &w->whens[j];
	struct err ignored;
	bool excluded = false;
	int offset;

	if (!rule->when || (!*q && db_prepare(w->db, study_excluded(w->arena, rule), q, &offset,
					      &ignored) < 0))
		return false;
	db_look_at(w->db, host, host + 1);
	query_start(*q, 0);
	while (query_step(*q, &ignored) > 0)
		excluded = true;
	db_look_at(w->db, 0, w->names.n);
	return excluded;
}

/* Tables, among these, that may hold more than is known of them. */
static table_set gaps(const struct worker *w, unsigned host, table_set tables)
{
	return tables & (w->absent[host] | w->partial[host]);
}

static bool is_empty(const struct worker *w, unsigned host, table_set tables)
{
	for (enum table_id t = 0; t < TABLE_COUNT; t++)
		if (tables >> t & 1 && snapshot_rows(w->snapshot, t, host))
			return false;
	return true;
}

/*
 * What was not read, or not all of it, and might have given the rule a row: tables behind what it
 * is about; where these are whole and hold something, all that it takes to say that there is none
 * of it; where there is some, anything that the rule reads, or nothing where a rule across hosts
 * is asked of one host alone, and wants another.
 */
static table_set may_be_unread(const struct worker *w, size_t j, unsigned host)
{
	const struct job *job = &w->plan->jobs[j];
	table_set behind = gaps(w, host, job->behind), about = gaps(w, host, job->looked_into);
	table_set all = about | gaps(w, host, study_inputs(job->facts->reads));

	if (!(all | (job->behind & w->lacking[host])) || coverage_excludes(w, j, host))
		return 0;
	if (!job->behind || !has_nothing(w, job, host))
		return job->rule->across && !w->many ? 0 : behind ? behind : all;
	if (!behind && !about && !is_empty(w, host, job->behind))
		return job->behind & w->lacking[host];
	return behind || is_empty(w, host, job->behind) ? behind : about;
}

/* All that may hold what the rule is about was read, and holds none. */
static bool is_without(const struct worker *w, size_t j, unsigned host)
{
	const struct job *job = &w->plan->jobs[j];

	return coverage_excludes(w, j, host) ||
	       (job->behind && !may_be_unread(w, j, host) && has_nothing(w, job, host));
}

const char *coverage_nothing(const struct worker *w, size_t j, unsigned host)
{
	const struct job *job = &w->plan->jobs[j];
	table_set unread = may_be_unread(w, j, host);
	const char *list = NULL;

	if (unread & w->absent[host])
		return not_read(w, host, unread);
	if (unread)
		return unread & w->partial[host] ? read_in_part(w, host, unread)
						 : not_told(w, host, unread);
	if (job->nothing)
		return job->nothing;
	for (enum table_id t = 0; t < TABLE_COUNT; t++)
		if (job->facts->needs >> t & 1 && can_have(w, host, t) &&
		    !snapshot_rows(w->snapshot, t, host))
			list = arena_list(w->arena, list, ", no ", schema_table(t)->doc);
	return list ? arena_printf(w->arena, "nothing to examine: no %s", list)
		    : "nothing to examine";
}

struct standing coverage_standing(const struct worker *w, size_t j, unsigned host)
{
	const struct job *job = &w->plan->jobs[j];
	struct standing s = { .state = OUTCOME_NOT_APPLICABLE };

	if (job->broken || w->failed[j]) {
		s.barred = true;
		s.state = OUTCOME_BROKEN;
		s.reason = job->broken ? job->broken : w->failed[j];
	} else if (!(job->rule->platforms & (unsigned)w->platform[host])) {
		s.barred = true;
		s.reason = job->elsewhere;
	} else if (job->facts->needs & w->absent[host] && is_without(w, j, host)) {
		s.barred = true;
		s.reason = job->nothing;
	} else if (job->facts->needs & w->absent[host]) {
		s.barred = true;
		s.state = OUTCOME_NOT_EVALUATED;
		s.unread = job->facts->needs & w->absent[host];
		s.reason = not_read(w, host, s.unread);
	} else {
		s.unread = may_be_unread(w, j, host);
		if (s.unread)
			s.state = OUTCOME_NOT_EVALUATED;
		s.in_part = job->facts->needs & w->partial[host];
		s.partial = read_in_part(w, host, s.in_part);
		find_undecided(w, job->facts, host, &s);
	}
	return s;
}
