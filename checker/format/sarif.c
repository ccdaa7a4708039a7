/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * SARIF 2.1.0 for code scanning: findings, waived ones as suppressed.  GitHub refuses a document of
 * which one result lies in no file, so such a report is made with an anchor or not at all.
 */
#include <string.h>

#include "base/json.h"
#include "base/utf8.h"
#include "format/format.h"
#include "format/trouble.h"

enum { DESCRIPTION_MOST = 1000, TAGS_MOST = 20 };

static void member(struct json *j, const char *key, const char *text)
{
	json_key(j, key);
	json_string(j, text);
}

static void map(struct json *j, const char *key)
{
	json_key(j, key);
	json_map(j);
}

static void list(struct json *j, const char *key)
{
	json_key(j, key);
	json_list(j);
}

static void message(struct json *j, const char *key, const char *text)
{
	map(j, key);
	member(j, "text", text);
	json_end(j);
}

static const char *level(enum severity severity)
{
	return severity == SEVERITY_INFO ? "note" : severity_name(severity);
}

/* Standard input is no file. */
static const char *file_of(const struct finding *f)
{
	const char *file = f->origin.file;

	return file && (same(file, "-") || str_starts(str_of(file), "-/")) ? NULL : file;
}

static bool is_result(const struct finding *f)
{
	return f->verdict == VERDICT_NON_COMPLIANT || f->verdict == VERDICT_WAIVED;
}

static int accept(const struct report *r, const struct format_options *o, struct err *err)
{
	CLEANUP(report_done) struct report_walk w = { .report = r, .depth = REPORT_VERDICTS };

	while (!o->anchor && report_next(&w))
		for_each_result(out, f, w.host)
			if (is_result(f) && !file_of(f))
				return err_set(err, "sarif: %s %s of %s comes from no file; "
						    "--sarif-anchor FILE names one that stands for it",
					       out->rule->id, f->subject, w.host->name);
	return 0;
}

/* A path as part of a URI: all but what RFC 3986 lets stand there is percent-encoded. */
static const char *encoded(struct arena *a, const char *path)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789-._~/!$&'()*+,;=@";
	char *uri = arena_array(a, 3 * strlen(path) + 1, 1), *end = uri;

	for (; *path; path++)
		if (strchr(plain, *path))
			*end++ = *path;
		else
			end += sprintf(end, "%%%02X", (unsigned)(unsigned char)*path);
	return uri;
}

/* Relative to the working directory, or from the root where it is not below that. */
static void artifact(struct json *j, struct arena *a, const char *file,
		     const struct format_options *o)
{
	size_t above = o->directory ? strlen(o->directory) : 0;

	while (str_starts(str_of(file), "./"))
		file += 2;
	if (above > 1 && !strncmp(file, o->directory, above) && file[above] == '/')
		file += above + 1;
	map(j, "artifactLocation");
	member(j, "uri", encoded(a, *file == '/' ? file + 1 : file));
	if (*file == '/')
		member(j, "uriBaseId", "ROOT");
	json_end(j);
}

static void location(struct json *j, struct arena *a, const char *host, const struct finding *f,
		     const struct format_options *o)
{
	const char *file = file_of(f);

	list(j, "locations");
	json_map(j);
	map(j, "physicalLocation");
	artifact(j, a, file ? file : o->anchor, o);
	map(j, "region");
	json_key(j, "startLine");
	json_int(j, file && f->origin.line ? f->origin.line : 1);
	json_end(j);
	json_end(j);
	list(j, "logicalLocations");
	json_map(j);
	member(j, "name", f->subject);
	member(j, "fullyQualifiedName", arena_printf(a, "%s/%s", host, f->subject));
	member(j, "kind", "resource");
	json_end(j);
	json_end(j);
	json_end(j);
	json_end(j);
}

/* Where one result has the list, all must. */
static void suppressions(struct json *j, const struct finding *f)
{
	list(j, "suppressions");
	if (f->verdict == VERDICT_WAIVED) {
		json_map(j);
		member(j, "kind", "external");
		member(j, "status", "accepted");
		member(j, "justification", f->reason);
		json_end(j);
	}
	json_end(j);
}

static void commands(struct json *j, const char *key, const struct fix *v, size_t n)
{
	list(j, key);
	for (const struct fix *fix = v; fix < v + n; fix++) {
		json_map(j);
		if (fix->say)
			member(j, "say", fix->say);
		if (fix->run)
			member(j, "run", fix->run);
		json_end(j);
	}
	json_end(j);
}

static void result(struct json *j, const struct report_walk *w, const struct outcome *outcome,
		   const struct finding *f, const struct format_options *o)
{
	json_map(j);
	member(j, "ruleId", outcome->rule->id);
	json_key(j, "ruleIndex");
	json_int(j, outcome - w->host->outcomes);
	member(j, "kind", "fail");
	member(j, "level", level(f->severity));
	message(j, "message", f->message);
	location(j, w->arena, w->host->name, f, o);
	map(j, "partialFingerprints");
	member(j, "uplintFinding/v1", f->fingerprint);
	json_end(j);
	if (w->report->summary.waived)
		suppressions(j, f);
	map(j, "properties");
	member(j, "host", w->host->name);
	commands(j, "fix", f->fixes, f->nfixes);
	commands(j, "verify", f->verify, f->nverify);
	json_end(j);
	json_end(j);
}

