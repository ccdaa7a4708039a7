/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "check/check.h"
#include "check/fingerprint.h"
#include "model/snapshot.h"
#include "policy/policy.h"

struct world {
	struct arena *arena;
	struct snapshot *snapshot;
	const struct rule *rules[32];
	struct rule_pack pack;
	struct check_options options;
	struct report *report;
};

#define MTU_QUERY                                                                                  \
	"query: |\n  SELECT host, name AS subject, mtu, mtu <= 1500 AS ok,\n"                      \
	"         'eth' || ifindex AS other\n  FROM interface\n"
#define WORDS "message: '{subject}: {mtu}'\nmessage_ok: '{subject} fits'\n"
#define HEAD "title: T\nseverity: warning\nplatforms: all\nwhy: W\n"

static unsigned add(struct world *w, const char *name, const char *platform)
{
	struct host row = { .name = snapshot_cstr(w->snapshot, name),
			    .platform = snapshot_cstr(w->snapshot, platform) };

	return snapshot_add_host(w->snapshot, &row);
}

static void add_port(struct world *w, unsigned host, const char *name, struct num mtu)
{
	struct interface row = { .name = snapshot_cstr(w->snapshot, name), .mtu = mtu };

	add_interface(w->snapshot, host, &row);
}

static void add_rule(struct world *w, const char *file, const char *text)
{
	struct err err;
	const struct rule *r = rule_parse(w->arena, file, str_of(text), &err);

	if (!r)
		fail_msg("%s", err.text);
	w->rules[w->pack.n++] = r;
	w->pack.rules = w->rules;
}

static int set_up(void **state)
{
	struct world *w = calloc(1, sizeof(*w));
	unsigned host;

	w->arena = arena_new();
	w->snapshot = snapshot_new();
	host = add(w, "h1", "linux");
	add_port(w, host, "eth0", num(1500));
	add_port(w, host, "eth1", num(9000));
	add_port(w, host, "eth2", (struct num){ .known = false });
	snapshot_cover(w->snapshot, host, TABLE_interface, COVERAGE_READ, NULL);
	*state = w;
	return 0;
}

static int tear_down(void **state)
{
	struct world *w = *state;

	check_free(w->report);
	snapshot_free(w->snapshot);
	arena_free(w->arena);
	free(w);
	return 0;
}

static void print_finding(FILE *out, const struct finding *f)
{
	fprintf(out, " %s=%s", f->subject, verdict_name(f->verdict));
	if (f->reason)
		fprintf(out, "(%s)", f->reason);
	if (f->verdict == VERDICT_NON_COMPLIANT)
		fprintf(out, "[%s]", severity_name(f->severity));
}

static void print_host(FILE *out, const struct report_host *h)
{
	for (const struct outcome *o = h->outcomes; o < h->outcomes + h->noutcomes; o++) {
		fprintf(out, "%s %s:", h->name, o->rule->id);
		if (o->state != OUTCOME_EVALUATED)
			fprintf(out, " %s (%s)", outcome_name(o->state), o->reason);
		for (size_t j = 0; j < o->nfindings; j++)
			print_finding(out, &o->findings[j]);
		fputc('\n', out);
	}
}

/* "h1 rule: subject=verdict(reason) …" or "h1 rule: state (reason)", one line each. */
static const char *outcomes(struct world *w)
{
	struct err err;
	size_t size;
	char *text;
	FILE *out = open_memstream(&text, &size);

	if (check_run(w->snapshot, &w->pack, &w->options, &w->report, &err) < 0)
		fail_msg("%s", err.text);
	for (size_t i = 0; i < w->report->nhosts; i++)
		print_host(out, report_host(w->report, i, w->arena));
	for (size_t i = 0; i < w->report->notices.n; i++)
		fprintf(out, "%s\n", w->report->notices.v[i]);
	fclose(out);
	const char *kept = arena_strdup(w->arena, text);
	free(text);
	return kept;
}

static const struct finding *finding(const struct world *w, size_t outcome, const char *subject)
{
	const struct report_host *h = report_host(w->report, 0, w->arena);
	const struct outcome *o = &h->outcomes[outcome];

	for (size_t i = 0; i < o->nfindings; i++)
		if (same(o->findings[i].subject, subject))
			return &o->findings[i];
	fail_msg("no %s", subject);
	return NULL;
}

