/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proof/fixture.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/options.h"
#include "base/want.h"
#include "check/check.h"
#include "proof/prove.h"
#include "policy/policy.h"
#include "source/native.h"

enum { FILE_MOST = 1024 * 1024 };

enum list {
	LIST_NON_COMPLIANT,
	LIST_ERROR,
	LIST_WARNING,
	LIST_INFO,
	LIST_COMPLIANT,
	LIST_NOT_EVALUATED,
	LIST_WAIVED,
	LIST_NO_RESULT,
	LIST_RUN,
	LIST_REASON,
	LIST_COUNT,
};

static const char *const list_names[LIST_COUNT] = {
	"non-compliant", "error",  "warning",   "info", "compliant",
	"not-evaluated", "waived", "no-result", "run",  "reason",
};

struct fixture {
	struct arena *arena;
	const char *file;
	struct str snapshot, policy,
		expect; /* each with the lines before it, blank: places stay right */
	struct words wanted[LIST_COUNT], found[LIST_COUNT];
	bool given[LIST_COUNT];
	const struct policy *parsed; /* the policy; NULL: none */
};

/* Documents begin behind a line "---"; all lines before `from` are kept, empty. */
static struct str cut(struct arena *a, struct str text, size_t from, size_t to)
{
	char *copy = arena_str(a, str_upto(text, to));

	for (size_t i = 0; i < from; i++)
		if (copy[i] != '\n')
			copy[i] = ' ';
	return (struct str){ copy, to };
}

static int split(struct fixture *x, struct str text, struct err *err)
{
	size_t starts[4] = { 0 }, ends[4] = { text.n }, n = 1;
	struct str rest = text, line;

	while (str_line(&rest, &line)) {
		if (!str_eq(line, "---") || line.p == text.p)
			continue;
		if (n == 3)
			return err_set(err, "%s: more than three documents", x->file);
		ends[n - 1] = (size_t)(line.p - text.p);
		starts[n] = ends[n - 1] + 4;
		ends[n++] = text.n;
	}
	if (n == 1)
		return err_set(err, "%s: no document `expect:' behind a line ---", x->file);
	x->snapshot = cut(x->arena, text, 0, ends[0]);
	if (n == 3)
		x->policy = cut(x->arena, text, starts[1], ends[1]);
	x->expect = cut(x->arena, text, starts[n - 1] < text.n ? starts[n - 1] : text.n, text.n);
	return 0;
}

static int read_expect(struct fixture *x, struct err *err)
{
	static const char *const top[] = { "expect" };
	CLEANUP(events_freep) struct events *e = events_new(EVENT_YAML, x->file, x->expect);
	struct event at;
	size_t key;
	int more;

	if (want_document(e, &at, err) < 0 || want_key(e, top, 1, &key, &at, err) < 0 ||
	    want_map(e, &at, err) < 0)
		return -1;
	while ((more = want_key(e, list_names, LIST_COUNT, &key, &at, err)) > 0) {
		x->given[key] = true;
		if (want_words(e, x->arena, &x->wanted[key], &at, err) < 0)
			return -1;
	}
	return more;
}

static void find(struct fixture *x, enum list list, const char *word)
{
	words_add(&x->found[list], arena_strdup(x->arena, word), x->arena);
}

static enum list list_of(const struct finding *f)
{
	switch (f->verdict) {
	case VERDICT_COMPLIANT: return LIST_COMPLIANT;
	case VERDICT_NON_COMPLIANT: return LIST_NON_COMPLIANT;
	case VERDICT_WAIVED: return LIST_WAIVED;
	case VERDICT_NOT_EVALUATED: break;
	}
	return LIST_NOT_EVALUATED;
}

static void take_finding(struct fixture *x, const struct finding *f, bool one_host)
{
	static const enum list severities[] = { LIST_INFO, LIST_WARNING, LIST_ERROR };
	const char *name =
		one_host ? f->subject : arena_printf(x->arena, "%s @ %s", f->subject, f->host);

	find(x, list_of(f), name);
	if (f->verdict != VERDICT_NON_COMPLIANT)
		return;
	find(x, severities[f->severity], name);
	for (size_t i = 0; i < f->nfixes; i++)
		if (f->fixes[i].run)
			find(x, LIST_RUN, f->fixes[i].run);
}

