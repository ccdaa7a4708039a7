/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * No two printed commands of one host's report exclude each other, whichever is pasted first: of
 * all fixtures and captures.  Within one entry a command may well undo what one before it did.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/options.h"
#include "proof/effect.h"
#include "proof/reports.h"

/* An entry of a fix, and one thing that it does. */
struct deed {
	const char *rule, *subject;
	const struct fix *fix;
	struct effect effect;
};

struct deeds {
	struct deed *v;
	size_t n;
};

struct run {
	struct arena *arena; /* of the faults */
	struct words faults;
	size_t entries;
};

static void add_deed(struct arena *a, struct deeds *deeds, struct deed deed)
{
	deeds->v = arena_grow(a, deeds->v, deeds->n, sizeof(*deeds->v));
	deeds->v[deeds->n++] = deed;
}

static void take_finding(struct run *r, struct arena *a, struct deeds *deeds, const char *rule,
			 const struct finding *f)
{
	for (const struct fix *fix = f->fixes; fix < f->fixes + f->nfixes; fix++) {
		struct effects effects = { NULL, 0 };
		if (fix->run)
			effects = effects_of(a, fix->run);
		r->entries += fix->run != NULL;
		for (size_t i = 0; i < effects.n; i++)
			add_deed(a, deeds,
				 (struct deed){ rule, f->subject, fix, effects.v[i] });
	}
}

static bool exclude(const struct deed *a, const struct deed *b)
{
	return a->fix != b->fix && same(a->effect.object, b->effect.object) &&
	       !same(a->effect.state, b->effect.state);
}

static void complain(struct run *r, const char *file, const struct deed *a, const struct deed *b)
{
	words_add(&r->faults,
		  arena_printf(r->arena, "%s %s\t%s\t%s: %s (%s) or %s (%s)", a->rule, b->rule, file,
			       a->effect.object, a->effect.state, a->subject, b->effect.state,
			       b->subject),
		  r->arena);
}

static void compare(struct run *r, const char *file, const struct deeds *deeds)
{
	for (size_t i = 0; i < deeds->n; i++)
		for (size_t j = i + 1; j < deeds->n; j++)
			if (exclude(&deeds->v[i], &deeds->v[j]))
				complain(r, file, &deeds->v[i], &deeds->v[j]);
}

/* An interface that loses its last address of a family serves nobody. */
static void take_ports(struct arena *a, struct deeds *deeds, const struct snapshot *s,
		       unsigned host)
{
	for_each_row(interface, port, s, host) {
		size_t n = 0, gone = 0;
		const struct deed *last = NULL;
		for_each_row(address, r, s, host)
			n += same(r->interface.s, port->name.s);
		for (size_t i = 0; i < deeds->n && port->name.s; i++) {
			const struct deed *d = &deeds->v[i];
			if (!str_starts(str_of(d->effect.object), "address ") ||
			    !str_ends(str_of(d->effect.object),
				      arena_printf(a, " %s", port->name.s)) ||
			    !same(d->effect.state, "gone"))
				continue;
			gone++;
			last = d;
		}
		if (last && gone >= n)
			add_deed(a, deeds,
				 (struct deed){ last->rule, last->subject, last->fix,
						{ arena_printf(a, "port %s", port->name.s),
						  "without an address" } });
	}
}

static unsigned host_of(const struct snapshot *s, const char *name)
{
	for (unsigned host = 0; host < snapshot_hosts(s); host++)
		if (same(snapshot_host_name(s, host), name))
			return host;
	return 0;
}

static void visit(void *ctx, const struct reports_item *item)
{
	CLEANUP(report_done) struct report_walk walk = { .report = item->report };
	struct run *r = ctx;

	while (report_next(&walk)) {
		CLEANUP(arena_freep) struct arena *a = arena_new();
		struct deeds deeds = { NULL, 0 };
		for (size_t i = 0; i < walk.host->noutcomes; i++) {
			const struct outcome *o = &walk.host->outcomes[i];
			for (size_t k = 0; k < o->nfindings; k++)
				take_finding(r, a, &deeds, o->rule->id, &o->findings[k]);
		}
		take_ports(a, &deeds, item->snapshot, host_of(item->snapshot, walk.host->name));
		compare(r, item->file, &deeds);
	}
}

static void no_two_exclude_each_other(void **state)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	struct run r = { .arena = a };
	struct err err;

	(void)state;
	if (reports_walk(rule_builtin(), "fixtures", visit, &r, &err) < 0)
		fail_msg("%s", err.text);
	for (size_t i = 0; i < r.faults.n; i++)
		print_error("%s\n", r.faults.v[i]);
	print_message("%zu entries with commands\n", r.entries);
	assert_true(r.entries > 300);
	assert_int_equal(r.faults.n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_two_exclude_each_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
