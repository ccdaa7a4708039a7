/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "parse/esxi/outline_build.h"

/*
 * vim-cmd writes "strings", pyVmomi (vmware-vimdump) 'strings'.  A value is
 * (type) {, (type) [, a string or a bare word up to the comma; a type may stand
 * before a plain value too.
 */
struct reader {
	struct outline_build b;
	struct str rest;
	unsigned line;
};

static char peek(const struct reader *r)
{
	return r->rest.n ? r->rest.p[0] : '\0';
}

static void skip(struct reader *r, size_t n)
{
	for (size_t i = 0; i < n && i < r->rest.n; i++)
		r->line += r->rest.p[i] == '\n';
	r->rest = str_from(r->rest, n);
}

static void skip_blanks(struct reader *r)
{
	while (peek(r) && strchr(" \t\r\n", peek(r)))
		skip(r, 1);
}

static struct str upto_any(const struct reader *r, const char *ends)
{
	size_t n = 0;

	while (n < r->rest.n && !strchr(ends, r->rest.p[n]) && r->rest.p[n])
		n++;
	return str_upto(r->rest, n);
}

static struct str resolved(struct reader *r, struct str quoted)
{
	char *plain;
	size_t n = 0;

	if (str_find(quoted, '\\') == quoted.n)
		return quoted;
	plain = arena_alloc(r->b.arena, quoted.n + 1);
	for (size_t i = 0; i < quoted.n; i++) {
		i += quoted.p[i] == '\\' && i + 1 < quoted.n;
		plain[n++] = quoted.p[i];
	}
	return (struct str){ plain, n };
}

static struct str read_string(struct reader *r)
{
	char quote = peek(r);
	size_t n = 1;
	struct str s;

	while (n < r->rest.n && r->rest.p[n] != quote)
		n += r->rest.p[n] == '\\' ? 2 : 1;
	if (n > r->rest.n)
		n = r->rest.n;
	s = (struct str){ r->rest.p + 1, n - 1 };
	skip(r, n + 1);
	return resolved(r, s);
}

/* "(vim.host.PortGroup)" or "(string)"; nothing else that begins with a bracket. */
static bool read_type(struct reader *r, struct str *ret_type)
{
	struct str type;

	if (peek(r) != '(')
		return false;
	type = str_from(upto_any(r, ")\n{["), 1);
	if (type.n + 1 >= r->rest.n || r->rest.p[type.n + 1] != ')')
		return false;
	*ret_type = type;
	skip(r, type.n + 2);
	skip_blanks(r);
	return true;
}

/* What a value begins with, into the node; true where it has parts. */
static bool read_value(struct reader *r, struct outline *node)
{
	struct str word;

	read_type(r, &node->type);
	if (peek(r) == '{' || peek(r) == '[') {
		skip(r, 1);
		return true;
	}
	if (peek(r) == '"' || peek(r) == '\'') {
		node->value = read_string(r);
		return false;
	}
	word = upto_any(r, ",}]\n");
	skip(r, word.n);
	word = str_trim(word);
	if (!str_eq(word, "<unset>") && !str_eq(word, "null") && !str_eq(word, "None"))
		node->value = word;
	return false;
}

/* "key = ", which a member of a list does not have. */
static struct str read_key(struct reader *r)
{
	struct str key = upto_any(r, "=,(){}[]<>\"'\n");

	if (!key.n || key.n == r->rest.n || r->rest.p[key.n] != '=')
		return (struct str){ NULL, 0 };
	skip(r, key.n + 1);
	skip_blanks(r);
	return str_trim(key);
}

/* Members up to the bracket that closes the object: a loop, since the input sets the depth. */
static bool read_parts(struct reader *r, struct outline *top)
{
	struct outline *at = top, *node;
	unsigned depth = 1;

	while (depth) {
		skip_blanks(r);
		if (!peek(r))
			return false;
		if (peek(r) == '}' || peek(r) == ']') {
			skip(r, 1);
			at = at->parent;
			depth--;
			continue;
		}
		if (peek(r) == ',') {
			skip(r, 1);
			continue;
		}
		node = depth < OUTLINE_DEPTH_MOST ? outline_add(&r->b, at, r->line) : NULL;
		if (!node)
			return false;
		node->key = read_key(r);
		if (read_value(r, node)) {
			at = node;
			depth++;
		}
	}
	return true;
}

/* A type at the beginning of a line and an opening bracket. */
static bool read_object(struct reader *r)
{
	struct reader start = *r;
	struct outline *node;
	struct str type;

	if (!read_type(r, &type) || (peek(r) != '{' && peek(r) != '[')) {
		*r = start;
		return false;
	}
	node = outline_add(&r->b, r->b.root, start.line);
	if (!node)
		return false;
	node->type = type;
	skip(r, 1);
	if (!read_parts(r, node))
		r->b.root->cut = true;
	return true;
}

struct outline *parse_vmodl(struct arena *a, struct str text)
{
	struct reader r = { .b = outline_build(a), .rest = text, .line = 1 };

	while (r.rest.n && !r.b.root->cut) {
		skip_blanks(&r);
		if (!read_object(&r))
			skip(&r, str_find(r.rest, '\n') + 1);
	}
	return r.b.root;
}