static void take_host(struct fixture *x, const struct report_host *h, const struct rule *rule,
		      bool alone)
{
	for (const struct outcome *o = h->outcomes; o < h->outcomes + h->noutcomes; o++) {
		if (o->rule != rule)
			continue;
		for (size_t i = 0; i < o->nfindings; i++)
			take_finding(x, &o->findings[i], alone);
		if (o->state == OUTCOME_EVALUATED)
			continue;
		find(x, LIST_NO_RESULT, h->name);
		find(x, LIST_REASON, o->reason);
	}
}

static int take_report(struct fixture *x, const struct report *r, const struct rule *rule,
		       struct err *err)
{
	CLEANUP(report_done) struct report_walk w = { .report = r };

	while (report_next(&w)) {
		for (size_t i = 0; i < w.host->noutcomes; i++)
			if (w.host->outcomes[i].state == OUTCOME_BROKEN)
				return err_set(err, "%s: %s", x->file, w.host->outcomes[i].reason);
		take_host(x, w.host, rule, r->nhosts == 1);
	}
	return 0;
}

static int compare_words(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* In order, with ", " between; "none" of none. */
static const char *sorted(struct arena *a, const struct words *words)
{
	const char **v = arena_array(a, words->n + 1, sizeof(*v)), *text = NULL;

	for (size_t i = 0; i < words->n; i++)
		v[i] = words->v[i];
	qsort(v, words->n, sizeof(*v), compare_words);
	for (size_t i = 0; i < words->n; i++)
		text = arena_list(a, text, ", ", v[i]);
	return text ? text : "none";
}

/* Severities stand for `non-compliant` where they are given; a command only where one is given. */
static bool is_compared(const struct fixture *x, enum list list)
{
	bool severities = x->given[LIST_ERROR] || x->given[LIST_WARNING] || x->given[LIST_INFO];

	if (list == LIST_NON_COMPLIANT)
		return x->given[list] || !severities;
	if (list == LIST_ERROR || list == LIST_WARNING || list == LIST_INFO)
		return severities;
	return list == LIST_RUN ? x->given[list] : list != LIST_REASON;
}

static int compare(struct fixture *x, struct err *err)
{
	for (enum list list = 0; list < LIST_COUNT; list++) {
		const char *wanted = sorted(x->arena, &x->wanted[list]),
			   *found = sorted(x->arena, &x->found[list]);
		if (is_compared(x, list) && !same(wanted, found))
			return err_set(err, "%s: %s: expected %s, got %s", x->file,
				       list_names[list], wanted, found);
	}
	for (size_t i = 0; i < x->wanted[LIST_REASON].n; i++)
		for (size_t j = 0; j < x->found[LIST_REASON].n; j++)
			if (!str_has(str_of(x->found[LIST_REASON].v[j]),
				     x->wanted[LIST_REASON].v[i]))
				return err_set(err, "%s: the reason is `%s'", x->file,
					       x->found[LIST_REASON].v[j]);
	return 0;
}

/* The rule and those beside which it stays quiet, and so on. */
static void add_rules(struct arena *a, const struct rule_pack *pack, const struct rule *rule,
		      struct rule_pack *subset)
{
	const struct rule **rules = (void *)subset->rules;
	struct quiet *quiet;
	size_t n;

	for (size_t i = 0; i < subset->n; i++)
		if (rules[i] == rule)
			return;
	rules = arena_grow(a, rules, subset->n, sizeof(*rules));
	rules[subset->n++] = rule;
	subset->rules = rules;
	quiet = rule_quiet(a, pack, rule, &n);
	for (size_t i = 0; i < n; i++) {
		const struct rule *speaker = rule_find(pack, quiet[i].rule);
		if (speaker)
			add_rules(a, pack, speaker, subset);
	}
}

/* As `check` reads a file: a host at a time. */
struct snapshot_text {
	struct fixture *fixture;
	struct err err;
	int status;
};

static void read_snapshot(void *ctx, size_t i, struct source_sink *sink)
{
	struct snapshot_text *text = ctx;

	(void)i;
	text->status = native_stream_text(sink, text->fixture->file, text->fixture->snapshot,
					  &text->err);
}

static int read_policy(struct fixture *x, struct err *err)
{
	struct policy *policy;

	if (!x->policy.n)
		return 0;
	if (policy_parse(x->arena, x->file, x->policy, &policy, err) < 0)
		return -1;
	x->parsed = policy;
	return 0;
}

static int check(struct fixture *x, const struct rule_pack *pack, const struct rule *rule,
		 struct err *err)
{
	struct snapshot_text text = { .fixture = x };
	const struct check_inputs inputs = { .n = 1, .read = read_snapshot, .ctx = &text };
	struct rule_pack subset = { .views = pack->views, .nviews = pack->nviews };
	struct check_options options = { .policy = x->parsed };
	CLEANUP(check_freep) struct report *report = NULL;

	add_rules(x->arena, pack, rule, &subset);
	if (check_inputs(&inputs, 1, &subset, &options, &report, err) < 0)
		return -1;
	if (text.status < 0) {
		*err = text.err;
		return -1;
	}
	return take_report(x, report, rule, err) < 0 ? -1 : compare(x, err);
}

/* What the name of the file promises. */
static int check_name(const struct fixture *x, const char *name, struct err *err)
{
	if (str_starts(str_of(name), "fail") && !x->found[LIST_NON_COMPLIANT].n)
		return err_set(err, "%s: nothing is non-compliant", x->file);
	if (str_starts(str_of(name), "pass") &&
	    (!x->found[LIST_COMPLIANT].n || x->found[LIST_NON_COMPLIANT].n))
		return err_set(err, "%s: nothing is compliant, or something is not", x->file);
	if (str_starts(str_of(name), "unknown") && !x->found[LIST_NOT_EVALUATED].n &&
	    !x->found[LIST_NO_RESULT].n)
		return err_set(err, "%s: all is evaluated", x->file);
	return 0;
}

/* The prover that all fixtures of the rule share knows no policy. */
static int prove(const struct fixture *x, const struct rule *rule, struct prover *shared,
		 struct err *err)
{
	CLEANUP(prover_freep) struct prover *own = NULL;

	if (x->parsed || !shared) {
		own = prover_new(rule, x->parsed, err);
		if (!own)
			return -1;
	}
	return prover_run(own ? own : shared, x->file, x->snapshot, err);
}

static int run(const struct rule_pack *pack, const struct rule *rule, const char *file,
	       struct prover *shared, struct err *err)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	struct fixture x = { .arena = a, .file = file };
	const char *slash = strrchr(file, '/');
	size_t length;
	char *text;
	int result;

	if (file_read(file, FILE_MOST, &text, &length, err) < 0)
		return -1;
	result = split(&x, (struct str){ text, length }, err);
	free(text);
	/* A rule whose `about` is wrong is not asked: the proof tells more than its verdicts. */
	if (result < 0 || read_expect(&x, err) < 0 || read_policy(&x, err) < 0 ||
	    prove(&x, rule, shared, err) < 0 || check(&x, pack, rule, err) < 0)
		return -1;
	return check_name(&x, slash ? slash + 1 : file, err);
}