static void gives_three_values(void **state)
{
	struct world *w = *state;
	const struct finding *f;

	add_rule(w, "mtu.yaml",
		 HEAD MTU_QUERY WORDS
		 "fix:\n  - {say: '{mtu}', run: 'ip link set {subject} mtu 1500'}\n"
		 "  - run: never {other}\nverify:\n  - run: ping -I {subject}\n");
	assert_string_equal(outcomes(w), "h1 mtu: eth0=compliant eth1=non-compliant[warning] "
					 "eth2=not-evaluated(not known: MTU)\n");
	f = finding(w, 0, "eth1");
	assert_string_equal(f->message, "eth1: 9000");
	assert_int_equal(f->nfixes, 1);
	assert_string_equal(f->fixes[0].say, "9000");
	assert_string_equal(f->fixes[0].run, "ip link set eth1 mtu 1500");
	assert_int_equal(f->nverify, 1);
	assert_int_equal(f->nfacts, 2);
	assert_string_equal(f->facts[0].name, "mtu");
	assert_int_equal(f->facts[0].number, 9000);
	assert_int_equal(f->facts[1].type, FACT_NULL);
	assert_string_equal(finding(w, 0, "eth0")->message, "eth0 fits");
	assert_int_equal(finding(w, 0, "eth2")->nverify, 0);
	assert_int_equal(check_status(w->report, false, SEVERITY_WARNING, false), 1);
	assert_int_equal(check_status(w->report, false, SEVERITY_ERROR, false), 0);
	assert_int_equal(check_status(w->report, true, SEVERITY_WARNING, false), 0);
	assert_int_equal(check_status(w->report, true, SEVERITY_WARNING, true), 2);
	assert_int_equal(w->report->summary.compliant, 1);
	assert_int_equal(w->report->summary.not_evaluated, 1);
}

static void minds_coverage(void **state)
{
	struct world *w = *state;
	unsigned bad = add(w, "h2", "linux"), partial = add(w, "h0", "linux"),
		 empty = add(w, "h3", "linux");

	add_port(w, bad, "eth9", num(9000));
	snapshot_cover(w->snapshot, bad, TABLE_interface, COVERAGE_ABSENT, "permission denied");
	add_port(w, partial, "a", num(1500));
	add_port(w, partial, "b", num(9000));
	snapshot_cover(w->snapshot, partial, TABLE_interface, COVERAGE_PARTIAL, "cut");
	snapshot_cover(w->snapshot, empty, TABLE_interface, COVERAGE_READ, NULL);
	add_rule(w, "mtu.yaml", HEAD MTU_QUERY WORDS);
	add_rule(w, "optional.yaml",
		 HEAD "optional: [interface]\n" MTU_QUERY WORDS "unless: no port here\n");
	assert_string_equal(
		outcomes(w),
		"h0 mtu: a=not-evaluated(read in part: network interfaces (cut)) b=non-compliant[warning]\n"
		"h0 optional: a=compliant b=non-compliant[warning]\n"
		"h1 mtu: eth0=compliant eth1=non-compliant[warning] eth2=not-evaluated(not known: MTU, other)\n"
		"h1 optional: eth0=compliant eth1=non-compliant[warning] eth2=not-evaluated(not known: MTU, other)\n"
		"h2 mtu: not-evaluated (not read: network interfaces (permission denied))\n"
		"h2 optional: eth9=non-compliant[warning]\n"
		"h3 mtu: not-applicable (nothing to examine: no network interfaces)\n"
		"h3 optional: not-applicable (no port here)\n");
}

#define WAY_QUERY \
	"  SELECT h.host, r.interface AS subject, 1 AS ok\n" \
	"  FROM host h JOIN route r ON r.host = h.host\n"

