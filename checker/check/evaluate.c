/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "check/run.h"
#include "rule/driving.h"
#include "rule/template.h"

enum { RESULTS_MOST = 1000 * 1000, MILLISECONDS = 2000, MILLISECONDS_A_HOST = 5 };

size_t job_column(const struct job *job, const char *name)
{
	size_t i = 0;

	while (i < job->ncolumns && strcasecmp(job->columns[i], name) != 0)
		i++;
	return i;
}

static int check_words(const struct job *job, const char *key, const char *text, struct err *err)
{
	struct str rest = str_of(text), before, name;

	while (text && template_next(&rest, &before, &name)) {
		char column[128];
		if (!name.n)
			continue;
		snprintf(column, sizeof(column), "%.*s", STR_ARGS(name));
		if (job_column(job, column) == job->ncolumns)
			return err_set(err, "%s:%u: `{%s}' in `%s' is no column of the query",
				       job->rule->file, job->rule->line, column, key);
	}
	return 0;
}

/* The keys of each object are not known before the rows are. */
static int check_fixes(const struct job *job, const char *key, const struct fix *fixes, size_t n,
		       struct err *err)
{
	for (size_t i = 0; i < n; i++) {
		const struct fix *f = &fixes[i];
		if (check_words(job, key, f->say, err) < 0 ||
		    (!f->each && check_words(job, key, f->run, err) < 0))
			return -1;
		if (f->each && job_column(job, f->each) == job->ncolumns)
			return err_set(err, "%s:%u: `each: %s' is no column of the query",
				       job->rule->file, job->rule->line, f->each);
	}
	return 0;
}

static int check_quiet(const struct run *run, const struct job *job, struct err *err)
{
	const struct rule *r = job->rule;

	for (size_t i = 0; i < r->nquiet; i++) {
		const struct job *speaker = run_find(run, r->quiet[i].rule);
		for (size_t j = 0; j < r->quiet[i].npairs; j++) {
			const struct quiet_pair *pair = &r->quiet[i].pairs[j];
			if (job_column(job, pair->mine) == job->ncolumns)
				return err_set(
					err,
					"%s:%u: quiet by `%s', which is no column of the query",
					r->file, r->line, pair->mine);
			if (speaker && speaker->ncolumns &&
			    job_column(speaker, pair->theirs) == speaker->ncolumns)
				return err_set(err,
					       "%s:%u: quiet by `%s', which is no column of %s",
					       r->file, r->line, pair->theirs, r->quiet[i].rule);
		}
	}
	return 0;
}

static int take_columns(struct run *run, struct job *job, const struct query *q, struct err *err)
{
	static const char *const reserved[] = { "host", "subject", "ok", "severity", "origin" };

	job->ncolumns = query_columns(q);
	job->columns = arena_array(run->kept, job->ncolumns, sizeof(*job->columns));
	for (size_t i = 0; i < job->ncolumns; i++)
		job->columns[i] = arena_strdup(run->kept, query_column_name(q, i));
	for (size_t i = 0; i < COLUMN_COUNT; i++) {
		size_t place = job_column(job, reserved[i]);
		job->place[i] = place < job->ncolumns ? (int)place : -1;
		if (i <= COLUMN_OK && job->place[i] < 0)
			return err_set(err, "%s:%u: the query has no column `%s'", job->rule->file,
				       job->rule->query_line, reserved[i]);
	}
	return 0;
}

static int prepare(struct run *run, struct job *job, struct err *err)
{
	const struct rule *r = job->rule;
	unsigned line = r->query_line;
	int offset = -1;
	const struct select_facts *known = r->tables.reads ? &r->tables.select : NULL;

	if (db_prepare_known(run->db, r->query, known, &job->query, &offset, err) < 0) {
		for (int i = 0; i < offset && r->query[i]; i++)
			line += r->query[i] == '\n';
		return err_wrap(err, "%s:%u", r->file, line);
	}
	job->tables = query_tables(job->query);
	job->itself = query_own_tables(job->query);
	if (run->snapshot && run_needs(run, job, err) < 0)
		return -1;
	if (take_columns(run, job, job->query, err) < 0 ||
	    check_words(job, "message", r->message, err) < 0 ||
	    check_words(job, "message_ok", r->message_ok, err) < 0 ||
	    check_fixes(job, "fix", r->fixes, r->nfixes, err) < 0 ||
	    check_fixes(job, "verify", r->verify, r->nverify, err) < 0)
		return -1;
	return check_quiet(run, job, err);
}

struct fact run_value(struct run *run, const struct query *q, size_t i)
{
	struct fact f = { .type = FACT_NULL };

