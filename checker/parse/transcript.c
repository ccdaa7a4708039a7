/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "parse/transcript.h"

#include <string.h>

enum {
	LOOKED_INTO = 1 << 20,
	CUTS_MOST = 64, /* in one line: nobody forgets more ends of lines */
};

static const struct str NONE = { NULL, 0 };

struct transcript transcript_open(const char *file, struct str text, transcript_begins_fn *begins)
{
	return (struct transcript){ .file = file, .rest = text, .begins = begins, .line = 1 };
}

/* "web01# " may be anything, but not where it was a prompt already. */
static void learn(struct transcript *t, const struct prompt *p)
{
	if (p->kind < PROMPT_SIGN || p->command.kind < COMMAND_SURE || !p->stem.n ||
	    str_eq(p->stem, "#") || str_eq(p->stem, ">") || t->nprompts == TRANSCRIPT_PROMPTS)
		return;
	for (unsigned i = 0; i < t->nprompts; i++)
		if (str_same(t->prompts[i].stem, p->stem))
			return;
	t->prompts[t->nprompts].stem = p->stem;
	t->prompts[t->nprompts++].host = p->host;
}

static struct prompt learned(const struct transcript *t, struct str line)
{
	line = str_trim(line);
	for (unsigned i = 0; i < t->nprompts; i++) {
		struct str stem = t->prompts[i].stem, rest = str_from(line, stem.n);
		struct prompt p = { .kind = PROMPT_SIGN, .stem = stem, .typed = str_trim(rest) };
		if (!str_same(str_upto(line, stem.n), stem) || (rest.n && rest.n == p.typed.n))
			continue;
		p.host = t->prompts[i].host;
		p.command = command_of(p.typed);
		return p;
	}
	return (struct prompt){ .kind = PROMPT_NONE };
}

/* The first line below begins an output. */
static bool is_followed(const struct transcript *t)
{
	struct str rest = t->rest, line;

	while (t->begins && str_line(&rest, &line))
		if (str_trim(line).n && !prompt_is_ruler(line))
			return t->begins(NONE, line, rest).kind;
	return false;
}

static bool is_patch(struct str line)
{
	return str_starts(line, "@@ ") || str_starts(line, "+++ ") || str_starts(line, "diff -");
}

/* A title among what a known program prints is a part of that. */
static bool is_own_title(const struct transcript *t, const struct prompt *p)
{
	return p->kind == PROMPT_HEADING && !p->typed.p && t->prompt.kind >= PROMPT_TRACE &&
	       t->prompt.command.kind >= COMMAND_SURE;
}

static struct prompt mark_of(struct transcript *t, struct str line)
{
	struct prompt p = prompt_of(line);

	if (p.kind < PROMPT_SIGN && t->nprompts) {
		struct prompt again = learned(t, line);
		p = again.kind ? again : p;
	}
	if ((p.kind == PROMPT_BARE && !is_followed(t)) || (p.kind == PROMPT_TRACE && t->patch) ||
	    is_own_title(t, &p))
		p.kind = PROMPT_NONE;
	t->patch |= p.kind == PROMPT_NONE && is_patch(line);
	learn(t, &p);
	return p;
}

/* The line that was just taken begins the next capture. */
static void begin(struct transcript *t, const struct prompt *p)
{
	struct str typed = p->typed, host = p->command.host.n ? p->command.host : p->host;

	t->prompt = *p;
	t->known |= p->kind == PROMPT_FENCE || p->command.kind >= COMMAND_SURE;
	if (p->kind == PROMPT_FENCE || p->kind >= PROMPT_SIGN || host.n)
		t->host = host;
	/* "iscsiadm -m node \": what it asks for stands in no one line. */
	while (str_ends(typed, "\\") && str_line(&t->rest, &typed)) {
		t->prompt.command.words = NONE;
		t->line++;
	}
}

static bool is_heading(const struct prompt *p)
{
	return p->kind == PROMPT_HEADING || p->kind == PROMPT_BARE;
}

static void skip_rulers(struct capture *c)
{
	struct str rest = c->text, line;

	while (str_line(&rest, &line) && prompt_is_ruler(line)) {
		c->text = rest;
		c->line++;
	}
}

static struct str without_last_line(struct str text)
{
	while (text.n && strchr(" \t\r\n", text.p[text.n - 1]))
		text.n--;
	while (text.n && text.p[text.n - 1] != '\n')
		text.n--;
	return text;
}

