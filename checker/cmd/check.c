/* SPDX-License-Identifier: GPL-2.0-or-later */
/* uplint check: sources, rules and policy to a report. */
#include "check/check.h"

#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmd/cmd.h"
#include "cmd/input.h"
#include "cmd/ruleset.h"
#include "format/format.h"
#include "format/trouble.h"
#include "policy/policy.h"

enum { NAMES_SHOWN = 4 };

static struct {
	struct input input;
	struct words rules, select, ignore;
	const char *policy, *format, *output, *anchor, *color, *fail_on;
	bool strict, quiet, verbose;
} o = { .format = "text", .fail_on = "warning" };

static const char *const fail_words[] = { "error", "warning", "info", "never", NULL };

static const struct option rule_options[] = {
	OPT_STRING('p', "policy", &o.policy, "FILE",
	           "policy (default: $UPLINT_POLICY, ./uplint.yaml, /etc/uplint/uplint.yaml)"),
	OPT_LIST('r', "rules", &o.rules, "DIR", "add the rules of DIR; repeatable"),
	OPT_COMMAS(0, "select", &o.select, "RULE,...", "only these rules: ids, tags or shell globs"),
	OPT_COMMAS(0, "ignore", &o.ignore, "RULE,...", "all rules but these"),
	OPT_CHOICE(0, "fail-on", &o.fail_on, "SEVERITY", fail_words,
	           "lowest severity that makes the exit status 1: error, warning (the "
		   "default), info, never"),
	OPT_FLAG(0, "strict", &o.strict, "exit with 2 if a rule lacks the facts that it needs"),
};

static const struct option output_options[] = {
	OPT_CHOICE('f', "format", &o.format, "FORMAT", format_names, format_help),
	OPT_STRING('o', "output", &o.output, "FILE", "write to FILE: the whole report or nothing"),
	OPT_STRING(0, "sarif-anchor", &o.anchor, "FILE",
		   "sarif: results that come from no file, as of this host, are shown at FILE"),
	OPT_CHOICE(0, "color", &o.color, "WHEN", color_words,
		   "auto (the default), always or never"),
	OPT_FLAG('q', "quiet", &o.quiet, "text: print nothing if the exit status is 0"),
	OPT_FLAG('v', "verbose", &o.verbose, "text: also what complies, the evidence, and what was left out and why"),
};

static const struct option input_options[] = { INPUT_OPTIONS(&o.input) };

static const struct option_group groups[] = {
	{ "Rules", rule_options, countof(rule_options) },
	{ "Output", output_options, countof(output_options) },
	{ "Input", input_options, countof(input_options) },
};

/* 0, or -1 after the error was shown; *ret_file is NULL where there is no policy. */
static int load_policy(struct arena *a, struct policy **ret_policy, const char **ret_file)
{
	const char *file = policy_discover(o.policy);
	struct err err;

	*ret_file = file;
	*ret_policy = NULL;
	if (!file || policy_load(a, file, ret_policy, &err) == 0)
		return 0;
	cmd_fail(&err);
	return -1;
}

static void name_broken(struct arena *a, const struct report *r)
{
	const struct format_options f = { .strict = false };
	const struct troubles t = troubles_of(r, &f, a);

	for (size_t i = 0; i < t.n; i++)
		if (t.v[i].rule)
			cmd_say("%s", t.v[i].text);
}

/* "a.txt, b.txt and 3 more: ", or nothing of this host. */
static const char *named_sources(struct arena *a, const struct report_sources *sources)
{
	const char *list = NULL;
	size_t n = 0;

	for (size_t i = 0; i < sources->n; i++)
		if (sources->v[i].source && !sources->v[i].error && n++ < NAMES_SHOWN)
			list = arena_list(a, list, ", ", sources->v[i].source);
	if (n > NAMES_SHOWN)
		list = arena_printf(a, "%s and %zu more", list, n - NAMES_SHOWN);
	return list ? arena_printf(a, "%s: ", list) : "";
}

