/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proof/ratchet.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/options.h"
#include "base/search.h"

enum { FILE_MOST = 4 * 1024 * 1024 };

static int compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void sort(struct words *lines)
{
	if (lines->n)
		qsort((void *)lines->v, lines->n, sizeof(*lines->v), compare);
}

int ratchet_read(struct arena *a, const char *file, struct ratchet *ret_ratchet, struct err *err)
{
	struct str rest, line;
	size_t length;
	char *text;

	*ret_ratchet = (struct ratchet){ .file = file, .head = "" };
	if (file_read(file, FILE_MOST, &text, &length, err) < 0)
		return -1;
	for (rest = (struct str){ text, length }; str_line(&rest, &line);) {
		if (line.n && !str_starts(line, "#"))
			words_add(&ret_ratchet->lines, arena_str(a, line), a);
		else if (!ret_ratchet->lines.n)
			ret_ratchet->head = arena_printf(a, "%s%.*s\n", ret_ratchet->head,
							 STR_ARGS(line));
	}
	free(text);
	sort(&ret_ratchet->lines);
	ret_ratchet->met = arena_array(a, ret_ratchet->lines.n + 1, sizeof(bool));
	return 0;
}

bool ratchet_passes(struct ratchet *r, const char *fault)
{
	size_t i = lower_bound(&fault, r->lines.v, r->lines.n, sizeof(*r->lines.v), compare);

	if (i == r->lines.n || !same(r->lines.v[i], fault))
		return false;
	r->met[i] = true;
	return true;
}

int ratchet_write(const struct ratchet *r, struct arena *a, const struct words *faults,
		  struct err *err)
{
	struct words lines = { NULL, 0 };
	FILE *f = fopen(r->file, "w");

	if (!f)
		return err_set(err, "%s: %s", r->file, strerror(errno));
	for (size_t i = 0; i < faults->n; i++)
		words_add(&lines, faults->v[i], a);
	sort(&lines);
	fputs(r->head, f);
	for (size_t i = 0; i < lines.n; i++)
		if (!i || !same(lines.v[i], lines.v[i - 1]))
			fprintf(f, "%s\n", lines.v[i]);
	return fclose(f) == 0 ? 0 : err_set(err, "%s: %s", r->file, strerror(errno));
}

void ratchet_end(const struct ratchet *r, struct arena *a, struct words *faults)
{
	for (size_t i = 0; i < r->lines.n; i++)
		if (!r->met[i])
			words_add(faults,
				  arena_printf(a, "%s: no longer so, take it out: %s", r->file,
					       r->lines.v[i]),
				  a);
}