/* A table that was cut, or that the rule can do without, may hold what is missing: unless `when`. */
static void claims_no_absence(void **state)
{
	struct world *w = *state;
	unsigned cut = add(w, "h2", "linux"), all = add(w, "h3", "linux");

	snapshot_cover(w->snapshot, cut, TABLE_route, COVERAGE_PARTIAL, "cut");
	snapshot_cover(w->snapshot, all, TABLE_route, COVERAGE_READ, NULL);
	add_rule(w, "about.yaml",
		 HEAD "about: route\nmessage: m\nquery: |\n" WAY_QUERY "unless: no way\n");
	add_rule(w, "optional.yaml",
		 HEAD "optional: [route]\nmessage: m\nquery: |\n" WAY_QUERY "unless: no way\n");
	add_rule(w, "when.yaml",
		 HEAD "about: route\nmessage: m\nquery: |\n" WAY_QUERY
		      "when: name <> 'h2' AND name <> 'h1'\nunless: another host\n");
	assert_string_equal(outcomes(w),
			    "h1 about: not-evaluated (not read: routes)\n"
			    "h1 optional: not-evaluated (not read: routes)\n"
			    "h1 when: not-applicable (another host)\n"
			    "h2 about: not-evaluated (read in part: routes (cut))\n"
			    "h2 optional: not-evaluated (read in part: routes (cut))\n"
			    "h2 when: not-applicable (another host)\n"
			    "h3 about: not-applicable (no way)\n"
			    "h3 optional: not-applicable (no way)\n"
			    "h3 when: not-applicable (another host)\n");
}

/* What decides is in no column of evidence: tables read in part, or not at all, tell. */
static void says_why_undecided(void **state)
{
	struct world *w = *state;
	unsigned part = add(w, "h2", "linux"), optional = add(w, "h3", "linux"),
		 all = add(w, "h4", "linux");

	add_port(w, part, "a", num(1500));
	snapshot_cover(w->snapshot, part, TABLE_interface, COVERAGE_PARTIAL, "cut");
	add_port(w, optional, "b", num(1500));
	snapshot_cover(w->snapshot, optional, TABLE_interface, COVERAGE_READ, NULL);
	snapshot_cover(w->snapshot, optional, TABLE_route, COVERAGE_PARTIAL, "some");
	add_port(w, all, "c", num(1500));
	snapshot_cover(w->snapshot, all, TABLE_interface, COVERAGE_READ, NULL);
	snapshot_cover(w->snapshot, all, TABLE_route, COVERAGE_READ, NULL);
	add_rule(w, "r.yaml",
		 HEAD "optional: [route]\nmessage: m\nmessage_ok: k\nquery: |\n"
		      "  SELECT i.host, i.name AS subject, NULL AS _helper, NULL AS ok\n"
		      "  FROM interface i WHERE i.name NOT IN ('eth0', 'eth1')\n"
		      "  AND NOT EXISTS (SELECT 1 FROM route r WHERE r.host = i.host)\n");
	assert_string_equal(outcomes(w),
			    "h1 r: eth2=not-evaluated(not read: routes)\n"
			    "h2 r: a=not-evaluated(read in part: network interfaces (cut))\n"
			    "h3 r: b=not-evaluated(read in part: routes (some))\n"
			    "h4 r: c=not-evaluated(the facts do not decide it)\n");
}

static void keeps_to_platforms(void **state)
{
	struct world *w = *state;

	add_port(w, add(w, "e1", "esxi"), "vmk0", num(1500));
	snapshot_cover(w->snapshot, 1, TABLE_interface, COVERAGE_READ, NULL);
	add_rule(w, "mtu.yaml",
		 "title: T\nseverity: error\nplatforms: [esxi, esx]\nwhy: W\n" MTU_QUERY WORDS);
	assert_string_equal(
		outcomes(w),
		"e1 mtu: vmk0=compliant\nh1 mtu: not-applicable (for esxi, esx only)\n");
	assert_int_equal(check_status(w->report, false, SEVERITY_WARNING, false), 0);
}

