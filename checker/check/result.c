/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "check/result.h"

#include <stdlib.h>
#include <string.h>

#include "base/search.h"
#include "rule/sql.h"
#include "rule/template.h"

enum { RESULTS_MOST = 1000 * 1000 };

/*
 * The time of a rule of anyone's own, which may never end.  A built-in one is
 * linear (tests/linear.sh), so it is stopped only where a host is larger than
 * any that exists.  Each host and each row gives either of them more.
 */
enum { MILLISECONDS = 2000, BUILTIN_MILLISECONDS = 20000, HOST_MILLISECONDS = 5, ROW_MICROSECONDS = 50 };

unsigned job_budget(const struct plan *p, const struct job *job, unsigned nhosts)
{
	if (p->options->rule_milliseconds)
		return p->options->rule_milliseconds;
	return (job->rule->facts ? BUILTIN_MILLISECONDS : MILLISECONDS) + HOST_MILLISECONDS * nhosts;
}

struct fact result_value(const struct query *q, size_t i, struct arena *a)
{
	struct fact f = { .type = FACT_NULL };

	switch (query_type(q, i)) {
	case VALUE_NULL:
		break;
	case VALUE_NUMBER:
		f.type = FACT_NUMBER;
		f.number = query_number(q, i);
		break;
	case VALUE_REAL:
		f.type = FACT_TEXT;
		f.text = arena_printf(a, "%.15g", query_real(q, i));
		break;
	case VALUE_TEXT:
		f.type = FACT_TEXT;
		f.text = arena_strdup(a, query_text(q, i));
		break;
	}
	return f;
}

static bool names_column(const char *text, const char *column)
{
	struct str rest = str_of(text), before, name;

	while (text && template_next(&rest, &before, &name))
		if (str_eq_nocase(name, column))
			return true;
	return false;
}

/* By its name, or as a parameter. */
static bool sql_names(const char *text, const char *column)
{
	struct sql sql = { .rest = text ? str_of(text) : (struct str){ NULL, 0 } };
	struct sql_token token;

	while (sql_next(&sql, &token))
		if ((token.type == SQL_WORD && str_eq_nocase(token.text, column)) ||
		    (token.type == SQL_PARAMETER && token.text.n &&
		     str_eq_nocase(str_from(token.text, 1), column)))
			return true;
	return false;
}

static bool fixes_name(const struct fix *fixes, size_t n, const char *column)
{
	for (size_t i = 0; i < n; i++)
		if (names_column(fixes[i].say, column) || names_column(fixes[i].run, column) ||
		    sql_names(fixes[i].when, column) || sql_names(fixes[i].each, column))
			return true;
	return false;
}

/* A column that only chooses among the fixes is NULL for many reasons. */
static bool only_chooses_fix(const struct rule *r, const char *column)
{
	return !names_column(r->message, column) && !names_column(r->message_ok, column) &&
	       (fixes_name(r->fixes, r->nfixes, column) ||
		fixes_name(r->verify, r->nverify, column));
}

static const char *plain_word(struct arena *a, struct str part)
{
	static const char *const plain[][2] = {
		{ "mtu", "MTU" }, { "mac", "MAC address" }, { "arp", "ARP" }, { "lacp", "LACP" },
		{ "os", "operating system" }, { "hwaddress", "hardware address" },
		{ "ipaddress", "IP address" }, { "tpgts", "portal groups" }, { "vlan", "VLAN" },
	};

	for (size_t i = 0; i < countof(plain); i++)
		if (str_eq(part, plain[i][0]))
			return plain[i][1];
	return arena_str(a, part);
}

/* A reason that begins so names evidence, which the input may hold, be it in a rule's own words. */
#define NOT_KNOWN "not known: "

/* A name in words: "partner_mac" is "partner MAC address". */
static const char *name_words(struct arena *a, const char *name)
{
	struct str rest = str_of(name), part;
	const char *words = NULL;

	while (str_split(&rest, '_', &part))
		words = arena_list(a, words, " ", plain_word(a, part));
	return words;
}

/* NULL, or the evidence that is missing: what a person would have to find out. */
static const char *unknown_columns(const struct job *job, const struct fact *values, struct arena *a)
{
	const char *list = NULL;

	for (size_t i = 0; i < job->facts->ncolumns; i++) {
		bool helper = job->facts->columns[i][0] == '_';
		for (size_t c = 0; c < COLUMN_COUNT; c++)
			helper = helper || job->place[c] == (int)i;
		if (!helper && values[i].type == FACT_NULL &&
		    !only_chooses_fix(job->rule, values[i].name))
			list = arena_list(a, list, ", ", name_words(a, values[i].name));
	}
	return list ? arena_printf(a, NOT_KNOWN "%s", list) : NULL;
}

static int read_severity(const struct plan *p, const struct job *job, struct result *r,
			 struct err *err)
{
	const struct fact *own =
		job->place[COLUMN_SEVERITY] < 0 ? NULL : &r->values[job->place[COLUMN_SEVERITY]];
	const struct policy *policy = p->options->policy;

