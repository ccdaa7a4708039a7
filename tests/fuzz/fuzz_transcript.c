/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whatever a text holds, its captures stand in it in order, none overlaps, and lines are counted. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/plain.h"
#include "parse/esxi/section.h"
#include "parse/linux/linux.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool held)
{
	if (!held)
		abort();
}

static unsigned line_feeds(const char *from, const char *to)
{
	unsigned n = 0;

	while (from < to)
		n += *from++ == '\n';
	return n;
}

static void is_inside(struct str part, struct str text)
{
	if (part.n)
		require(part.p >= text.p && part.p + part.n <= text.p + text.n);
}

static void cut(struct str text, transcript_begins_fn *begins)
{
	struct transcript t = transcript_open("f", text, begins);
	const char *begin = text.p, *end = text.p;
	unsigned line = 1;
	struct capture c;

	while (transcript_next(&t, &c)) {
		is_inside(c.text, text);
		is_inside(c.command, text);
		is_inside(c.host, text);
		require(c.typed == (c.command.p != NULL));
		if (!c.text.n)
			continue;
		require(c.text.p >= end && c.line == line + line_feeds(begin, c.text.p));
		begin = c.text.p;
		end = c.text.p + c.text.n;
		line = c.line;
	}
	require(!t.rest.n);
}

static unsigned lines_of(struct str text)
{
	struct str line;
	unsigned n = 0;

	while (str_line(&text, &line))
		n++;
	return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	struct str text = { (const char *)data, size }, plain = plain_text(a, text), bare;

	cut(text, NULL);
	cut(text, esxi_begins);
	cut(text, linux_begins);
	bare = transcript_text(a, text);
	require(lines_of(bare) == lines_of(plain));
	cut(bare, esxi_begins);
	cut(bare, linux_begins);
	transcript_has_prompts(bare);
	return 0;
}