static void results(struct json *j, const struct report *r, const struct format_options *o)
{
	CLEANUP(report_done) struct report_walk w = { .report = r };

	list(j, "results");
	while (report_next(&w))
		for_each_result(outcome, f, w.host)
			if (is_result(f))
				result(j, &w, outcome, f, o);
	json_end(j);
}

/* As much of the text as GitHub takes, whole characters. */
static const char *description(struct arena *a, const char *text)
{
	struct str most = str_upto(str_trim(str_of(text)), DESCRIPTION_MOST);

	return arena_str(a, str_upto(most, utf8_valid_length(most)));
}

/* Why, how to mend it, who says so: in plain text, or with the signs of Markdown. */
static const char *help(struct arena *a, const struct rule *rule, bool markdown)
{
	const char *text = arena_str(a, str_trim(str_of(rule->why)));

	for (const struct fix *fix = rule->fixes; fix < rule->fixes + rule->nfixes; fix++) {
		if (fix->say)
			text = arena_list(a, text, markdown ? "\n\n- " : "\n\nFix: ", fix->say);
		if (fix->run)
			text = arena_printf(a, markdown ? "%s\n\n```sh\n%s\n```" : "%s\n  %s", text,
					    fix->run);
	}
	for (size_t i = 0; i < rule->references.n; i++)
		text = arena_list(a, text, markdown ? "\n\n> " : "\n\nReference: ",
				  rule->references.v[i]);
	return text;
}

static void words(struct json *j, const char *key, const struct words *w, size_t most)
{
	if (!w->n)
		return;
	list(j, key);
	for (size_t i = 0; i < w->n && i < most; i++)
		json_string(j, w->v[i]);
	json_end(j);
}

static void descriptor(struct json *j, struct arena *a, const struct rule *rule)
{
	json_map(j);
	member(j, "id", rule->id);
	words(j, "deprecatedIds", &rule->aliases, rule->aliases.n);
	message(j, "shortDescription", rule->title);
	message(j, "fullDescription", description(a, rule->why));
	map(j, "help");
	member(j, "text", help(a, rule, false));
	member(j, "markdown", help(a, rule, true));
	json_end(j);
	map(j, "defaultConfiguration");
	member(j, "level", level(rule->severity));
	json_end(j);
	map(j, "properties");
	words(j, "tags", &rule->tags, TAGS_MOST);
	member(j, "precision", "very-high");
	member(j, "problem.severity", rule->severity == SEVERITY_INFO
					      ? "recommendation" : severity_name(rule->severity));
	json_end(j);
	json_end(j);
}

/* Every host has the same rules, in the same order. */
static void rules(struct json *j, const struct report *r)
{
	CLEANUP(report_done) struct report_walk w = { .report = r, .depth = REPORT_VERDICTS };

	list(j, "rules");
	if (report_next(&w))
		for (size_t i = 0; i < w.host->noutcomes; i++)
			descriptor(j, w.arena, w.host->outcomes[i].rule);
	json_end(j);
}

static void notification(struct json *j, const char *kind, const char *text,
			 const struct rule *rule)
{
	json_map(j);
	member(j, "level", kind);
	message(j, "message", text);
	if (rule) {
		map(j, "associatedRule");
		member(j, "id", rule->id);
		json_end(j);
	}
	json_end(j);
}

static void invocation(struct json *j, const struct report *r, const struct format_options *o)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	const struct troubles t = troubles_of(r, o, a);

	list(j, "invocations");
	json_map(j);
	json_key(j, "executionSuccessful");
	json_bool(j, !o->failed);
	list(j, "toolExecutionNotifications");
	for (size_t i = 0; i < t.n; i++)
		notification(j, "error", t.v[i].text, t.v[i].rule);
	json_end(j);
	list(j, "toolConfigurationNotifications");
	for (size_t i = 0; i < r->notices.n; i++)
		notification(j, "warning", r->notices.v[i], NULL);
	json_end(j);
	json_end(j);
	json_end(j);
}

static void render(FILE *out, const struct report *r, const struct format_options *o)
{
	struct json j = json_to(out, JSON_INDENTED);

	json_map(&j);
	member(&j, "$schema", "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
			      "sarif-schema-2.1.0.json");
	member(&j, "version", "2.1.0");
	list(&j, "runs");
	json_map(&j);
	map(&j, "tool");
	map(&j, "driver");
	member(&j, "name", "uplint");
	member(&j, "version", o->version);
	rules(&j, r);
	json_end(&j);
	json_end(&j);
	invocation(&j, r, o);
	map(&j, "originalUriBaseIds");
	map(&j, "ROOT");
	member(&j, "uri", "file:///");
	json_end(&j);
	json_end(&j);
	results(&j, r, o);
	json_done(&j);
}

const struct format format_sarif = { .name = "sarif",
				     .doc = "SARIF 2.1.0, for code scanning",
				     .render = render,
				     .accept = accept };
