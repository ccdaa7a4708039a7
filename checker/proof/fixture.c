/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proof/fixture.h"

#include <stdlib.h>
#include <string.h>

#include "base/options.h"
#include "base/want.h"
#include "check/check.h"
#include "proof/parts.h"
#include "proof/prove.h"
#include "source/native.h"

enum list {
	LIST_NON_COMPLIANT,
	LIST_ERROR,
	LIST_WARNING,
	LIST_INFO,
	LIST_COMPLIANT,
	LIST_NOT_EVALUATED,
	LIST_WAIVED,
	LIST_NO_RESULT,
	LIST_MESSAGE,
	LIST_MESSAGE_OK,
	LIST_SAY,
	LIST_RUN,
	LIST_VERIFY,
	LIST_REASON,
	LIST_COUNT,
};

static const char *const list_names[LIST_COUNT] = {
	"non-compliant", "error",  "warning",   "info", "compliant",
	"not-evaluated", "waived", "no-result", "message", "message_ok", "say", "run", "verify",
	"reason",
};

struct fixture {
	struct arena *arena;
	struct parts parts;
	struct words wanted[LIST_COUNT], found[LIST_COUNT];
	bool given[LIST_COUNT];
};

static int read_expect(struct fixture *x, struct err *err)
{
	static const char *const top[] = { "expect" };
	CLEANUP(events_freep) struct events *e = events_new(EVENT_YAML, x->parts.file, x->parts.expect);
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

static void find_text(struct fixture *x, enum list list, const char *text)
{
	if (text)
		find(x, list, text);
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
	if (f->verdict == VERDICT_COMPLIANT)
		find(x, LIST_MESSAGE_OK, f->message);
	if (f->verdict != VERDICT_NON_COMPLIANT)
		return;
	find(x, severities[f->severity], name);
	find(x, LIST_MESSAGE, f->message);
	for (size_t i = 0; i < f->nfixes; i++) {
		find_text(x, LIST_SAY, f->fixes[i].say);
		find_text(x, LIST_RUN, f->fixes[i].run);
	}
	for (size_t i = 0; i < f->nverify; i++)
		find_text(x, LIST_VERIFY, f->verify[i].run);
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
				return err_set(err, "%s: %s", x->parts.file, w.host->outcomes[i].reason);
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

/* Severities are compared in place of `non-compliant` where they are given. */
static bool is_compared(const struct fixture *x, enum list list)
{
	bool severities = x->given[LIST_ERROR] || x->given[LIST_WARNING] || x->given[LIST_INFO];

	if (list == LIST_NON_COMPLIANT)
		return x->given[list] || !severities;
	if (list == LIST_ERROR || list == LIST_WARNING || list == LIST_INFO)
		return severities;
	if (list >= LIST_MESSAGE)
		return x->given[list] && list != LIST_REASON;
	return true;
}

static int compare(struct fixture *x, struct err *err)
{
	for (enum list list = 0; list < LIST_COUNT; list++) {
		const char *wanted = sorted(x->arena, &x->wanted[list]),
			   *found = sorted(x->arena, &x->found[list]);
		if (is_compared(x, list) && !same(wanted, found))
			return err_set(err, "%s: %s: expected %s, got %s", x->parts.file,
				       list_names[list], wanted, found);
	}
	for (size_t i = 0; i < x->wanted[LIST_REASON].n; i++)
		for (size_t j = 0; j < x->found[LIST_REASON].n; j++)
			if (!str_has(str_of(x->found[LIST_REASON].v[j]),
				     x->wanted[LIST_REASON].v[i]))
				return err_set(err, "%s: the reason is `%s'", x->parts.file,
					       x->found[LIST_REASON].v[j]);
	return 0;
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
	text->status = native_stream_text(sink, text->fixture->parts.file, text->fixture->parts.snapshot,
					  &text->err);
}

static int check(struct fixture *x, const struct rule_pack *pack, const struct rule *rule,
		 struct err *err)
{
	struct snapshot_text text = { .fixture = x };
	const struct check_inputs inputs = { .n = 1, .read = read_snapshot, .ctx = &text };
	const struct rule_pack subset = parts_rules(x->arena, pack, rule);
	const struct check_options options = { .policy = x->parts.parsed };
	CLEANUP(check_freep) struct report *report = NULL;

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
		return err_set(err, "%s: nothing is non-compliant", x->parts.file);
	if (str_starts(str_of(name), "pass") &&
	    (!x->found[LIST_COMPLIANT].n || x->found[LIST_NON_COMPLIANT].n))
		return err_set(err, "%s: nothing is compliant, or something is not", x->parts.file);
	if (str_starts(str_of(name), "unknown") && !x->found[LIST_NOT_EVALUATED].n &&
	    !x->found[LIST_NO_RESULT].n)
		return err_set(err, "%s: all is evaluated", x->parts.file);
	return 0;
}

/* The prover that all fixtures of the rule share knows no policy. */
static int prove(const struct fixture *x, const struct rule *rule, struct prover *shared,
		 struct err *err)
{
	CLEANUP(prover_freep) struct prover *own = NULL;

	if (x->parts.parsed || !shared) {
		own = prover_new(rule, x->parts.parsed, err);
		if (!own)
			return -1;
	}
	return prover_run(own ? own : shared, x->parts.file, x->parts.snapshot, err);
}

static int run(const struct rule_pack *pack, const struct rule *rule, const char *file,
	       struct prover *shared, struct err *err)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	struct fixture x = { .arena = a };
	const char *slash = strrchr(file, '/');

	/* A rule whose `about` is wrong is not asked: the proof tells more than its verdicts. */
	if (parts_read(a, file, &x.parts, err) < 0 || read_expect(&x, err) < 0 ||
	    prove(&x, rule, shared, err) < 0 || check(&x, pack, rule, err) < 0)
		return -1;
	return check_name(&x, slash ? slash + 1 : file, err);
}

int fixture_run(const struct rule_pack *pack, const struct rule *rule, const char *file,
		struct err *err)
{
	return run(pack, rule, file, NULL, err);
}

void fixture_run_dir(struct arena *a, const struct rule_pack *pack, const struct rule *rule,
		     const char *dir, struct words *faults)
{
	static const char *const cases[] = { "fail", "pass", "unknown" };
	bool seen[countof(cases)] = { false };
	const struct words files = parts_files(a, dir);
	CLEANUP(prover_freep) struct prover *prover = NULL;
	struct err err;

	prover = prover_new(rule, NULL, &err);
	if (!prover)
		words_add(faults, arena_strdup(a, err.text), a);
	for (size_t i = 0; i < files.n; i++) {
		struct str name = str_from(str_of(files.v[i]), strlen(dir) + 1);
		for (size_t c = 0; c < countof(cases); c++)
			seen[c] = seen[c] || str_starts(name, cases[c]);
		if (run(pack, rule, files.v[i], prover, &err) < 0)
			words_add(faults, arena_strdup(a, err.text), a);
	}
	for (size_t c = 0; c < countof(cases); c++)
		if (!seen[c])
			words_add(faults, arena_printf(a, "%s: no %s*.yaml", dir, cases[c]), a);
}
