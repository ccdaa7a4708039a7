/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A directory, or an archive: one host's outputs and files, or sources side by side.  What is more
 * of decides, by the beginning of each file; nothing is kept of a file but while it is read.
 */
#include <stdlib.h>

#include "base/utf8.h"
#include "source/pieces.h"
#include "source/reading.h"
#include "tree/tree.h"

enum {
	BEGINNING = 64 * 1024, /* bytes of a file by which it is told */
	DEPTH_MOST = 8,
	DIRECT_MOST = 64,      /* files beside folders that are looked into */
	HOSTS_MOST = 32,       /* folders of outputs that may be one host's */
};

enum entry_kind { ENTRY_FILE, ENTRY_FOLDER, ENTRY_DOCUMENT, ENTRY_ARCHIVE };

struct contents {
	struct tree *tree;
	struct tree_names names;
	enum entry_kind *kinds;
	size_t n[ENTRY_ARCHIVE + 1];
	const struct source *documents; /* the kind of the first of them */
	size_t unread; /* files of which not even the beginning can be had */
};

static bool is_hidden(const char *name)
{
	return name[0] == '.';
}

static enum entry_kind kind_of_entry(struct contents *c, const char *name, char *buffer)
{
	CLEANUP(tree_closep) struct tree *begin = NULL;
	struct kind k;
	struct err err;
	size_t n;
	int status = tree_peek(c->tree, name, buffer, BEGINNING, &n, &err);

	c->unread += status < 0;
	if (status <= 0)
		return status < 0 ? ENTRY_FILE : ENTRY_FOLDER;
	if (tree_is_archive(name, (struct str){ buffer, n }))
		return ENTRY_ARCHIVE;
	begin = tree_text(name, (struct str){ buffer, n });
	if (!kind_begins(begin, &k))
		return ENTRY_FILE;
	c->documents = c->documents ? c->documents : k.source;
	return ENTRY_DOCUMENT;
}

static int look_around(struct contents *c, struct tree *t, struct arena *a, struct err *err)
{
	char *buffer;

	*c = (struct contents){ .tree = t };
	if (tree_entries(t, "", &c->names, err) < 0)
		return -1;
	buffer = xmalloc(BEGINNING + 1);
	c->kinds = arena_array(a, c->names.n + 1, sizeof(*c->kinds));
	for (size_t i = 0; i < c->names.n; i++) {
		c->kinds[i] = kind_of_entry(c, c->names.v[i], buffer);
		c->n[c->kinds[i]] += !is_hidden(c->names.v[i]);
	}
	free(buffer);
	return 0;
}

static size_t count_whole(const struct contents *c)
{
	return c->n[ENTRY_DOCUMENT] + c->n[ENTRY_ARCHIVE];
}

/* Is it a host's own root, or a report in which such folders lie? */
static bool is_root(const struct contents *c)
{
	static const char *const names[] = { "etc", "proc", "sys", "var", "commands", "json",
					     "sos_commands", "sos_reports" };

	for (size_t i = 0; i < c->names.n; i++)
		for (size_t k = 0; k < countof(names); k++)
			if (c->kinds[i] == ENTRY_FOLDER && same(c->names.v[i], names[k]))
				return true;
	return false;
}

static bool has_output(const struct contents *c)
{
	size_t looked = 0;

	for (size_t i = 0; i < c->names.n && looked < DIRECT_MOST; i++) {
		CLEANUP(tree_closep) struct tree *file = NULL;
		struct kind k;
		struct err err;
		if (c->kinds[i] != ENTRY_FILE || tree_part(c->tree, c->names.v[i], &file, &err) <= 0)
			continue;
		looked++;
		if (kind_of(file, &k, &err) > 0)
			return true;
	}
	return false;
}

enum folders { FOLDERS_NONE, FOLDERS_ONE_HOST, FOLDERS_APART };

