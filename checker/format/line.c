/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A finding a line, as compilers write them: FILE:LINE: SEVERITY: HOST: MESSAGE [RULE] */
#include "base/utf8.h"
#include "format/format.h"

static void word(FILE *out, const char *text, const char *behind)
{
	text_visible_print(out, str_of(text));
	fputs(behind, out);
}

static void line(FILE *out, const char *host, const struct rule *rule, const struct finding *f)
{
	word(out, f->origin.file ? f->origin.file : host, "");
	/* A file as a whole is its first line to an editor. */
	if (f->origin.file)
		fprintf(out, ":%u", f->origin.line ? f->origin.line : 1);
	fprintf(out, ": %s: ", severity_name(f->severity));
	word(out, host, ": ");
	word(out, f->message, " [");
	word(out, rule->id, "]\n");
}

static void render(FILE *out, const struct report *r, const struct format_options *options)
{
	CLEANUP(report_done) struct report_walk w = { .report = r };

	(void)options;
	while (report_next(&w))
		for_each_result(o, f, w.host)
			if (f->verdict == VERDICT_NON_COMPLIANT)
				line(out, w.host->name, o->rule, f);
}

const struct format format_line = { .name = "line",
				    .doc = "a finding a line, for grep, editors and mail",
				    .render = render };
