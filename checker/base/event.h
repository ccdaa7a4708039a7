/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One stream of events over YAML, JSON and XML, with positions: the only way
 * structured text is read.  The reader pulls; no document is ever built.
 *
 * Bounds, each an error that names it: nesting 64, one scalar 1 MiB, YAML
 * aliases and anchors, tags and merge keys (refused: they serve no purpose
 * here and can multiply), a NUL character in a text (no text of the model can
 * hold it), input size (the caller's text is already bounded).  A key that
 * stands twice in one mapping is an error at the second key.  Invalid UTF-8 is
 * an error in all three, and so is half of a surrogate pair in JSON.
 */
#ifndef BASE_EVENT_H
#define BASE_EVENT_H

#include "base/base.h"
#include "base/err.h"
#include "base/str.h"

enum event_type {
	EVENT_END,       /* of the input */
	EVENT_DOCUMENT,  /* a document begins (YAML has many; JSON and XML one) */
	EVENT_MAP,       /* '{' */
	EVENT_MAP_END,
	EVENT_LIST,      /* '[' */
	EVENT_LIST_END,
	EVENT_KEY,       /* text is the key; the value's event follows */
	EVENT_SCALAR,
};

/*
 * What a plain scalar is: YAML 1.2 core schema, JSON's own types.  Quoted text
 * and all of XML is SCALAR_TEXT.  .text is as written, so nothing is lost.
 */
enum scalar {
	SCALAR_TEXT,
	SCALAR_NULL,  /* ~, null, nothing */
	SCALAR_TRUE,  /* true (not yes, on) */
	SCALAR_FALSE,
	SCALAR_INT,   /* fits int64_t, in .number: -?[0-9]+; YAML also + and 0x…, and 010 is ten */
	SCALAR_FLOAT, /* and a decimal number too large for int64_t */
};

struct event {
	enum event_type type;
	enum scalar scalar;
	bool plain;           /* YAML: the scalar was not quoted */
	struct str text;      /* key or scalar; valid until the next call */
	int64_t number;
	unsigned line, column; /* of its first character, from 1; columns count characters */
};

enum event_syntax { EVENT_YAML, EVENT_JSON, EVENT_XML };

struct events;

/*
 * Reads `text`, which must outlive the reader; `file` is used in messages
 * ("file:line:column: …").  JSON is RFC 8259 to the letter (one value, no
 * trailing comma, no comment); JSON text is also accepted by EVENT_YAML.
 *
 * XML (expat; no entity is expanded but the five and characters, no DTD): an
 * element is EVENT_KEY (its name) followed by EVENT_MAP … EVENT_MAP_END; an
 * attribute in it is KEY "@name" and a SCALAR; text in it is KEY "#text" and a
 * SCALAR (blank runs between elements are left out; other text is not
 * trimmed).  Keys may repeat there.  The root is a KEY right after DOCUMENT.
 */
struct events *events_new(enum event_syntax syntax, const char *file, struct str text);
/* From here on a key may stand twice in one mapping: for what tools print, iproute2 among them. */
void events_let_keys_repeat(struct events *e);

/*
 * Gives back the memory of the text that was read so far, page by page: for a
 * text on the heap, of which nobody reads a byte again but this reader.  After
 * it the bytes are zero; they are still the caller's to free.
 */
void events_forget(struct events *e);

void events_free(struct events *e);
void events_freep(struct events **e);

/*
 * The next event.  0, or -1 with err filled: then *ret_event means nothing.
 * After -1 and after EVENT_END do not call again.
 */
int events_next(struct events *e, struct event *ret_event, struct err *err);

/*
 * Skips the value that follows a KEY (or, given the MAP or LIST event just
 * read, the rest of it).  0 or -1.
 */
int events_skip(struct events *e, const struct event *from, struct err *err);

/* "file:line:column: message" at the event's place. Always -1. */
int events_error(const struct events *e, const struct event *at, struct err *err, const char *fmt,
		 ...) PRINTF(4, 5);

/* '{' or '[' as first non-blank is JSON, '<' is XML, all else YAML. A BOM is skipped. */
enum event_syntax event_syntax_of(struct str text);

#endif
