/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmd/input.h"

#include <sched.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/arena.h"
#include "cmd/cmd.h"
#include "source/live/live.h"
#include "source/source.h"

const char *const color_words[] = { "auto", "always", "never", NULL };

static int contradiction(const struct input *in, const struct words *sources)
{
	if (sources->n && (in->netns || in->root)) {
		cmd_say("--%s is for this host, read live; it does not go with a SOURCE",
		        in->netns ? "netns" : "root");
		return -1;
	}
	if (!sources->n && in->kind && !same(in->kind, "live")) {
		cmd_say("--kind %s needs a SOURCE", in->kind);
		return -1;
	}
	return 0;
}

int input_load(const struct input *in, const struct words *sources, struct snapshot *s)
{
	struct live_options live = { .netns = in->netns, .root = in->root,
				     .jobs = (unsigned)in->jobs };
	int status = STATUS_OK;
	struct err err;

	if (contradiction(in, sources) < 0)
		return -1;
	if (!sources->n && source_load_live(s, &live, &err) < 0)
		status = cmd_fail(&err);
	for (size_t i = 0; i < sources->n; i++)
		if (source_load(s, sources->v[i], in->kind, &err) != 0)
			status = cmd_fail(&err);
	snapshot_seal(s);
	return status;
}

int input_begin(struct input_reader *r, const struct input *in, const struct words *sources,
		struct arena *a)
{
	*r = (struct input_reader){ .in = in, .sources = sources };
	r->faults = arena_array(a, sources->n + 1, sizeof(*r->faults));
	return contradiction(in, sources);
}

size_t input_count(const struct input_reader *r)
{
	return r->sources->n ? r->sources->n : 1;
}

static void read_live(const struct input_reader *r, struct source_sink *sink, struct err *fault)
{
	const struct input *in = r->in;
	struct live_options live = { .netns = in->netns, .root = in->root,
				     .jobs = (unsigned)in->jobs, .unwanted = r->unwanted };
	struct snapshot *s = sink->open(sink);
	struct err err;

	if (source_load_live(s, &live, &err) < 0)
		*fault = err;
	sink->take(sink, s);
}

void input_read(void *reader, size_t i, struct source_sink *sink)
{
	struct input_reader *r = reader;
	struct err err;

	if (!r->sources->n)
		read_live(r, sink, &r->faults[0]);
	else if (source_stream(sink, r->sources->v[i], r->in->kind, &err) != 0)
		r->faults[i] = err;
}

int input_status(const struct input_reader *r)
{
	int status = STATUS_OK;

	for (size_t i = 0; i < input_count(r); i++)
		if (r->faults[i].text[0])
			status = cmd_fail(&r->faults[i]);
	return status;
}

unsigned input_jobs(const struct input *in)
{
	cpu_set_t set;

	if (in->jobs)
		return (unsigned)in->jobs;
	return sched_getaffinity(0, sizeof(set), &set) == 0 ? (unsigned)CPU_COUNT(&set) : 1;
}

void input_tell(const struct saying *how, const struct snapshot *s, const char *policy)
{
	if (!how->verbose || how->quiet)
		return;
	if (policy)
		cmd_say("policy: %s", policy);
	for (unsigned host = 0; host < snapshot_hosts(s); host++)
		for_each_row(note, r, s, host) {
			const char *file = r->row.origin.file.s ? r->row.origin.file.s : "kernel";

			cmd_say("%s: %s:%u: %s: %s", snapshot_host_name(s, host), file,
				r->row.origin.line, r->reason.s ? r->reason.s : "",
				r->line_text.s ? r->line_text.s : "");
		}
}

bool color_wanted(const char *when, FILE *out)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

	if (same(when, "always"))
		return true;
	if (same(when, "never") || (no && *no) || !term || same(term, "dumb"))
		return false;
	return isatty(fileno(out));
}

unsigned page_width(FILE *out)
{
	struct winsize size;

	if (ioctl(fileno(out), TIOCGWINSZ, &size) < 0 || size.ws_col == 0)
		return 80;
	return size.ws_col < 40 ? 40 : size.ws_col > 120 ? 120 : size.ws_col;
}
