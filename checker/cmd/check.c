/* SPDX-License-Identifier: GPL-2.0-or-later */
/* uplint check: sources, rules and policy to a report. */
#include "check/check.h"

#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check/baseline.h"
#include "cmd/cmd.h"
#include "cmd/input.h"
#include "cmd/progress.h"
#include "cmd/ruleset.h"
#include "format/format.h"
#include "format/trouble.h"
#include "policy/policy.h"

enum { NAMES_SHOWN = 4 };

static struct {
	struct input input;
	struct words rules, select, ignore;
	const char *policy, *baseline, *write_baseline, *format, *output, *anchor, *color, *fail_on;
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
	OPT_STRING(0, "baseline", &o.baseline, "FILE", "waive the findings that FILE holds; count new, known and gone"),
	OPT_STRING(0, "write-baseline", &o.write_baseline, "FILE",
		   "write the findings to FILE, unless the exit status is 2"),
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

	if (s->hosts && !s->broken && !s->compliant && !s->non_compliant && !s->waived)
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
	f.netns = o.input.netns;
	f.width = page_width(out.out);
	f.lines = o.output || o.verbose ? 0 : page_lines(out.out);
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

static int write_baseline(const struct report *r, const struct baseline *known, int status)
{
	CLEANUP(output_abort) struct output out = { .out = NULL };
	struct err err;

	if (!o.write_baseline || status == STATUS_FAILED)
		return status;
	if (output_open(&out, o.write_baseline, &err) < 0)
		return cmd_fail(&err);
	baseline_write(out.out, r, known);
	if (check_fault(r, &err) < 0)
		return cmd_fail(&err);
	return cmd_commit(&out, status);
}

/* Nothing was written of a report that could not be made. */
static int evaluate(struct arena *a, struct input_reader *in, const struct ruleset *set,
		    const struct policy *policy, const char *policy_file, const struct baseline *baseline)
{
	const struct check_options options = { .policy = policy, .baseline = baseline, .netns = o.input.netns,
		.select = o.select,
		.ignore = o.ignore, .faults = set->faults, .nfaults = set->nfaults };
	struct progress progress = { .inputs = input_count(in) };
	const struct check_inputs inputs = { .n = input_count(in), .read = input_read, .ctx = in,
					     .done = &progress.done };
	CLEANUP(check_freep) struct report *r = NULL;
	enum severity fail_on = SEVERITY_WARNING;
	struct baseline_counts counts;
	struct err err;
	int status, verdict;

	in->unwanted = ~check_wants(&set->pack, &options);
	progress_start(&progress);
	status = check_inputs(&inputs, input_jobs(&o.input), &set->pack, &options, &r, &err);
	progress_end(&progress);
	if (status < 0)
		return cmd_fail(&err);
	status = input_status(in, &r->sources);
	if (baseline) {
		counts = baseline_count(baseline, r);
		r->baseline = &counts;
	}
	severity_parse(o.fail_on, &fail_on);
	verdict = check_status(r, same(o.fail_on, "never"), fail_on, o.strict);
	if (verdict == STATUS_FAILED)
		explain(a, r);
	status = write_report(r, policy_file, status == STATUS_FAILED ? status : verdict);
	return write_baseline(r, baseline, status);
}

static int run(const struct command *c, int argc, char **argv)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	struct input_reader in;
	struct words sources;
	struct ruleset set;
	struct policy *policy;
	struct baseline *baseline = NULL;
	const char *file;
	struct err err;
	int status;

	if (cmd_parse(c, groups, countof(groups), argc, argv, a, &sources, &status))
		return status;
	if (ruleset_load(a, &o.rules, &set) < 0 || ruleset_check_words(a, &set, &o.select) < 0 ||
	    ruleset_check_words(a, &set, &o.ignore) < 0 || load_policy(a, &policy, &file) < 0)
		return STATUS_FAILED;
	if (o.baseline && baseline_load(a, o.baseline, &set.pack, &baseline, &err) < 0)
		return cmd_fail(&err);
	if (input_begin(&in, &o.input, &sources, a) < 0)
		return STATUS_FAILED;
	status = evaluate(a, &in, &set, policy, file, baseline);
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