/* Is each folder with outputs a host, or are they parts of one that somebody sorted? */
static enum folders compare_folders(const struct contents *c, struct kind *ret_kind)
{
	CLEANUP(pieces_freep) struct pieces *p = pieces_new();
	size_t layouts = 0, n = 0;

	for (size_t i = 0; i < c->names.n; i++) {
		CLEANUP(tree_closep) struct tree *folder = NULL;
		struct kind k;
		struct err err;
		int status;
		if (c->kinds[i] != ENTRY_FOLDER || is_hidden(c->names.v[i]) ||
		    tree_part(c->tree, c->names.v[i], &folder, &err) <= 0)
			continue;
		status = kind_of(folder, &k, &err);
		if (status < 0)
			return FOLDERS_APART;
		if (status == 0)
			continue;
		layouts += k.score >= SCORE_LAYOUT;
		if (++n > HOSTS_MOST || (layouts && n > 1) || !k.source->platform)
			return FOLDERS_APART;
		if (n > 1 && k.source != ret_kind->source)
			return FOLDERS_APART;
		*ret_kind = (struct kind){ .source = k.source, .score = 1 };
		pieces_add(p, folder, k.source);
	}
	pieces_group(p);
	return n < 2 ? FOLDERS_NONE : pieces_hosts(p) > 1 ? FOLDERS_APART : FOLDERS_ONE_HOST;
}

static bool may_hold_hosts(const struct contents *c)
{
	return c->n[ENTRY_FOLDER] > 1 && !is_root(c) && !has_output(c);
}

/* A file of no kind is an error where it is meant as a source, else it only lies there. */
static void pass_by(struct reading *r, struct tree *file, const char *name)
{
	struct source_told told = { .source = tree_label(file), .inside = true };
	struct str text;
	struct err err;

	if (tree_is_file(file) && !is_hidden(name) && tree_read(file, "", &text, &err) > 0 &&
	    kind_is_meant(name, text))
		reading_fail_unknown(r, file);
	else if (tree_fault(file))
		reading_fail_unknown(r, file);
	else if (r->listener)
		r->listener->tell(r->listener, &told);
}

static void read_entry(struct reading *r, const struct contents *c, size_t i, unsigned depth,
		       struct pieces *p)
{
	CLEANUP(tree_closep) struct tree *part = NULL;
	const char *name = c->names.v[i];
	struct kind k;
	struct err err;
	int status = tree_part(c->tree, name, &part, &err);

	if (status < 0)
		reading_fail(r, tree_origin(c->tree, name), &err);
	if (status <= 0)
		return;
	if (c->kinds[i] == ENTRY_FILE && kind_of(part, &k, &err) > 0 && k.source->pieces &&
	    !pieces_full(p)) {
		pieces_add(p, part, k.source);
		pieces_tag(p, name, i);
	} else if (!reading_take(r, part, depth + 1)) {
		pass_by(r, part, name);
	}
}

/* Outputs that lie among sources: those of one host are read together. */
static void read_pieces(struct reading *r, const struct contents *c, struct pieces *p)
{
	pieces_group(p);
	for (size_t g = 0; g < pieces_groups(p); g++) {
		struct pieces_of *of = pieces_of(p, g);
		struct tree **parts = xcalloc(of->n, sizeof(*parts));
		struct err err = { "" };
		size_t n = 0;

		for (size_t i = 0; i < of->n; i++)
			n += tree_part(c->tree, c->names.v[of->numbers[i]], &parts[n], &err) > 0;
		if (n)
			reading_join(r, parts, n, of->kind);
		for (size_t i = 0; i < n; i++)
			tree_close(parts[i]);
		free(parts);
	}
}

static void read_entries(struct reading *r, const struct contents *c, unsigned depth)
{
	CLEANUP(pieces_freep) struct pieces *p = pieces_new();
	const char *given = r->given;
	size_t n = 0;

	for (size_t i = 0; i < c->names.n; i++)
		n += !is_hidden(c->names.v[i]);
	/* An archive of one folder, say, is what lies in it. */
	if (n == 1 && !given && (depth == 0 || tree_is_packed(c->tree)))
		r->given = tree_label(c->tree);
	else if (n > 1)
		r->given = NULL, r->inside = true;
	for (size_t i = 0; i < c->names.n; i++)
		if (!is_hidden(c->names.v[i]))
			read_entry(r, c, i, depth, p);
	read_pieces(r, c, p);
	r->given = given;
}

