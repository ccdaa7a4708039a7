/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every syntax reads every input: brackets pair, texts are valid UTF-8, errors name the file. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/event.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool held)
{
	if (!held)
		abort();
}

static void read_one(enum event_syntax syntax, struct str text, bool skipping)
{
	struct events *e = events_new(syntax, "f", text);
	struct event event;
	struct err err = { "" };
	int depth = 0, status;

	for (;;) {
		status = events_next(e, &event, &err);
		if (status < 0 || event.type == EVENT_END)
			break;
		require(event.line && event.column);
		require(utf8_valid_length(event.text) == event.text.n);
		if (event.type == EVENT_KEY && skipping && events_skip(e, &event, &err) < 0)
			break;
		depth += (event.type == EVENT_MAP || event.type == EVENT_LIST);
		depth -= (event.type == EVENT_MAP_END || event.type == EVENT_LIST_END);
		require(depth >= 0 && depth <= 64);
	}
	require(err.text[0] ? strncmp(err.text, "f:", 2) == 0 : depth == 0);
	events_free(e);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const enum event_syntax all[] = { EVENT_YAML, EVENT_JSON, EVENT_XML };
	struct str text = { (const char *)data, size };

	event_syntax_of(text);
	for (size_t i = 0; i < countof(all); i++) {
		read_one(all[i], text, false);
		read_one(all[i], text, true);
	}
	return 0;
}