static void survives_broken_rules(void **state)
{
	static const struct rule_fault fault = { "faulty", "x.yaml:1:1: expected" };
	struct world *w = *state;
	const char *text;

	add_rule(w, "attach.yaml", HEAD "query: ATTACH 'x' AS y\n" WORDS);
	add_rule(w, "brace.yaml",
		 HEAD "query: SELECT host, name AS subject, 1 AS ok FROM interface\n" WORDS);
	add_rule(w, "column.yaml",
		 HEAD "query: |\n  SELECT host, name AS subject, mtuu AS mtu,\n"
		      "  1 AS ok\n  FROM interface\n" WORDS);
	add_rule(w, "hostless.yaml",
		 HEAD "query: SELECT name AS subject, 1 AS ok, mtu FROM interface\n" WORDS);
	add_rule(w, "loop.yaml",
		 HEAD
		 "query: WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) "
		 "SELECT '' AS host, x AS subject, 1 AS ok, 1 AS mtu FROM n WHERE x < 0\n" WORDS);
	add_rule(w, "mtu.yaml", HEAD MTU_QUERY WORDS);
	add_rule(w, "optional.yaml", HEAD "optional: [rutes]\n" MTU_QUERY WORDS);
	add_rule(w, "pragma.yaml", HEAD "query: PRAGMA database_list\n" WORDS);
	add_rule(w, "quiet-a.yaml", HEAD MTU_QUERY WORDS "quiet: {quiet-b: [subject]}\n");
	add_rule(w, "quiet-b.yaml", HEAD MTU_QUERY WORDS "quiet: {quiet-a: [subject]}\n");
	add_rule(w, "quiet-c.yaml", HEAD MTU_QUERY WORDS "quiet: {nobody: []}\n");
	add_rule(w, "quiet-d.yaml", HEAD MTU_QUERY WORDS "quiet: {mtu: {subject: sbject}}\n");
	add_rule(w, "quiet-e.yaml", HEAD MTU_QUERY WORDS "quiet: [mtu]\n");
	add_rule(w, "when.yaml", HEAD MTU_QUERY WORDS "fix:\n  - when: mtuu > 1\n    say: x\n");
	add_rule(w, "each.yaml",
		 HEAD MTU_QUERY WORDS "fix:\n  - {each: SELECT 1 AS n, run: 'x {m}'}\n");
	add_rule(w, "each-loop.yaml",
		 HEAD MTU_QUERY WORDS "fix:\n  - run: '{x}'\n    each: WITH RECURSIVE r(x) AS (SELECT 1 "
				      "UNION ALL SELECT x + 1 FROM r) SELECT x FROM r WHERE x < 0\n");
	add_rule(w, "each-name.yaml",
		 HEAD MTU_QUERY WORDS "fix:\n  - {each: 'SELECT :nome AS x', run: '{x}'}\n");
	add_rule(w, "severe.yaml",
		 HEAD "query: SELECT host, name AS subject, mtu, 1 AS ok, 'x' AS severity "
		      "FROM interface\n" WORDS);
	w->options =
		(struct check_options){ .faults = &fault, .nfaults = 1, .rule_milliseconds = 50 };
	text = outcomes(w);
	static const char *const wants[] = {
		"h1 attach: broken (attach.yaml:5: ",
		"h1 brace: broken (brace.yaml:1: '{mtu}' in 'message' is no column of the query)",
		"h1 column: broken (column.yaml:6: no such column: mtuu",
		"h1 faulty: broken (x.yaml:1:1: expected)",
		"h1 hostless: broken (hostless.yaml:5: the query has no column 'host')",
		"h1 loop: broken (loop.yaml:5: stopped after ",
		"h1 mtu: eth0=compliant eth1=non-compliant[warning]",
		"h1 optional: broken (optional.yaml:1: optional: no table or view 'rutes'",
		"h1 pragma: broken (pragma.yaml:5: ",
		"h1 quiet-b: broken (quiet-b.yaml:1: quiet beside quiet-a, which is quiet beside it)",
		"h1 quiet-c: broken (quiet-c.yaml:1: quiet beside 'nobody', which is no rule)",
		"h1 quiet-d: broken (quiet-d.yaml:1: quiet by 'sbject', which is no column of mtu)",
		("h1 quiet-e: broken (quiet-e.yaml:1: quiet beside mtu: the two have no column in "
		 "common that names an object)"),
		"h1 when: broken (when.yaml:12: when: no such column: mtuu",
		"h1 each: broken (each.yaml:12: '{m}' in 'fix' is no column of the query)",
		"h1 each-loop: broken (each-loop.yaml:12: stopped after ",
		"h1 each-name: broken (each-name.yaml:12: each: ':nome' is no column of the query)",
		"h1 severe: broken (severe.yaml:5: the query gave a severity that is none of",
	};
	for (size_t i = 0; i < countof(wants); i++)
		if (!strstr(text, wants[i]))
			fail_msg("%s\nlacks %s", text, wants[i]);
	assert_int_equal(check_status(w->report, true, SEVERITY_ERROR, false), 2);
}

