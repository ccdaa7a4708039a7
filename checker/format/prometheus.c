/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Metrics for the textfile collector of node_exporter.  Every series bears the host and every HELP
 * is constant, so files of several hosts in one directory do not clash; there is no timestamp of a
 * sample, since the collector leaves out a file that has one.
 */
#include <time.h>

#include "base/utf8.h"
#include "format/format.h"

enum { SEVERITIES = 3 };

static void head(FILE *out, const char *name, const char *help)
{
	fprintf(out, "# HELP uplint_%s %s\n# TYPE uplint_%s gauge\n", name, help, name);
}

static void label(FILE *out, const char *name, const char *value)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();

	fprintf(out, "%s=\"", name);
	for (const char *c = text_visible(a, str_of(value)); *c; c++)
		fprintf(out, "%s%c", *c == '"' || *c == '\\' ? "\\" : "", *c);
	fputc('"', out);
}

/* Up to the labels that only some metrics have. */
static void series(FILE *out, const char *name, const char *host)
{
	fprintf(out, "uplint_%s{", name);
	label(out, "host", host);
}

static void status(FILE *out, const char *host, const char *status_name, size_t n)
{
	series(out, "results", host);
	fprintf(out, ",status=\"%s\"} %zu\n", status_name, n);
}

static void results(FILE *out, const struct report *r)
{
	CLEANUP(report_done) struct report_walk w = { .report = r, .depth = REPORT_HEADS };

	head(out, "results", "Results of the last run, and rules without one, by status.");
	while (report_next(&w)) {
		const struct summary *s = &r->summaries[w.next - 1];

		status(out, w.host->name, "compliant", s->compliant);
		status(out, w.host->name, "non-compliant", s->non_compliant);
		status(out, w.host->name, "waived", s->waived);
		status(out, w.host->name, "not-evaluated", s->not_evaluated);
		status(out, w.host->name, "not-applicable", s->not_applicable);
		status(out, w.host->name, "broken", s->broken);
	}
}

static void findings_of(FILE *out, const char *host, const struct outcome *o)
{
	static const enum severity severities[SEVERITIES] = { SEVERITY_ERROR, SEVERITY_WARNING,
							      SEVERITY_INFO };

	for (size_t i = 0; i < SEVERITIES; i++) {
		size_t n = 0;

		for (size_t k = 0; k < o->nfindings; k++)
			n += o->findings[k].verdict == VERDICT_NON_COMPLIANT &&
			     o->findings[k].severity == severities[i];
		if (!n)
			continue;
		series(out, "findings", host);
		fputc(',', out);
		label(out, "rule", o->rule->id);
		fprintf(out, ",severity=\"%s\"} %zu\n", severity_name(severities[i]), n);
	}
}

static void findings(FILE *out, const struct report *r)
{
	CLEANUP(report_done) struct report_walk w = { .report = r, .depth = REPORT_VERDICTS };

	head(out, "findings", "Objects that do not comply, by rule and severity; no series where there is none.");
	while (report_next(&w))
		for (size_t i = 0; i < w.host->noutcomes; i++)
			findings_of(out, w.host->name, &w.host->outcomes[i]);
}

/* A source, as the host that could not be read from it; each once. */
static bool named_before(const struct report_sources *sources, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (same(sources->v[i].source, sources->v[n].source))
			return true;
	return false;
}

/* A value for each host; where no host was read, for each source. */
static void of_run(FILE *out, const struct report *r, const char *name, const char *help, long long value)
{
	CLEANUP(report_done) struct report_walk w = { .report = r, .depth = REPORT_HEADS };

	head(out, name, help);
	while (report_next(&w)) {
		series(out, name, w.host->name);
		fprintf(out, "} %lld\n", value);
	}
	for (size_t i = 0; !r->nhosts && i < r->sources.n; i++) {
		const char *source = r->sources.v[i].source;

		if (named_before(&r->sources, i))
			continue;
		series(out, name, source ? source : "localhost");
		fprintf(out, "} %lld\n", value);
	}
}

static void render(FILE *out, const struct report *r, const struct format_options *options)
{
	results(out, r);
	findings(out, r);
	of_run(out, r, "last_run_timestamp_seconds", "When uplint last ran, in seconds since 1970.",
	       (long long)time(NULL));
	of_run(out, r, "run_success", "1 if the last run could do its job, 0 if its exit status was 2.",
	       !options->failed);
}

const struct format format_prometheus = { .name = "prometheus",
					  .doc = "metrics for node_exporter's textfile collector",
					  .render = render,
					  .shared = true };
