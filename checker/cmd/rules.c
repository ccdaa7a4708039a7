/* SPDX-License-Identifier: GPL-2.0-or-later */
/* uplint rules: the list; one in full. */
#include "cmd/cmd.h"
#include "cmd/input.h"
#include "cmd/ruleset.h"
#include "format/explain.h"

static struct {
	struct words rules;
	const char *format, *output, *color;
	int64_t jobs;
	bool quiet, verbose;
} o = { .format = "text" };

static const char *const formats[] = { "text", "json", NULL };

static const struct option options[] = {
	OPT_LIST('r', "rules", &o.rules, "DIR", "add the rules of DIR; repeatable"),
	OPT_CHOICE('f', "format", &o.format, "FORMAT", formats, "text (the default) or json"),
	OPT_STRING('o', "output", &o.output, "FILE", "write to FILE: all or nothing"),
	OPT_CHOICE(0, "color", &o.color, "WHEN", color_words,
		   "auto (the default), always or never"),
	OPT_FLAG('q', "quiet", &o.quiet, "text: print the ids alone"),
	OPT_FLAG('v', "verbose", &o.verbose, "text: print each rule in full"),
	OPT_INT('j', "jobs", &o.jobs, "N", 1, 1024, "at most N threads; one is enough here"),
};

static const struct option_group groups[] = { { "Options", options, countof(options) } };

static void show_text(const struct page *p, const struct rule *const *rules, size_t n)
{
	if (!o.verbose && !o.quiet)
		explain_list(p, rules, n);
	for (size_t i = 0; o.quiet && i < n; i++)
		page_line(p, 0, rules[i]->id);
	for (size_t i = 0; o.verbose && !o.quiet && i < n; i++)
		explain_rule(p, rules[i]);
}

static int show(const struct ruleset *set, const struct rule *one)
{
	CLEANUP(output_abort) struct output out = { .out = NULL };
	struct page p;
	struct err err;

	if (output_open(&out, o.output ? o.output : "-", &err) < 0)
		return cmd_fail(&err);
	p = (struct page){ .out = out.out,
			   .width = page_width(out.out),
			   .color = color_wanted(o.color, out.out) };
	if (same(o.format, "json"))
		explain_json(out.out, cmd_version(), one ? &one : set->pack.rules,
			     one ? 1 : set->pack.n);
	else if (one && !o.quiet)
		explain_rule(&p, one);
	else
		show_text(&p, one ? &one : set->pack.rules, one ? 1 : set->pack.n);
	return cmd_commit(&out, set->nfaults ? STATUS_FAILED : STATUS_OK);
}

static int run(const struct command *c, int argc, char **argv)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	const struct rule *one = NULL;
	struct words words;
	struct ruleset set;
	int status;

	if (cmd_parse(c, groups, countof(groups), argc, argv, a, &words, &status))
		return status;
	if (words.n > 1) {
		cmd_say("rules takes one RULE; there is '%s' besides", words.v[1]);
		return STATUS_FAILED;
	}
	if (ruleset_load(a, &o.rules, &set) < 0)
		return STATUS_FAILED;
	for (size_t i = 0; i < set.nfaults; i++)
		cmd_say("%s", set.faults[i].text);
	if (words.n) {
		one = ruleset_find(a, &set, words.v[0]);
		if (!one)
			return STATUS_FAILED;
	}
	return show(&set, one);
}

const struct command command_rules = {
	.name = "rules",
	.arguments = "[RULE]",
	.doc = "list the rules, or explain one in full",
	.about = "Lists the rules, or explains one: why it exists, its condition, fixes, references, "
		 "and an example that fails.",
	.run = run,
};
