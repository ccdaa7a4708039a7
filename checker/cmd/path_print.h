/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The answers of uplint path, for people and for programs. */
#ifndef CMD_PATH_PRINT_H
#define CMD_PATH_PRINT_H

#include "base/json.h"
#include "format/page.h"
#include "path/path.h"

/* One question and its answer. */
struct path_answer {
	const char *host, *destination;
	struct path path;
};

/* With `name_host` the host stands before the destination. Quiet: the answer alone. */
void path_print_text(const struct page *p, const struct path_answer *a, bool name_host, bool quiet);
void path_print_json(struct json *j, const struct path_answer *a);

#endif
