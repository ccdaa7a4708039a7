/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "format/trouble.h"

static void add(struct troubles *t, struct arena *a, const struct rule *rule, const char *text)
{
	struct trouble *v = arena_grow(a, (struct trouble *)t->v, t->n, sizeof(*v));

	v[t->n++] = (struct trouble){ rule, text };
	t->v = v;
}

static bool has_rule(const struct troubles *t, const struct rule *rule)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->v[i].rule == rule)
			return true;
	return false;
}

static void add_broken(struct troubles *t, struct arena *a, const struct report *r)
{
	CLEANUP(report_done) struct report_walk w = { .report = r, .depth = REPORT_VERDICTS };
	struct troubles broken = { NULL, 0 };

	while (r->summary.broken && report_next(&w))
		for (size_t i = 0; i < w.host->noutcomes; i++) {
			const struct outcome *o = &w.host->outcomes[i];

			if (o->state == OUTCOME_BROKEN && !has_rule(&broken, o->rule))
				add(&broken, a, o->rule,
				    arena_printf(a, "rule %s is broken: %s", o->rule->id,
						 o->reason));
		}
	for (size_t i = 0; i < broken.n; i++)
		add(t, a, broken.v[i].rule, broken.v[i].text);
}

struct troubles troubles_of(const struct report *r, const struct format_options *o,
			    struct arena *a)
{
	const struct summary *s = &r->summary;
	struct troubles t = { NULL, 0 };

	for (size_t i = 0; i < r->sources.n; i++) {
		const char *error = r->sources.v[i].error;

		/* Files that are read together have one. */
		if (error && (!i || !same(error, r->sources.v[i - 1].error)))
			add(&t, a, NULL, error);
	}
	add_broken(&t, a, r);
	if (s->hosts && !s->compliant && !s->non_compliant && !s->waived)
		add(&t, a, NULL,
		    "no rule could reach a verdict: the input lacks what they need");
	else if (o->strict && s->not_evaluated)
		add(&t, a, NULL,
		    arena_printf(a, "%zu results are not evaluated, which --strict does not accept",
				 s->not_evaluated));
	return t;
}