static void stays_quiet(void **state)
{
	struct world *w = *state;
	const struct finding *f;

	add_rule(w, "a-later.yaml", HEAD MTU_QUERY WORDS "quiet: {z-first: [subject]}\n");
	add_rule(w, "b-other.yaml", HEAD MTU_QUERY WORDS "quiet: {z-first: {subject: other}}\n");
	add_rule(w, "z-first.yaml", HEAD MTU_QUERY WORDS);
	assert_string_equal(
		outcomes(w),
		"h1 a-later: eth0=compliant eth2=not-evaluated(not known: MTU, other)\n"
		"h1 b-other: eth0=compliant eth1=non-compliant[warning] eth2=not-evaluated(not known: MTU, other)\n"
		"h1 z-first: eth0=compliant eth1=non-compliant[warning] eth2=not-evaluated(not known: MTU, other)\n");
	f = finding(w, 2, "eth1");
	assert_int_equal(f->nfacts, 3);
	assert_string_equal(f->facts[2].name, "a-later");
	assert_string_equal(f->facts[2].text, "eth1: 9000");
}

/* By the column that names the object in both, beside a tag, and beside errors alone. */
static void is_quiet_by_name(void **state)
{
	struct world *w = *state;
	static const char query[] = "query: SELECT host, name AS subject, name AS interface, mtu, "
				    "mtu <= 1500 AS ok FROM interface WHERE mtu IS NOT NULL\n" WORDS;

	add_rule(w, "by-name.yaml", arena_printf(w->arena, HEAD "%squiet: [speaker]\n", query));
	add_rule(w, "by-tag.yaml", arena_printf(w->arena, HEAD "%squiet: ['tag:t']\n", query));
	add_rule(w, "errors.yaml",
		 arena_printf(w->arena, HEAD "%squiet: ['tag:t error']\n", query));
	add_rule(w, "speaker.yaml", arena_printf(w->arena, HEAD "%stags: [t]\n", query));
	assert_string_equal(outcomes(w), "h1 by-name: eth0=compliant\n"
					 "h1 by-tag: eth0=compliant\n"
					 "h1 errors: eth0=compliant eth1=non-compliant[warning]\n"
					 "h1 speaker: eth0=compliant eth1=non-compliant[warning]\n");
}

/* Nothing looks at the pairs of a built-in rule any more when it runs. */
static void studies_pairs(void **state)
{
	struct world *w = *state;
	struct check_study study;
	struct err err;

	add_rule(w, "a-later.yaml", HEAD MTU_QUERY WORDS "quiet: {z-first: {subject: other}}\n");
	add_rule(w, "z-first.yaml", HEAD MTU_QUERY WORDS);
	assert_int_equal(check_study(w->arena, &w->pack, &study, &err), 0);
	add_rule(w, "wrong.yaml", HEAD MTU_QUERY WORDS "quiet: {z-first: {subject: none}}\n");
	assert_int_equal(check_study(w->arena, &w->pack, &study, &err), -1);
	assert_string_equal(err.text,
			    "wrong.yaml:1: quiet by 'none', which is no column of z-first");
}

static void merges_subjects(void **state)
{
	struct world *w = *state;
	const struct finding *f;

	add_rule(w, "one.yaml",
		 HEAD "query: SELECT host, 'all' AS subject, mtu, mtu <= 1500 AS ok, "
		      "CASE mtu WHEN 9000 THEN 'error' END AS severity FROM interface\n" WORDS);
	assert_string_equal(outcomes(w), "h1 one: all=non-compliant[error]\n");
	f = finding(w, 0, "all");
	assert_string_equal(f->facts[f->nfacts - 1].name, "rows");
	assert_int_equal(f->facts[f->nfacts - 1].number, 3);
}

static void waives_and_overrides(void **state)
{
	static const char policy[] =
		"severity: {mtu: error, gone: info}\n"
		"waivers:\n"
		"- {rule: mtu, subjects: ['eth1'], reason: known, ticket: N-1, expires: 2027-01-31}\n"
		"- {rule: old-mtu, subjects: [b*], reason: x, expires: 2027-01-30}\n"
		"- {rule: mtu, hosts: [other], reason: x}\n"
		"- {rule: mut, reason: x}\n";
	struct world *w = *state;
	struct policy *p = NULL;
	struct err err;

	add_port(w, 0, "b1", num(2000));
	add_rule(w, "mtu.yaml", HEAD "aliases: old-mtu\n" MTU_QUERY WORDS);
	assert_int_equal(policy_parse(w->arena, "p.yaml", str_of(policy), &p, &err), 0);
	w->options = (struct check_options){ .policy = p, .now = 1801439999 };
	assert_string_equal(
		outcomes(w),
		"h1 mtu: b1=non-compliant[error] eth0=compliant eth1=waived(known (N-1), until 2027-01-31) "
		"eth2=not-evaluated(not known: MTU, other)\n"
		"p.yaml:4: the waiver of old-mtu expired on 2027-01-30; it would waive 1\n"
		"p.yaml:5: the waiver of mtu matches nothing\n"
		"p.yaml:6: the waiver names 'mut', which is no rule\n"
		"p.yaml:1: a severity names 'gone', which is no rule\n");
	assert_int_equal(w->report->summary.waived, 1);
}