/* Says on standard error why the status is 2, unless the report that is read now says it. */
static void explain(struct arena *a, const struct report *r)
{
	const struct summary *s = &r->summary;

	if (s->hosts && !s->compliant && !s->non_compliant && !s->waived)
		cmd_say("%sno rule could reach a verdict: the input lacks what they need",
			named_sources(a, &r->sources));
	else if (o.strict && s->not_evaluated)
		cmd_say("%zu results are not evaluated, which --strict does not accept", s->not_evaluated);
	if (!same(o.format, "text") || o.output)
		name_broken(a, r);
}

static int write_report(const struct report *r, const char *policy, int status)
{
	CLEANUP(output_abort) struct output out = { .out = NULL };
	char directory[PATH_MAX];
	struct format_options f = { .version = cmd_version(),
				    .policy = policy,
				    .verbose = o.verbose,
				    .strict = o.strict,
				    .failed = status == STATUS_FAILED,
				    .directory = getcwd(directory, sizeof(directory)),
				    .anchor = o.anchor,
				    .fail_never = same(o.fail_on, "never") };
	const struct format *format;
	struct err err;

	format = format_find(o.format, &err);
	if (!format || (format->accept && format->accept(r, &f, &err) < 0) || output_open(&out, o.output ? o.output : "-", &err) < 0)
		return cmd_fail(&err);
	severity_parse(o.fail_on, &f.fail_on);
	f.width = page_width(out.out);
	f.color = color_wanted(o.color, out.out);
	if (status != STATUS_FAILED && format->status)
		status = format->status(r, &f);
	f.silent = o.quiet && status == STATUS_OK;
	format->render(out.out, r, &f);
	if (format->shared && out.temporary)
		fchmod(fileno(out.out), 0644);
	if (check_fault(r, &err) < 0)
		return cmd_fail(&err);
	return cmd_commit(&out, status);
}

/* Nothing was written of a report that could not be made. */
static int evaluate(struct arena *a, struct input_reader *in, const struct ruleset *set,
		    const struct policy *policy, const char *policy_file)
{
	const struct check_options options = { .policy = policy, .netns = o.input.netns,
		.select = o.select,
		.ignore = o.ignore, .faults = set->faults, .nfaults = set->nfaults };
	const struct check_inputs inputs = { .n = input_count(in), .read = input_read, .ctx = in };
	CLEANUP(check_freep) struct report *r = NULL;
	enum severity fail_on = SEVERITY_WARNING;
	struct err err;
	int status, verdict;

	in->unwanted = ~check_wants(&set->pack, &options);
	if (check_inputs(&inputs, input_jobs(&o.input), &set->pack, &options, &r, &err) < 0)
		return cmd_fail(&err);
	status = input_status(in, &r->sources);
	severity_parse(o.fail_on, &fail_on);
	verdict = check_status(r, same(o.fail_on, "never"), fail_on, o.strict);
	if (verdict == STATUS_FAILED)
		explain(a, r);
	return write_report(r, policy_file, status == STATUS_FAILED ? status : verdict);
}

static int run(const struct command *c, int argc, char **argv)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	struct input_reader in;
	struct words sources;
	struct ruleset set;
	struct policy *policy;
	const char *file;
	int status;

	if (cmd_parse(c, groups, countof(groups), argc, argv, a, &sources, &status))
		return status;
	if (ruleset_load(a, &o.rules, &set) < 0 || ruleset_check_words(a, &set, &o.select) < 0 ||
	    ruleset_check_words(a, &set, &o.ignore) < 0 || load_policy(a, &policy, &file) < 0)
		return STATUS_FAILED;
	if (input_begin(&in, &o.input, &sources, a) < 0)
		return STATUS_FAILED;
	status = evaluate(a, &in, &set, policy, file);
	input_end(&in);
	return status;
}

const struct command command_check = {
	.name = "check",
	.arguments = "[SOURCE...]",
	.doc = "evaluate the rules and print a report",
	.about = "Evaluates the rules on each SOURCE, or on this host, and reports for every object "
		 "whether it complies, what breaks if not, and the commands that fix it. Exit "
		 "status: 0 clean, 1 findings, 2 the job could not be done.",
	.run = run,
};