	r->severity = job->rule->severity;
	if (own && own->type != FACT_NULL &&
	    (own->type != FACT_TEXT || !severity_parse(own->text, &r->severity)))
		return err_set(
			err,
			"%s:%u: the query gave a severity that is none of error, warning, info",
			job->rule->file, job->rule->query_line);
	for (size_t i = 0; policy && i < policy->nseverities; i++)
		if (rule_find(p->pack, policy->severities[i].rule) == job->rule)
			r->severity = policy->severities[i].severity;
	return 0;
}

static int read_verdict(const struct job *job, struct result *r, struct arena *a, struct err *err)
{
	const struct fact *ok = &r->values[job->place[COLUMN_OK]];

	if (ok->type == FACT_TEXT)
		return err_set(err, "%s:%u: the query gave an 'ok' that is none of 1, 0, NULL",
			       job->rule->file, job->rule->query_line);
	if (ok->type == FACT_NULL) {
		const struct fact *own = job->place[COLUMN_REASON] < 0
						 ? NULL
						 : &r->values[job->place[COLUMN_REASON]];
		r->verdict = VERDICT_NOT_EVALUATED;
		bool told = own && own->type == FACT_TEXT;
		r->reason = told ? own->text : unknown_columns(job, r->values, a);
		r->by_evidence = !told || str_starts(str_of(own->text), NOT_KNOWN);
	} else {
		r->verdict = ok->number ? VERDICT_COMPLIANT : VERDICT_NON_COMPLIANT;
	}
	return 0;
}

const char *result_subject(const struct job *job, const struct fact *values, struct arena *a)
{
	const struct fact *subject = &values[job->place[COLUMN_SUBJECT]];

	if (subject->type == FACT_NUMBER)
		return arena_printf(a, "%lld", (long long)subject->number);
	return subject->type == FACT_TEXT ? subject->text : "unknown";
}

/* The row that the query stands on; -1 where it is none that a rule may give. */
static int read_result(const struct plan *p, const struct job *job, const struct query *q,
		       struct names *names, struct arena *a, struct result *ret_result, struct err *err)
{
	size_t n = job->facts->ncolumns;
	struct fact *values = arena_array(a, n, sizeof(*values));
	struct result r = { .values = values, .rows = 1 };
	const struct fact *host;

	for (size_t i = 0; i < n; i++) {
		values[i] = result_value(q, i, a);
		values[i].name = job->facts->columns[i];
	}
	host = &values[job->place[COLUMN_HOST]];
	if (host->type != FACT_TEXT || !names_find(names, host->text, &r.host))
		return err_set(err, "%s:%u: the query gave a row whose 'host' is no host",
			       job->rule->file, job->rule->query_line);
	r.subject = result_subject(job, values, a);
	if (read_verdict(job, &r, a, err) < 0 || read_severity(p, job, &r, err) < 0)
		return -1;
	*ret_result = r;
	return 0;
}

void answer_start(const struct plan *p, const struct job *job, struct query *q, unsigned nhosts)
{
	query_start(q, job_budget(p, job, nhosts));
}

int answer_step(struct answer *answer, const struct plan *p, const struct job *job, struct query *q,
		struct names *names, struct arena *a, struct err *err)
{
	const struct rule *rule = job->rule;
	int more = query_step(q, err);
	struct result r;

	if (more < 0)
		return err_wrap(err, "%s:%u", rule->file, rule->query_line);
	if (more == 0)
		return 0;
	if (read_result(p, job, q, names, a, &r, err) < 0)
		return -1;
	if (answer->n == RESULTS_MOST)
		return err_set(err, "%s:%u: more than %d rows", rule->file, rule->query_line,
			       RESULTS_MOST);
	answer->results = arena_grow(a, answer->results, answer->n, sizeof(r));
	answer->results[answer->n++] = r;
	if (!p->options->rule_milliseconds)
		query_extend(q, ROW_MICROSECONDS);
	return 1;
}

void result_weigh(struct result *r, const struct standing *standing)
{
	if (r->verdict == VERDICT_NOT_EVALUATED && (!r->reason || r->by_evidence))
		r->unread = standing->undecided_by;
	if (r->verdict == VERDICT_NOT_EVALUATED && !r->reason)
		r->reason = standing->undecided;
	if (standing->partial && r->verdict == VERDICT_COMPLIANT) {
		r->verdict = VERDICT_NOT_EVALUATED;
		r->reason = standing->partial;
		r->unread = standing->in_part;
	}
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

void answer_sort(struct answer *answer)
{
	if (answer->n)
		qsort(answer->results, answer->n, sizeof(*answer->results), compare_results);
}

void answer_merge(struct answer *answer)
{
	size_t kept = 0;

	for (size_t i = 0; i < answer->n; i++) {
		struct result *last = kept ? &answer->results[kept - 1] : NULL;
		if (last && last->host == answer->results[i].host &&
		    same(last->subject, answer->results[i].subject))
			last->rows++;
		else
			answer->results[kept++] = answer->results[i];
	}
	answer->n = kept;
}

/* Never equal: the place is that of the host's first result. */
static int compare_host(const void *host, const void *result)
{
	return *(const unsigned *)host > ((const struct result *)result)->host ? 1 : -1;
}

struct answer answer_of(const struct answer *all, unsigned host)
{
	size_t end, first = lower_bound(&host, all->results, all->n, sizeof(*all->results),
					compare_host);

	for (end = first; end < all->n && all->results[end].host == host;)
		end++;
	return (struct answer){ all->n ? &all->results[first] : NULL, end - first };
}