static void selects(void **state)
{
	static const char *const select[] = { "tagged", "m*" }, *const ignore[] = { "mtu" };
	const struct report_host *h;
	struct world *w = *state;

	add_rule(w, "mtu.yaml", HEAD MTU_QUERY WORDS);
	add_rule(w, "mtu2.yaml", HEAD "tags: tagged\n" MTU_QUERY WORDS);
	add_rule(w, "other.yaml", HEAD MTU_QUERY WORDS);
	w->options = (struct check_options){ .select = { select, 2 }, .ignore = { ignore, 1 } };
	outcomes(w);
	h = report_host(w->report, 0, w->arena);
	assert_int_equal(h->noutcomes, 1);
	assert_string_equal(h->outcomes[0].rule->id, "mtu2");
}

static void needs_something(void **state)
{
	struct world *w = *state;

	add_rule(w, "bond.yaml",
		 HEAD "query: SELECT host, name AS subject, 1 AS ok, 0 AS mtu FROM bond\n" WORDS);
	assert_string_equal(outcomes(w), "h1 bond: not-evaluated (not read: bonds and teams)\n");
	assert_int_equal(check_status(w->report, false, SEVERITY_WARNING, false), 2);
}

/* Nothing that the rule is about: what else it needs does not matter then. */
static void misses_nothing(void **state)
{
	static const char query[] =
		"query: SELECT b.host, b.name AS subject, 1 AS ok, 0 AS mtu FROM bond b JOIN route r "
		"ON r.host = b.host\n" WORDS;
	struct world *w = *state;

	snapshot_cover(w->snapshot, 0, TABLE_bond, COVERAGE_READ, NULL);
	add_rule(w, "about.yaml", arena_printf(w->arena, HEAD "about: bond\n%s", query));
	add_rule(w, "bare.yaml", arena_printf(w->arena, HEAD "%s", query));
	assert_string_equal(outcomes(w), "h1 about: not-applicable (no bond)\n"
					 "h1 bare: not-evaluated (not read: routes)\n");
}

/* That there is nothing of what a rule is about is known only where all of that was read. */
static void misses_what_it_is_about(void **state)
{
	struct world *w = *state;
	unsigned host = add(w, "h2", "linux");

	snapshot_cover(w->snapshot, host, TABLE_bond, COVERAGE_READ, NULL);
	snapshot_cover(w->snapshot, host, TABLE_vswitch, COVERAGE_ABSENT, NULL);
	add_rule(w, "r.yaml",
		 HEAD WORDS "about: [bond, vswitch]\noptional: [bond, vswitch]\n"
			    "query: SELECT host, name AS subject, 1 AS ok, mtu FROM vswitch\n"
			    "  UNION ALL SELECT host, name, 1, miimon FROM bond\n");
	assert_string_equal(outcomes(w), "h1 r: not-evaluated (not read: bonds and teams)\n"
					 "h2 r: not-applicable (no bond or vswitch)\n");
}

static void repeats_a_fix(void **state)
{
	struct world *w = *state;
	const struct finding *f;

	add_rule(w, "each.yaml",
		 HEAD "query: SELECT host, 'all' AS subject, 0 AS ok, 1400 AS mtu FROM interface\n" WORDS
		      "fix:\n"
		      "  - each: SELECT name AS port, mtu AS old FROM interface WHERE host = :host"
		      " AND mtu <> :mtu ORDER BY name\n"
		      "    run: 'ip link set {port} mtu {mtu} # was {old}'\n"
		      "  - {each: SELECT name FROM interface WHERE mtu > 8000, say: 'look at {name}'}\n"
		      "  - {each: SELECT name FROM interface WHERE mtu > 10000, run: 'never {name}'}\n");
	assert_string_equal(outcomes(w), "h1 each: all=non-compliant[warning]\n");
	f = finding(w, 0, "all");
	assert_int_equal(f->nfixes, 2);
	assert_string_equal(f->fixes[0].run, "ip link set eth0 mtu 1400 # was 1500\n"
					     "ip link set eth1 mtu 1400 # was 9000");
	assert_null(f->fixes[1].run);
	assert_string_equal(f->fixes[1].say, "look at eth1");
}

