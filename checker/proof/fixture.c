/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proof/fixture.h"

#include <string.h>

#include "base/options.h"
#include "check/check.h"
#include "proof/expect.h"
#include "proof/prove.h"
#include "source/native.h"

struct fixture {
	struct arena *arena;
	struct parts parts;
	struct expect expect;
};

static void take_host(struct fixture *x, const struct report_host *h, const struct rule *rule,
		      bool alone)
{
	for (const struct outcome *o = h->outcomes; o < h->outcomes + h->noutcomes; o++) {
		if (o->rule != rule)
			continue;
		for (size_t i = 0; i < o->nfindings; i++)
			expect_finding(&x->expect, &o->findings[i], alone);
		if (o->state != OUTCOME_EVALUATED)
			expect_no_result(&x->expect, h->name, o->reason);
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
	return take_report(x, report, rule, err) < 0 ? -1
						   : expect_compare(&x->expect, x->arena, err);
}

/* What the name of the file promises. */
static int check_name(const struct fixture *x, const char *name, struct err *err)
{
	if (str_starts(str_of(name), "fail") && !x->expect.found[EXPECT_NON_COMPLIANT].n)
		return err_set(err, "%s: nothing is non-compliant", x->parts.file);
	if (str_starts(str_of(name), "pass") &&
	    (!x->expect.found[EXPECT_COMPLIANT].n || x->expect.found[EXPECT_NON_COMPLIANT].n))
		return err_set(err, "%s: nothing is compliant, or something is not", x->parts.file);
	if (str_starts(str_of(name), "unknown") && !x->expect.found[EXPECT_NOT_EVALUATED].n &&
	    !x->expect.found[EXPECT_NO_RESULT].n)
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
	if (parts_read(a, file, &x.parts, err) < 0 || expect_read(a, &x.parts, &x.expect, err) < 0 ||
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