int fixture_run(const struct rule_pack *pack, const struct rule *rule, const char *file,
		struct err *err)
{
	return run(pack, rule, file, NULL, err);
}

static int is_fixture(const struct dirent *entry)
{
	return str_ends(str_of(entry->d_name), ".yaml");
}

void fixture_run_dir(struct arena *a, const struct rule_pack *pack, const struct rule *rule,
		     const char *dir, struct words *faults)
{
	static const char *const cases[] = { "fail", "pass", "unknown" };
	bool seen[countof(cases)] = { false };
	struct dirent **entries = NULL;
	int n = scandir(dir, &entries, is_fixture, alphasort);
	CLEANUP(prover_freep) struct prover *prover = NULL;
	struct err err;

	prover = prover_new(rule, NULL, &err);
	if (!prover)
		words_add(faults, arena_strdup(a, err.text), a);
	for (int i = 0; i < n; i++) {
		struct str name = str_of(entries[i]->d_name);
		for (size_t c = 0; c < countof(cases); c++)
			seen[c] = seen[c] || str_starts(name, cases[c]);
		if (run(pack, rule, arena_printf(a, "%s/%s", dir, entries[i]->d_name), prover,
			&err) < 0)
			words_add(faults, arena_strdup(a, err.text), a);
		free(entries[i]);
	}
	free(entries);
	for (size_t c = 0; c < countof(cases); c++)
		if (!seen[c])
			words_add(faults, arena_printf(a, "%s: no %s*.yaml", dir, cases[c]), a);
}
