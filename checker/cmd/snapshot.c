/* SPDX-License-Identifier: GPL-2.0-or-later */
/* uplint snapshot: the facts of a source as a file. */
#include "cmd/cmd.h"
#include "cmd/input.h"
#include "format/snapshot_write.h"

static struct {
	struct input input;
	struct saying saying;
	const char *format, *output, *color;
} o = { .format = "yaml" };

static const char *const formats[] = { "yaml", "json", NULL };

static const struct option output_options[] = {
	OPT_CHOICE('f', "format", &o.format, "FORMAT", formats, "yaml (the default) or json"),
	OPT_STRING('o', "output", &o.output, "FILE", "write to FILE: the whole snapshot or nothing"),
	OPT_CHOICE(0, "color", &o.color, "WHEN", color_words,
		   "auto, always or never; a snapshot has no colours"),
	SAYING_OPTIONS(&o.saying),
};

static const struct option input_options[] = { INPUT_OPTIONS(&o.input) };

static const struct option_group groups[] = {
	{ "Output", output_options, countof(output_options) },
	{ "Input", input_options, countof(input_options) },
};

/* Half a snapshot would be taken for a whole one: what cannot be read leaves nothing behind. */
static int run(const struct command *c, int argc, char **argv)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	CLEANUP(snapshot_freep) struct snapshot *s = snapshot_new();
	CLEANUP(output_abort) struct output out = { .out = NULL };
	struct words sources;
	struct err err;
	int status;

	if (cmd_parse(c, groups, countof(groups), argc, argv, a, &sources, &status))
		return status;
	if (sources.n > 1) {
		cmd_say("snapshot takes one SOURCE; there is '%s' besides", sources.v[1]);
		return STATUS_FAILED;
	}
	if (input_load(&o.input, &sources, s) != STATUS_OK)
		return STATUS_FAILED;
	input_tell(&o.saying, s, NULL);
	if (output_open(&out, o.output ? o.output : "-", &err) < 0)
		return cmd_fail(&err);
	snapshot_write(out.out, s, same(o.format, "json") ? SNAPSHOT_JSON : SNAPSHOT_YAML);
	return cmd_commit(&out, STATUS_OK);
}

const struct command command_snapshot = {
	.name = "snapshot",
	.arguments = "[SOURCE]",
	.doc = "write the facts as a native snapshot",
	.about = "Writes all facts of SOURCE, or of this host, as a native snapshot: a file that "
		 "every command reads, and that people keep, compare and write by hand.",
	.run = run,
};