/* Are they sources, whatever else is there?  found: as of kind_of(). */
static bool are_sources(const struct contents *c, int found, const struct kind *k)
{
	size_t whole = count_whole(c);
	struct kind parts = { .score = 0 };

	/* Documents that are read together, or a layout that tells it. */
	if (found > 0 && (!k->source->platform ||
			  (k->score >= SCORE_LAYOUT && c->n[ENTRY_FOLDER] < 2)))
		return false;
	if (found > 0)
		return whole > k->score ||
		       (may_hold_hosts(c) && compare_folders(c, &parts) == FOLDERS_APART);
	return found == 0 || whole || (c->n[ENTRY_FOLDER] > 1 && !has_output(c));
}

/* A folder around all of it hides that outputs of two platforms lie side by side in it. */
static bool hides_two(const struct contents *c)
{
	CLEANUP(tree_closep) struct tree *folder = NULL;
	struct kind k;
	struct err err;
	size_t at = 0;

	for (size_t i = 0; i < c->names.n; i++)
		at = is_hidden(c->names.v[i]) ? at : i;
	if (c->n[ENTRY_FOLDER] != 1 || c->n[ENTRY_FILE] || count_whole(c) ||
	    tree_part(c->tree, c->names.v[at], &folder, &err) <= 0)
		return false;
	return kind_of(folder, &k, &err) < 0;
}

/* 1: one host's, of that kind; 0: sources, or nothing; -1: it cannot be told, and err says why. */
static int decide(const struct contents *c, struct kind *ret_kind, struct err *err)
{
	size_t whole = count_whole(c);
	int found = 0;

	/* Where sources are most of it, nothing else need be read. */
	if (is_root(c) || !whole || whole < c->n[ENTRY_FILE] ||
	    (c->documents && c->documents->wants))
		found = kind_of(c->tree, ret_kind, err);
	if (found > 0 && ret_kind->source->platform && hides_two(c))
		return 0;
	if (found == 0 && !whole && may_hold_hosts(c) &&
	    compare_folders(c, ret_kind) == FOLDERS_ONE_HOST)
		return 1;
	return are_sources(c, found, ret_kind) ? 0 : found;
}

/* Of the archive at hand only what has known names was kept: is it to be read for all? */
static bool wants_all(const struct reading *r, const struct contents *c, const struct kind *k)
{
	if (!r->may_look_again || r->found + r->failed > r->before)
		return false;
	if (!k)
		return c->unread;
	return k->source->pieces && k->score < SCORE_LAYOUT && tree_left_little(r->archive);
}

static void read_contents(struct reading *r, const struct contents *c, unsigned depth)
{
	struct kind k = { .score = 0 };
	struct err err;
	int status = decide(c, &k, &err);

	if (status >= 0 && wants_all(r, c, status ? &k : NULL))
		r->look_again = true;
	else if (status > 0)
		reading_load(r, c->tree, &k);
	else if (status < 0)
		reading_fail(r, tree_label(c->tree), &err);
	else
		read_entries(r, c, depth);
}

bool folder_read(struct reading *r, struct tree *t, unsigned depth)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	size_t before = r->found + r->failed;
	struct contents c;
	struct err err;
	int status = 0;

	if (depth > DEPTH_MOST)
		status = err_set(&err, "%s: folders of sources nested deeper than %d",
				 text_shown(str_of(tree_label(t))).s, DEPTH_MOST);
	if (status == 0)
		status = look_around(&c, t, a, &err);
	if (status == 0)
		read_contents(r, &c, depth);
	else
		reading_fail(r, tree_label(t), &err);
	return r->found + r->failed > before;
}
