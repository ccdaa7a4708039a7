/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the commands that read facts have in common: SOURCE arguments and the
 * options that go with them, rules and policy, the terminal.
 */
#ifndef CMD_INPUT_H
#define CMD_INPUT_H

#include <pthread.h>

#include "base/err.h"
#include "base/options.h"
#include "model/report.h"
#include "model/snapshot.h"
#include "source/source.h"

struct input {
	const char *kind, *netns, *root;
	int64_t jobs; /* 0: not said */
};

#define INPUT_OPTIONS(in)                                                                        \
	OPT_CHOICE(0, "kind", &(in)->kind, "KIND", source_kinds,                                \
		   source_kinds_help),                                                           \
	OPT_STRING(0, "netns", &(in)->netns, "NAME", "this host: inside network namespace NAME"),    \
	OPT_STRING(0, "root", &(in)->root, "DIR", "this host: read files below DIR"),            \
	OPT_INT('j', "jobs", &(in)->jobs, "N", 1, 1024, "use at most N threads (default: one per core)")

/*
 * How much is said besides, for the commands whose answer it does not change: the policy in use
 * and what was not understood, on standard error.
 */
struct saying {
	bool quiet, verbose;
};

#define SAYING_OPTIONS(in)                                                                       \
	OPT_FLAG('q', "quiet", &(in)->quiet,                                                     \
		 "print only the answer and errors, even with -v"),                         \
	OPT_FLAG('v', "verbose", &(in)->verbose,                                                 \
		 "print on standard error what was not understood, and the policy in use")

/* policy may be NULL */
void input_tell(const struct saying *how, const struct snapshot *s, const char *policy);

/*
 * Reads every source, this host where none is named, and seals the snapshot.
 * STATUS_OK, or STATUS_FAILED where one could not be read: it was shown, and
 * the others are there.  -1 where the options do not go together, shown too.
 */
int input_load(const struct input *in, const struct words *sources, struct snapshot *s);

/*
 * The same for check_inputs(): sources are read by themselves, on any thread, but for those that
 * are one host.  -1 where the options do not go together, shown.
 */
struct input_told;
struct input_reader {
	const struct input *in;
	const struct words *sources;
	struct arena *arena;
	table_set unwanted; /* tables of this host that nobody will look into */
	struct source_inputs inputs;
	pthread_mutex_t lock; /* of all below */
	struct input_told *told;
	size_t ntold, nread, nfailed;
};
int input_begin(struct input_reader *r, const struct input *in, const struct words *sources,
		struct arena *a);
void input_end(struct input_reader *r);
size_t input_count(const struct input_reader *r);
void input_read(void *reader, size_t i, struct source_sink *sink);

/*
 * After the last one: what became of the sources, in their order, goes into the report.  Shows what
 * went wrong with them; STATUS_FAILED where something did.
 */
int input_status(struct input_reader *r, struct report_sources *ret_sources);
unsigned input_jobs(const struct input *in); /* -j, else as many as there are cores */

/* --color=WHEN and its words. */
extern const char *const color_words[];

/* Colours wanted on this stream? `when` NULL is auto: a terminal, and no NO_COLOR. */
bool color_wanted(const char *when, FILE *out);

/* Columns of the terminal behind the stream, within reason; else COLUMNS, or 80. */
unsigned page_width(FILE *out);

/* Its lines; 24 where there is none. */
unsigned page_lines(FILE *out);

#endif
