/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Workflow commands of GitHub: `::error title=…,file=…,line=…::message`, an annotation each.  It
 * shows 10 of a kind and drops the rest without a word, so a last notice counts these.
 */
#include <string.h>

#include "base/utf8.h"
#include "format/format.h"
#include "format/trouble.h"

enum { SHOWN_MOST = 10 };

/* What would end a value is written as @actions/core writes it, all else that is hidden made visible. */
static void put(FILE *out, const char *text, const char *special)
{
	while (*text) {
		size_t plain = strcspn(text, special);

		text_visible_print(out, (struct str){ text, plain });
		text += plain;
		if (*text)
			fprintf(out, "%%%02X", (unsigned)*text++);
	}
}

static void data(FILE *out, const char *text)
{
	fputs("::", out);
	put(out, text, "%\r\n");
	fputc('\n', out);
}

static void property(FILE *out, const char *text)
{
	put(out, text, "%\r\n:,");
}

static const char *kind_of(enum severity severity)
{
	return severity == SEVERITY_INFO ? "notice" : severity_name(severity);
}

static void annotation(FILE *out, const char *host, const struct rule *rule,
		       const struct finding *f)
{
	fprintf(out, "::%s title=", kind_of(f->severity));
	property(out, host);
	fputs("%3A ", out);
	property(out, rule->id);
	if (f->origin.file) {
		fputs(",file=", out);
		property(out, f->origin.file);
	}
	if (f->origin.file && f->origin.line)
		fprintf(out, ",line=%u", f->origin.line);
	data(out, f->message);
}

static size_t count_of(const struct summary *s, enum severity severity)
{
	switch (severity) {
	case SEVERITY_ERROR: return s->errors;
	case SEVERITY_WARNING: return s->warnings;
	case SEVERITY_INFO: return s->infos;
	}
	return 0;
}

/* The first `most` findings of a severity. */
static void annotate(FILE *out, const struct report *r, enum severity severity, size_t most)
{
	for (size_t place = 0; place < r->nhosts && most; place++) {
		CLEANUP(arena_freep) struct arena *a = NULL;
		const struct report_host *host;

		if (!count_of(&r->summaries[place], severity))
			continue;
		a = arena_new();
		host = report_host(r, place, a);
		for_each_result(o, f, host)
			if (most && f->verdict == VERDICT_NON_COMPLIANT && f->severity == severity) {
				annotation(out, host->name, o->rule, f);
				most--;
			}
	}
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

static void render(FILE *out, const struct report *r, const struct format_options *options)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	const struct troubles t = troubles_of(r, options, a);
	const struct summary *s = &r->summary;
	size_t all = t.n + s->errors + s->warnings + s->infos, told = least(t.n, SHOWN_MOST);
	size_t errors = least(s->errors, SHOWN_MOST - told);
	size_t warnings = least(s->warnings, SHOWN_MOST), infos = least(s->infos, SHOWN_MOST);

	/* The count is a notice itself. */
	if (told + errors + warnings + infos < all && infos == SHOWN_MOST)
		infos--;
	for (size_t i = 0; i < told; i++) {
		fputs("::error title=uplint", out);
		data(out, t.v[i].text);
	}
	annotate(out, r, SEVERITY_ERROR, errors);
	annotate(out, r, SEVERITY_WARNING, warnings);
	annotate(out, r, SEVERITY_INFO, infos);
	all -= told + errors + warnings + infos;
	if (!all)
		return;
	fputs("::notice title=uplint", out);
	data(out, arena_printf(a, "%zu more are not shown here; -f text or -f json has all", all));
}

const struct format format_github = { .name = "github",
				      .doc = "annotations of a GitHub workflow",
				      .render = render };
