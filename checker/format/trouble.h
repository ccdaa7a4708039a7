/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Why a run could not do its job, for the formats whose readers see neither standard error nor the
 * exit status.
 */
#ifndef FORMAT_TROUBLE_H
#define FORMAT_TROUBLE_H

#include "format/format.h"

struct trouble {
	const struct rule *rule; /* that is broken; NULL: something else */
	const char *text;
};

struct troubles {
	const struct trouble *v;
	size_t n;
};

/*
 * Each source that could not be read; each broken rule, once though it is broken on every host;
 * that there is no verdict at all, and what `strict` does not accept.
 */
struct troubles troubles_of(const struct report *r, const struct format_options *o,
			    struct arena *a);

#endif
