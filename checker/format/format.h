/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How a report is shown: one file per format.  A format writes bytes on a
 * FILE * and nothing else; the caller checks the stream.
 */
#ifndef FORMAT_FORMAT_H
#define FORMAT_FORMAT_H

#include <stdio.h>

#include "model/report.h"

struct format_options {
	unsigned width; /* columns of the terminal; 80 in a pipe */
	bool color;     /* ANSI colours */
	bool quiet;     /* nothing at all when clean */
	bool verbose;   /* the compliant ones too */
	bool strict;    /* not evaluated fails too */
	enum severity fail_on;
	bool fail_never;
};

struct format {
	const char *name, *doc;
	void (*render)(FILE *out, const struct report *r, const struct format_options *o);
	int (*status)(const struct report *r, const struct format_options *o); /* NULL: the common exit status */
};

#define FORMAT(name) extern const struct format format_##name;
#include "format/formats.def"
#undef FORMAT

#endif
