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

/* A word that is no kind is a mistake of the command line, whatever the sources are. */
static int check_kind(const struct input *in, const struct words *sources)
{
	struct err err;

	if (!in->kind || !sources->n || source_check(in->kind, &err) == 0)
		return 0;
	cmd_fail(&err);
	return -1;
}

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

/* Something that a source came to, in the order of the inputs and, of each, as it was told. */
struct input_told {
	size_t input;
	bool passed;
	struct report_source source;
};

/* Of one input: it hears what is read. */
struct hearing {
	struct source_listener listener;
	struct input_reader *reader;
	size_t input;
};

static const char *copy(struct arena *a, const char *text)
{
	return text ? arena_strdup(a, text) : NULL;
}

/* A file that lies beside sources and is none. */
static bool is_passed(const struct source_told *told)
{
	return told->inside && !told->kind && !told->error;
}

static void keep_told(struct input_reader *r, size_t input, const struct source_told *told)
{
	struct arena *a = r->arena;

	r->told = arena_grow(a, r->told, r->ntold, sizeof(*r->told));
	r->told[r->ntold++] = (struct input_told){ input, is_passed(told),
		{ copy(a, told->source), copy(a, told->kind), copy(a, told->why),
		  copy(a, told->error) } };
}

/* Of a directory of sources those are kept that were not read: it may hold very many. */
static void hear(struct source_listener *l, const struct source_told *told)
{
	struct hearing *h = (struct hearing *)l;
	struct input_reader *r = h->reader;

	pthread_mutex_lock(&r->lock);
	r->nread += !told->error && told->kind && !told->holds;
	r->nfailed += told->error != NULL;
	if (!told->inside || told->error || is_passed(told))
		keep_told(r, h->input, told);
	pthread_mutex_unlock(&r->lock);
}

int input_begin(struct input_reader *r, const struct input *in, const struct words *sources,
		struct arena *a)
{
	*r = (struct input_reader){ .in = in, .sources = sources, .arena = a };
	if (contradiction(in, sources) < 0 || check_kind(in, sources) < 0)
		return -1;
	pthread_mutex_init(&r->lock, NULL);
	source_inputs_of(&r->inputs, a, sources, in->kind);
	return 0;
}

void input_end(struct input_reader *r)
{
	source_inputs_done(&r->inputs);
	pthread_mutex_destroy(&r->lock);
}

size_t input_count(const struct input_reader *r)
{
	return r->sources->n ? r->inputs.n : 1;
}

static void read_live(struct input_reader *r, struct source_sink *sink)
{
	const struct input *in = r->in;
	struct live_options live = { .netns = in->netns, .root = in->root,
				     .jobs = (unsigned)in->jobs, .unwanted = r->unwanted };
	struct hearing h = { { hear }, r, 0 };
	struct source_told told = { .kind = "live" };
	struct snapshot *s = sink->open(sink);
	struct err err;

	if (source_load_live(s, &live, &err) < 0)
		told.error = err.text;
	sink->take(sink, s);
	hear(&h.listener, &told);
}

void input_read(void *reader, size_t i, struct source_sink *sink)
{
	struct input_reader *r = reader;
	struct hearing h = { { hear }, r, i };
	struct err err;

	if (r->sources->n)
		source_stream(sink, &r->inputs.v[i], r->in->kind, &h.listener, &err);
	else
		read_live(r, sink);
}

static int by_input(const void *a, const void *b)
{
	const struct input_told *const *x = a, *const *y = b;

	if ((*x)->input != (*y)->input)
		return (*x)->input < (*y)->input ? -1 : 1;
	return *x < *y ? -1 : *x > *y;
}

int input_status(struct input_reader *r, struct report_sources *ret_sources)
{
	const struct input_told **order = arena_array(r->arena, r->ntold + 1, sizeof(*order));
	struct report_source *v = arena_array(r->arena, r->ntold + 1, sizeof(*v));

	for (size_t i = 0; i < r->ntold; i++)
		order[i] = &r->told[i];
	qsort(order, r->ntold, sizeof(*order), by_input);
	*ret_sources = (struct report_sources){ .v = v, .read = r->nread, .failed = r->nfailed };
	for (size_t i = 0; i < r->ntold; i++) {
		const struct report_source *s = &order[i]->source;
		if (order[i]->passed) {
			words_add(&ret_sources->passed, s->source, r->arena);
			continue;
		}
		/* Files that are read together have one. */
		if (s->error && (!ret_sources->n || !same(s->error, v[ret_sources->n - 1].error)))
			cmd_say("%s", s->error);
		v[ret_sources->n++] = *s;
	}
	return r->nfailed ? STATUS_FAILED : STATUS_OK;
}

int input_load(const struct input *in, const struct words *sources, struct snapshot *s)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	struct source_single single = source_single(s);
	struct report_sources told;
	struct input_reader r;
	int status;

	if (input_begin(&r, in, sources, a) < 0)
		return -1;
	for (size_t i = 0; i < input_count(&r); i++)
		input_read(&r, i, &single.sink);
	status = input_status(&r, &told);
	input_end(&r);
	snapshot_seal(s);
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
	const char *wanted = getenv("COLUMNS");
	struct winsize size;
	uint64_t width = 0;

	if (ioctl(fileno(out), TIOCGWINSZ, &size) == 0 && size.ws_col)
		width = size.ws_col;
	else if (!wanted || !str_to_u64(str_of(wanted), &width) || !width)
		width = 80;
	return width < 40 ? 40 : width > 120 ? 120 : (unsigned)width;
}

unsigned page_lines(FILE *out)
{
	struct winsize size;

	return ioctl(fileno(out), TIOCGWINSZ, &size) == 0 && size.ws_row ? size.ws_row : 24;
}