	switch (query_type(q, i)) {
	case VALUE_NULL: break;
	case VALUE_NUMBER:
		f.type = FACT_NUMBER;
		f.number = query_number(q, i);
		break;
	case VALUE_REAL:
		f.type = FACT_TEXT;
		f.text = arena_printf(run->arena, "%.15g", query_real(q, i));
		break;
	case VALUE_TEXT:
		f.type = FACT_TEXT;
		f.text = arena_strdup(run->arena, query_text(q, i));
		break;
	}
	return f;
}

static bool names(const char *text, const char *column)
{
	struct str rest = str_of(text), before, name;

	while (text && template_next(&rest, &before, &name))
		if (str_eq_nocase(name, column))
			return true;
	return false;
}

static bool fixes_name(const struct fix *fixes, size_t n, const char *column)
{
	for (size_t i = 0; i < n; i++)
		if (names(fixes[i].say, column) || names(fixes[i].run, column) ||
		    same(fixes[i].each, column))
			return true;
	return false;
}

/* A column that only chooses among the fixes is NULL for many reasons. */
static bool only_chooses_fix(const struct rule *r, const char *column)
{
	return !names(r->message, column) && !names(r->message_ok, column) &&
	       (fixes_name(r->fixes, r->nfixes, column) ||
		fixes_name(r->verify, r->nverify, column));
}

/* NULL, or the evidence that is missing: what a person would have to find out. */
static const char *unknown_columns(struct run *run, const struct job *job,
				   const struct fact *values)
{
	const char *list = NULL;

	for (size_t i = 0; i < job->ncolumns; i++) {
		bool helper = job->columns[i][0] == '_';
		for (size_t c = 0; c < COLUMN_COUNT; c++)
			helper = helper || job->place[c] == (int)i;
		if (!helper && values[i].type == FACT_NULL &&
		    !only_chooses_fix(job->rule, values[i].name))
			list = list ? arena_printf(run->arena, "%s, %s", list, values[i].name)
				    : values[i].name;
	}
	return list ? arena_printf(run->arena, "not known: %s", list) : NULL;
}

static int read_severity(const struct run *run, const struct job *job, const struct fact *values,
			 enum severity *ret_severity, struct err *err)
{
	const struct fact *own =
		job->place[COLUMN_SEVERITY] < 0 ? NULL : &values[job->place[COLUMN_SEVERITY]];
	const struct policy *policy = run->options->policy;

	*ret_severity = job->rule->severity;
	if (own && own->type != FACT_NULL &&
	    (own->type != FACT_TEXT || !severity_parse(own->text, ret_severity)))
		return err_set(
			err,
			"%s:%u: the query gave a severity that is none of error, warning, info",
			job->rule->file, job->rule->query_line);
	for (size_t i = 0; policy && i < policy->nseverities; i++)
		if (rule_find(run->pack, policy->severities[i].rule) == job->rule)
			*ret_severity = policy->severities[i].severity;
	return 0;
}

static int read_verdict(struct run *run, const struct job *job, struct result *r, struct err *err)
{
	const struct fact *ok = &r->values[job->place[COLUMN_OK]];

	if (ok->type == FACT_TEXT)
		return err_set(err, "%s:%u: the query gave an `ok' that is none of 1, 0, NULL",
			       job->rule->file, job->rule->query_line);
	if (ok->type == FACT_NULL) {
		r->verdict = VERDICT_NOT_EVALUATED;
		r->reason = unknown_columns(run, job, r->values);
	} else {
		r->verdict = ok->number ? VERDICT_COMPLIANT : VERDICT_NON_COMPLIANT;
	}
	return 0;
}

const char *job_subject(struct arena *a, const struct job *job, const struct fact *values)
{
	const struct fact *subject = &values[job->place[COLUMN_SUBJECT]];

	if (subject->type == FACT_NUMBER)
		return arena_printf(a, "%lld", (long long)subject->number);
	return subject->type == FACT_TEXT ? subject->text : "unknown";
}

static int add_result(struct run *run, struct job *job, const struct query *q, struct err *err)
{
	struct fact *values = arena_array(run->arena, job->ncolumns, sizeof(*values));
	struct result r = { .values = values, .rows = 1 };
	const char *why;

	for (size_t i = 0; i < job->ncolumns; i++) {
		values[i] = run_value(run, q, i);
		values[i].name = job->columns[i];
	}
	const struct fact *host = &values[job->place[COLUMN_HOST]];
	if (host->type != FACT_TEXT || !run_host(run, host->text, &r.host))
		return err_set(err, "%s:%u: the query gave a row whose `host' is no host",
			       job->rule->file, job->rule->query_line);
	r.subject = job_subject(run->arena, job, values);
	if (read_verdict(run, job, &r, err) < 0 ||
	    read_severity(run, job, values, &r.severity, err) < 0)
		return -1;
	if (run->snapshot && !run_applies(run, job, r.host, &why))
		return 0;
	if (job->nresults == RESULTS_MOST)
		return err_set(err, "%s:%u: more than %d rows", job->rule->file,
			       job->rule->query_line, RESULTS_MOST);
	job->results = arena_grow(run->arena, job->results, job->nresults, sizeof(r));
	job->results[job->nresults++] = r;
	return 0;
}