struct str transcript_last_line(struct str before)
{
	while (before.n && strchr(" \t\r\n", before.p[before.n - 1]))
		before.n--;
	return str_trim(str_from(before, without_last_line(before).n));
}

static bool is_time(struct str line)
{
	return str_starts(line, "real\t") || str_starts(line, "user\t") ||
	       str_starts(line, "sys\t") || str_starts(line, "real ") ||
	       str_starts(line, "user ") || str_starts(line, "sys ");
}

/* What does not belong to the output: rulers of headings, what `time` says. */
static void trim(struct transcript *t, struct capture *c, const struct prompt *next)
{
	if (is_heading(&t->prompt))
		skip_rulers(c);
	while (is_heading(next) && prompt_is_ruler(transcript_last_line(c->text)))
		c->text = without_last_line(c->text);
	while (t->prompt.command.timed && is_time(transcript_last_line(c->text)))
		c->text = without_last_line(c->text);
}

/* "ip a:", and below it a fence: that holds the output. */
static bool opens_output(const struct transcript *t, const struct prompt *p, struct str before)
{
	return p->kind == PROMPT_FENCE && is_heading(&t->prompt) && t->prompt.command.words.p &&
	       !str_trim(before).n;
}

/* Where in the line another output begins; line.n: nowhere. */
static size_t other_begins(struct transcript *t, struct str line, struct str before)
{
	struct transcript_begin b = { .kind = 0 };
	unsigned was = t->kind;

	if (t->begins && !t->prompt.command.words.p)
		b = t->begins(before, line, t->rest);
	if (b.kind) {
		t->kind = b.kind;
		if ((b.anew || b.kind != was) && str_trim(before).n)
			return 0;
	}
	return b.next && t->cuts++ < CUTS_MOST ? b.next : line.n;
}

static struct capture capture_of(const struct transcript *t)
{
	struct capture c = { .file = t->file, .line = t->line, .host = t->host };

	c.command = t->prompt.command.words;
	c.typed = c.command.p;
	return c;
}

/* The prompt in the line, at its begin or behind what an output left there: *line begins with it. */
static struct prompt find_mark(struct transcript *t, struct str *line)
{
	struct prompt p = { .kind = PROMPT_NONE };
	size_t at;

	if (line->p < t->seen)
		return p;
	t->cuts = 0;
	p = mark_of(t, *line);
	at = p.kind ? line->n : prompt_behind(*line);
	t->seen = line->p + line->n;
	if (at == line->n)
		return p;
	*line = str_from(*line, at);
	return mark_of(t, *line);
}

/* Takes lines until another output begins, with *ret_next if that is a prompt; c: its text. */
static void take_output(struct transcript *t, struct capture *c, struct prompt *ret_next)
{
	struct str line, begin = t->rest;

	while (str_line(&t->rest, &line)) {
		struct str before = str_upto(begin, (size_t)(line.p - begin.p));
		size_t at;
		*ret_next = find_mark(t, &line);
		at = ret_next->kind ? 0 : other_begins(t, line, before);
		c->text = str_upto(begin, (size_t)(line.p + at - begin.p));
		if (!ret_next->kind && at < line.n) {
			t->rest = str_from(begin, c->text.n);
			return;
		}
		t->line++;
		if (ret_next->kind && !opens_output(t, ret_next, before))
			return;
		if (ret_next->kind) {
			begin = t->rest;
			c->line = t->line;
			t->known = true;
		}
		*ret_next = (struct prompt){ .kind = PROMPT_NONE };
	}
	c->text = begin;
}

bool transcript_next(struct transcript *t, struct capture *ret_capture)
{
	struct capture c = capture_of(t);
	struct prompt next = { .kind = PROMPT_NONE };

	if (!t->rest.n && t->begun)
		return false;
	t->begun = true;
	t->kind = 0;
	take_output(t, &c, &next);
	trim(t, &c, &next);
	c.may_be_empty = t->prompt.kind == PROMPT_FULL && t->prompt.command.whole &&
			 next.kind == PROMPT_FULL;
	if (next.kind) {
		begin(t, &next);
		/* A prompt at the very end has an output of its own, that nobody saw. */
		t->begun = t->rest.n || !next.command.words.p;
	} else if (t->rest.n) {
		t->prompt.command.words = NONE;
	}
	*ret_capture = c;
	return true;
}

bool transcript_has_prompts(struct str text)
{
	struct transcript t = transcript_open("", str_upto(text, LOOKED_INTO), NULL);
	struct capture c;

	while (transcript_next(&t, &c))
		if (t.known)
			return true;
	return false;
}
