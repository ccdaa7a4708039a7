/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How a report is shown: one file per format.  A format writes bytes on a
 * FILE * and nothing else; the caller checks the stream.
 */
#ifndef FORMAT_FORMAT_H
#define FORMAT_FORMAT_H

#include <stdio.h>

#include "base/err.h"
#include "model/report.h"

struct format_options {
	const char *version; /* of uplint */
	const char *policy;  /* the file in use; NULL: none */
	const char *netns;   /* the network namespace that was read; NULL: the own, or none */
	unsigned width;      /* columns of the terminal; 80 in a pipe */
	unsigned lines;      /* of the terminal: more hosts are summed up; 0: never */
	bool color;          /* ANSI colours */
	bool silent;         /* -q and the run is clean: text says nothing at all */
	bool verbose;        /* the compliant ones too */
	bool strict;         /* not evaluated fails too */
	bool failed;         /* the exit status is 2: the job could not be done */
	enum severity fail_on;
	bool fail_never;
	const char *directory; /* the working one, without links; NULL: not known */
	const char *anchor;    /* sarif: file that stands for what comes from no file; or NULL */
};

struct format {
	const char *name, *doc;
	void (*render)(FILE *out, const struct report *r, const struct format_options *o);
	/* -1 with err: it cannot be shown like this, so nothing is written.  NULL: it always can. */
	int (*accept)(const struct report *r, const struct format_options *o, struct err *err);
	bool shared; /* another user reads the file of -o, whatever the umask: mode 0644 */
	/* NULL: the common exit status. */
	int (*status)(const struct report *r, const struct format_options *o);
};

/* By name; NULL with err where there is none. */
const struct format *format_find(const char *name, struct err *err);

/* Names in the order of formats.def, NULL at the end. */
extern const char *const format_names[];

/* "report format: text json …", for the help. */
extern const char format_help[];

#define FORMAT(name) extern const struct format format_##name;
#include "format/formats.def"
#undef FORMAT

#endif
