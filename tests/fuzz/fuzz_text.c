/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whatever text comes in, the shell's word and the visible form are safe, and JSON reads back. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/event.h"
#include "base/json.h"
#include "base/shell.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool held)
{
	if (!held)
		abort();
}

static void json_is_json(struct str text)
{
	CLEANUP(events_freep) struct events *e = NULL;
	struct event event;
	struct err err;
	char *written;
	size_t n;
	FILE *out = open_memstream(&written, &n);
	struct json j = json_to(out, JSON_INDENTED);

	json_list(&j);
	json_text(&j, text);
	json_done(&j);
	fclose(out);
	e = events_new(EVENT_JSON, "f", (struct str){ written, n });
	for (unsigned i = 0; i < 2; i++)
		require(events_next(e, &event, &err) == 0);
	if (events_next(e, &event, &err) < 0)
		require(strstr(err.text, "NUL") || strstr(err.text, "longer"));
	else if (utf8_valid_length(text) == text.n)
		require(str_same(event.text, text));
	free(written);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = { (const char *)data, size };
	struct arena *a = arena_new();
	const char *visible = text_visible(a, text);
	const char *word = shell_word(a, arena_str(a, text));

	require(same(text_visible(a, str_of(visible)), visible));
	require(same(text_visible(a, str_of(word)), word));
	text_shown(text);
	json_is_json(text);
	arena_free(a);
	return 0;
}