static void offers_a_fix_where_it_holds(void **state)
{
	struct world *w = *state;
	const struct finding *f;

	add_rule(w, "when.yaml",
		 HEAD MTU_QUERY WORDS "fix:\n"
				      "  - {when: mtu > 8000, run: 'lower {subject} && raise {subject}'}\n"
				      "  - {when: mtu < 8000, run: 'never'}\n"
				      "  - {when: mtu IS NULL, run: 'never'}\n"
				      "verify: [{when: ok = 0, run: 'ping {subject}'}]\n");
	w->options.netns = "b{}ue";
	assert_string_equal(outcomes(w), "h1 when: eth0=compliant eth1=non-compliant[warning] "
					 "eth2=not-evaluated(not known: MTU, other)\n");
	f = finding(w, 0, "eth1");
	assert_int_equal(f->nfixes, 1);
	assert_string_equal(f->fixes[0].run, "ip netns exec 'b{}ue' lower eth1 && "
					     "ip netns exec 'b{}ue' raise eth1");
	assert_string_equal(f->verify[0].run, "ip netns exec 'b{}ue' ping eth1");
}

/* What the words alone do not need is no reason; a row may give one of its own. */
static void says_why_not(void **state)
{
	struct world *w = *state;

	add_rule(w, "own.yaml",
		 HEAD "query: SELECT host, 'x' AS subject, NULL AS ok, 'nobody knows' AS reason, "
		      "NULL AS way_out, 1 AS mtu FROM interface\n" WORDS);
	add_rule(w, "words.yaml",
		 HEAD "query: SELECT host, 'x' AS subject, NULL AS ok, NULL AS way_out, NULL AS mtu, "
		      "NULL AS only_fix FROM interface\n" WORDS
		      "fix: [{when: only_fix = 1, run: fix}]\n");
	assert_string_equal(outcomes(w), "h1 own: x=not-evaluated(nobody knows)\n"
					 "h1 words: x=not-evaluated(not known: way out, MTU)\n");
}

static void fingerprints(void **state)
{
	char a[33], b[33];

	(void)state;
	fingerprint("rule", "host", "subject", a);
	fingerprint("rule", "hosts", "ubject", b);
	assert_string_not_equal(a, b);
	/* Baselines of users hang on it. */
	assert_string_equal(a, "3451cde58eacd2e80ea5063654724019");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(gives_three_values, set_up, tear_down),
		cmocka_unit_test_setup_teardown(minds_coverage, set_up, tear_down),
		cmocka_unit_test_setup_teardown(claims_no_absence, set_up, tear_down),
		cmocka_unit_test_setup_teardown(says_why_undecided, set_up, tear_down),
		cmocka_unit_test_setup_teardown(keeps_to_platforms, set_up, tear_down),
		cmocka_unit_test_setup_teardown(survives_broken_rules, set_up, tear_down),
		cmocka_unit_test_setup_teardown(stays_quiet, set_up, tear_down),
		cmocka_unit_test_setup_teardown(studies_pairs, set_up, tear_down),
		cmocka_unit_test_setup_teardown(merges_subjects, set_up, tear_down),
		cmocka_unit_test_setup_teardown(waives_and_overrides, set_up, tear_down),
		cmocka_unit_test_setup_teardown(selects, set_up, tear_down),
		cmocka_unit_test_setup_teardown(needs_something, set_up, tear_down),
		cmocka_unit_test_setup_teardown(misses_nothing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(misses_what_it_is_about, set_up, tear_down),
		cmocka_unit_test_setup_teardown(repeats_a_fix, set_up, tear_down),
		cmocka_unit_test_setup_teardown(offers_a_fix_where_it_holds, set_up, tear_down),
		cmocka_unit_test_setup_teardown(says_why_not, set_up, tear_down),
		cmocka_unit_test_setup_teardown(is_quiet_by_name, set_up, tear_down),
		cmocka_unit_test(fingerprints),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
