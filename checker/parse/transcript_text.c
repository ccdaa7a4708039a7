/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What mails, web pages, pagers and logs put around the lines of a text, taken off again. */
#include <string.h>

#include "base/plain.h"
#include "parse/margin.h"
#include "parse/transcript.h"

enum { LAYERS = 8 /* a numbered log, quoted in a mail, quoted in a mail … */ };

static const struct entity {
	const char *name;
	char c;
} entities[] = {
	{ "&nbsp;", ' ' }, { "&#160;", ' ' }, { "&lt;", '<' },	 { "&#60;", '<' },
	{ "&gt;", '>' },   { "&#62;", '>' },  { "&quot;", '"' }, { "&#34;", '"' },
	{ "&#39;", '\'' }, { "&apos;", '\'' }, { "&amp;", '&' },
};

/* Of web pages, where a text was copied with them. */
static const char *const tags[] = { "<pre>",  "</pre>",	 "<code>",  "</code>", "<br>",
				    "<br/>",  "<br />",	 "<p>",	    "</p>",    "<samp>",
				    "</samp>", "[code]", "[/code]", "[pre]",   "[/pre]" };

/* A document in which these mean what they say. */
static bool is_xml(struct str text)
{
	text = str_trim(text);
	return str_starts(text, "<") && !str_starts(text, "<p") && !str_starts(text, "<code") &&
	       !str_starts(text, "<samp") && !str_starts(text, "<br");
}

static size_t tag_at_begin(struct str s)
{
	for (size_t i = 0; i < countof(tags); i++)
		if (str_starts(s, tags[i]))
			return strlen(tags[i]);
	return 0;
}

static size_t tag_at_end(struct str s)
{
	for (size_t i = 0; i < countof(tags); i++)
		if (str_ends(s, tags[i]))
			return strlen(tags[i]);
	return 0;
}

/* Tags alone in a line stay: a fence is where an output begins or ends. */
static struct str without_tags(struct str line)
{
	struct str s = line;
	size_t n;

	while ((n = tag_at_begin(s)))
		s = str_from(s, n);
	while ((n = tag_at_end(s)))
		s = str_upto(s, s.n - n);
	return s.n || (!str_has(line, "code") && !str_has(line, "pre")) ? s : line;
}

static size_t entity_at(struct str s, char *ret_c)
{
	for (size_t i = 0; i < countof(entities); i++)
		if (str_starts(s, entities[i].name)) {
			*ret_c = entities[i].c;
			return strlen(entities[i].name);
		}
	return 0;
}

/* A text on its way, line by line; it never grows but by its last LF. */
struct copy {
	char *out;
	size_t n;
};

static void put_line(struct copy *c, struct str line, bool decode)
{
	for (size_t i = 0; i < line.n;) {
		size_t n = decode && line.p[i] == '&' ? entity_at(str_from(line, i), &c->out[c->n]) : 0;
		if (!n)
			c->out[c->n] = line.p[i];
		c->n++;
		i += n ? n : 1;
	}
	c->out[c->n++] = '\n';
}

static struct str finish(struct copy *c)
{
	c->out[c->n] = '\0';
	return (struct str){ c->out, c->n };
}

static struct str from_page(struct arena *a, struct str text)
{
	struct copy c = { .n = 0 };
	struct str line;
	bool decode = str_has(text, "&lt;") || str_has(text, "&gt;") || str_has(text, "&nbsp;") ||
		      str_has(text, "&#160;");

	if (is_xml(text) || (!decode && !str_has(text, "<pre>") && !str_has(text, "<code>") &&
			     !str_has(text, "<br") && !str_has(text, "[code]")))
		return text;
	c.out = arena_alloc(a, text.n + 2);
	while (str_line(&text, &line))
		put_line(&c, without_tags(line), decode);
	return finish(&c);
}

/* Is one of the next lines that are not blank quoted too? */
static bool goes_on(struct str rest)
{
	struct str line;

	while (str_line(&rest, &line))
		if (str_trim(line).n)
			return line.p[0] == '>';
	return false;
}

/* "> text" and ">> text": of a mail, where more than one line begins so, behind its attribution. */
static struct str unquoted(struct arena *a, struct str text, bool *ret_any)
{
	struct copy c = { .out = arena_alloc(a, text.n + 2) };
	bool may_begin = true, quoted = false;
	struct str line;

	*ret_any = false;
	while (str_line(&text, &line)) {
		bool blank = !str_trim(line).n;
		if (line.n && line.p[0] == '>') {
			quoted = quoted || (may_begin && goes_on(text));
			if (quoted)
				line = str_from(line, str_starts(line, "> ") ? 2 : 1);
			*ret_any |= quoted;
		} else if (!blank) {
			quoted = false;
			may_begin = false;
		}
		may_begin |= blank || str_ends(str_trim(line), ":");
		put_line(&c, line, false);
	}
	return finish(&c);
}

struct str transcript_text(struct arena *a, struct str text)
{
	text = from_page(a, plain_text(a, text));
	for (unsigned i = 0; i < LAYERS; i++) {
		struct str before = text, other = text;
		bool any = false;
		if (str_has(text, "\n>") || str_starts(text, ">"))
			other = unquoted(a, text, &any);
		text = without_margin(a, any ? other : text);
		if (!any && text.p == before.p)
			break;
	}
	return text;
}