static int read_rows(struct run *run, struct job *job, struct err *err)
{
	unsigned budget = run->options->rule_milliseconds
				  ? run->options->rule_milliseconds
				  : MILLISECONDS + MILLISECONDS_A_HOST * run->nhosts;
	int more = query_start(job->query, budget, err);

	if (more < 0)
		return err_wrap(err, "%s:%u", job->rule->file, job->rule->query_line);
	while ((more = query_step(job->query, err)) > 0)
		if (add_result(run, job, job->query, err) < 0 ||
		    (run->hand_on && run->hand_on(run->ctx, run, job, err) < 0))
			return -1;
	return more < 0 ? err_wrap(err, "%s:%u", job->rule->file, job->rule->query_line) : 0;
}

/* Worse first: what stands when a rule speaks twice of one subject. */
static int rank(const struct result *r)
{
	static const int ranks[] = { [VERDICT_NON_COMPLIANT] = 0,
				     [VERDICT_NOT_EVALUATED] = 1,
				     [VERDICT_COMPLIANT] = 2,
				     [VERDICT_WAIVED] = 3 };

	return ranks[r->verdict] * 4 + (SEVERITY_ERROR - (int)r->severity);
}

static int compare_results(const void *a, const void *b)
{
	const struct result *x = a, *y = b;
	int order = (x->host > y->host) - (x->host < y->host);

	order = order ? order : strcmp(x->subject, y->subject);
	return order ? order : rank(x) - rank(y);
}

/* A subject is an identity: of several rows for one the worst stands, and says how many there were.
 */
void job_merge(struct job *job)
{
	size_t kept = 0;

	for (size_t i = 0; i < job->nresults; i++) {
		struct result *last = kept ? &job->results[kept - 1] : NULL;
		if (last && last->host == job->results[i].host &&
		    same(last->subject, job->results[i].subject))
			last->rows++;
		else
			job->results[kept++] = job->results[i];
	}
	job->nresults = kept;
}

/* Rows of a host whose facts were not read, or read in part, are not to be trusted; and where no
 * column says what is not known, those facts are it. */
static void doubt(struct run *run, struct job *job)
{
	const char *absent = NULL, *partial = NULL, *undecided = NULL;
	size_t kept = 0;

	for (size_t i = 0; i < job->nresults; i++) {
		struct result *r = &job->results[i];
		if (i == 0 || r->host != job->results[i - 1].host) {
			absent = run_missing(run, job, r->host, COVERAGE_ABSENT);
			partial = run_missing(run, job, r->host, COVERAGE_PARTIAL);
			undecided = NULL;
		}
		if (r->verdict == VERDICT_NOT_EVALUATED && !r->reason) {
			undecided = undecided ? undecided : run_undecided(run, job, r->host);
			r->reason = undecided;
		}
		if (partial && r->verdict == VERDICT_COMPLIANT) {
			r->verdict = VERDICT_NOT_EVALUATED;
			r->reason = partial;
		}
		if (!absent)
			job->results[kept++] = *r;
	}
	job->nresults = kept;
}

/* A built-in rule is known to be sound, and preparing it costs eight times as much as running it.
 */
static bool has_nothing(const struct run *run, const struct job *job)
{
	const struct rule *r = job->rule;

	if (!r->tables.reads)
		return false;
	if (!(r->platforms & run->platforms) ||
	    !driving_may_run(&r->tables.driving, run->filled))
		return true;
	for (unsigned v = 0; r->tables.driving.views >> v; v++)
		if (r->tables.driving.views >> v & 1 && db_view_empty(run->db, v))
			return true;
	return false;
}

void job_sort(struct job *job)
{
	if (job->nresults)
		qsort(job->results, job->nresults, sizeof(*job->results), compare_results);
}

static void prepare_once(struct run *run, struct job *job)
{
	struct err err;

	if (!job->query && prepare(run, job, &err) < 0)
		job->broken = arena_strdup(run->kept, err.text);
}

void run_know(struct run *run, struct job *job)
{
	if (job->broken)
		return;
	job->tables = job->rule->tables.reads;
	job->needs = job->rule->tables.needs;
	if (!job->tables)
		prepare_once(run, job);
}

void run_evaluate(struct run *run, struct job *job)
{
	struct err err;

	if (job->broken)
		return;
	if (run->snapshot && has_nothing(run, job)) {
		run_know(run, job);
		job->ran = true;
		return;
	}
	prepare_once(run, job);
	if (job->broken)
		return;
	if (read_rows(run, job, &err) < 0) {
		job->failed = arena_strdup(run->arena, err.text);
		job->nresults = 0;
		return;
	}
	job->ran = true;
	job_sort(job);
	if (run->snapshot)
		doubt(run, job);
	job_merge(job);
}
