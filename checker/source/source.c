/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/source.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "source/reading.h"
#include "tree/tree.h"

enum { LABELS_SHOWN = 8 };

/*
 * Between a source and whoever wants its hosts: each bears the note that the tree is not whole, and
 * the name of what was given.
 */
struct passage {
	struct source_sink sink;
	struct source_sink *to;
	const struct tree *tree;
	const struct tree *archive; /* in which it lies, or NULL */
	const char *shown; /* what its hosts came from; NULL: as the source says */
	unsigned first;    /* host of the open snapshot that is ours */
};

static struct snapshot *open_passage(struct source_sink *sink)
{
	struct passage *p = (struct passage *)sink;
	struct snapshot *s = p->to->open(p->to);

	p->first = snapshot_hosts(s);
	return s;
}

static void name_source(struct snapshot *s, unsigned host, const char *shown)
{
	struct host row = { .row.next = 0 };

	get_host(s, host, 0, &row);
	row.source = snapshot_cstr(s, shown);
	put_host(s, host, 0, &row);
}

/* What rows of this tree were read from, for the lines that findings quote. */
static void keep_lines(struct snapshot *s, const struct tree *t)
{
	const struct tree_text_read *reads;
	size_t n = tree_reads(t, &reads);

	for (size_t i = 0; i < n; i++)
		snapshot_keep_lines(s, reads[i].origin, reads[i].text);
}

static void take_passage(struct source_sink *sink, struct snapshot *s)
{
	struct passage *p = (struct passage *)sink;
	struct origin origin = snapshot_at(s, tree_label(p->tree), 0);
	const char *fault = tree_fault(p->tree);

	if (!fault && p->archive)
		fault = tree_fault(p->archive);
	for (unsigned host = p->first; host < snapshot_hosts(s); host++) {
		if (fault)
			snapshot_note(s, host, origin, str_of(fault), "the input is not whole");
		if (p->shown)
			name_source(s, host, p->shown);
	}
	keep_lines(s, p->tree);
	p->to->take(p->to, s);
}

static int load(struct source_sink *sink, struct tree *t, const struct source *source,
		struct err *err)
{
	struct snapshot *s;
	int status;

	if (source->stream)
		return source->stream(sink, t, err);
	s = sink->open(sink);
	status = source->load(s, t, err);
	sink->take(sink, s);
	return status;
}

static void tell(struct reading *r, const struct source_told *told)
{
	if (r->listener)
		r->listener->tell(r->listener, told);
}

/* The first trouble stays, and what cannot be used weighs more than what is not whole. */
static void keep_trouble(struct reading *r, int status, const struct err *err)
{
	if (r->status == 0)
		*r->err = *err;
	r->status = r->status < 0 || status < 0 ? -1 : 1;
}

void reading_fail(struct reading *r, const char *source, const struct err *err)
{
	const struct source_told told = { .source = source, .error = err->text,
					  .inside = r->inside };

	r->failed++;
	keep_trouble(r, -1, err);
	tell(r, &told);
}

/* A refusal names the file; most readers do so with the line. */
static void name_file(const char *label, struct err *err)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	const char *visible = text_visible(a, str_of(label));

	struct str rest = str_from(str_of(err->text), strlen(visible));

	if (!str_starts(str_of(err->text), visible) || !rest.n || !strchr(":/", rest.p[0]))
		err_wrap(err, "%s", visible);
}

/* Loads what `files` are, which is a tree of its own where they are several. */
static void load_files(struct reading *r, struct tree *t, const struct kind *k,
		       struct tree *const *files, size_t n, const char *shown)
{
	struct passage passage = { .sink = { open_passage, take_passage }, .to = r->sink,
				   .tree = t, .archive = r->archive, .shown = shown };
	struct source_told told = { .kind = k->source->name, .why = k->why, .inside = r->inside };
	struct err err;
	int status = load(&passage.sink, t, k->source, &err);

	if (status < 0)
		name_file(tree_label(t), &err);
	if (status == 0 && tree_fault(t))
		status = err_set(&err, "%s", tree_fault(t)) + 2;
	r->found++;
	r->mixed |= r->kind && r->kind != k->source;
	r->kind = k->source;
	r->torn |= status > 0;
	if (status != 0) {
		told.error = err.text;
		r->failed += status < 0;
		keep_trouble(r, status, &err);
	}
	for (size_t i = 0; i < n; i++) {
		told.source = r->given ? r->given : tree_label(files[i]);
		tell(r, &told);
	}
}

void reading_load(struct reading *r, struct tree *t, const struct kind *k)
{
	load_files(r, t, k, &t, 1, r->given);
}

/* Its first mistake says more than "unknown". */
void reading_fail_unknown(struct reading *r, struct tree *t)
{
	CLEANUP(snapshot_freep) struct snapshot *s = snapshot_new();
	struct str text;
	struct err err;

	if (tree_fault(t) || !tree_is_file(t) || tree_read(t, "", &text, &err) <= 0 ||
	    !kind_is_meant(tree_label(t), text) || source_native.load(s, t, &err) == 0)
		kind_unknown(t, &err);
	reading_fail(r, tree_label(t), &err);
}

/* "a.txt, b.txt and 3 more" */
static const char *list_labels(struct tree *const *files, size_t n, struct arena *a)
{
	const char *list = NULL;

	for (size_t i = 0; i < n && i < LABELS_SHOWN; i++)
		list = arena_list(a, list, ", ", tree_label(files[i]));
	if (n > LABELS_SHOWN)
		list = arena_printf(a, "%s and %zu more", list, n - LABELS_SHOWN);
	return list;
}

void reading_join(struct reading *r, struct tree *const *files, size_t n, const struct source *kind)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	CLEANUP(tree_closep) struct tree *all = NULL;
	struct kind k = { .source = kind };

	if (n == 1) {
		reading_load(r, files[0], &k);
		return;
	}
	all = tree_join(tree_label(files[0]), files, n);
	load_files(r, all, &k, files, n, list_labels(files, n, a));
}

/*
 * An archive is read for the files that sources know by their names; where none is of use, or
 * sources lie in it, once more for all.
 */
static bool take_archive(struct reading *r, struct tree *t, unsigned depth)
{
	bool found;

	r->may_look_again = true;
	r->before = r->found + r->failed;
	found = folder_read(r, t, depth);
	r->may_look_again = false;
	if (found && !r->look_again)
		return found;
	if (!tree_look_again(t) && !r->look_again)
		return found;
	r->look_again = false;
	return folder_read(r, t, depth);
}

/* Sources in it may be whole, though it is not. */
static bool take_folder(struct reading *r, struct tree *t, unsigned depth)
{
	struct source_told told = { .source = tree_label(t), .inside = r->inside };
	bool found;
	struct err err;

	if (!tree_is_packed(t))
		return folder_read(r, t, depth);
	r->archive = t;
	r->torn = false;
	found = take_archive(r, t, depth);
	r->archive = NULL;
	if (!found || !tree_fault(t) || r->torn)
		return found;
	err_set(&err, "%s", tree_fault(t));
	told.error = err.text;
	keep_trouble(r, 1, &err);
	tell(r, &told);
	return true;
}

bool reading_take(struct reading *r, struct tree *t, unsigned depth)
{
	struct kind k = { .source = r->forced };
	struct err err;
	int status;

	kind_wants(t, r->forced);
	if (k.source) {
		reading_load(r, t, &k);
		return true;
	}
	if (!tree_is_file(t))
		return take_folder(r, t, depth);
	status = kind_of(t, &k, &err);
	if (status > 0)
		reading_load(r, t, &k);
	else if (status < 0)
		reading_fail(r, tree_label(t), &err);
	return status;
}

/* What was given is a directory of sources: told after them, as one that holds them. */
static void tell_holder(struct reading *r, const char *path)
{
	const struct source_told told = { .source = path, .holds = r->found + r->failed,
					  .kind = r->kind && !r->mixed ? r->kind->name : NULL };

	if (r->inside)
		tell(r, &told);
}

static void read_path(struct reading *r, const char *path, struct tree *opened)
{
	CLEANUP(tree_closep) struct tree *own = opened ? NULL : tree_open(path, r->err);
	struct tree *t = opened ? opened : own;

	if (!t) {
		struct err err = *r->err;
		reading_fail(r, path, &err);
	} else if (!reading_take(r, t, 0)) {
		reading_fail_unknown(r, t);
	}
	tell_holder(r, path);
}

static void read_group(struct reading *r, const struct source_input *in)
{
	struct tree **own = xcalloc(in->n, sizeof(*own)), **trees = xcalloc(in->n, sizeof(*trees));
	struct err err;
	size_t n = 0;

	for (size_t i = 0; i < in->n; i++) {
		if (!in->trees[i])
			own[i] = tree_open(in->paths[i], &err);
		if (in->trees[i] || own[i])
			trees[n++] = in->trees[i] ? in->trees[i] : own[i];
		else
			reading_fail(r, in->paths[i], &err);
	}
	if (n)
		reading_join(r, trees, n, in->kind);
	for (size_t i = 0; i < in->n; i++)
		tree_close(own[i]);
	free(own);
	free(trees);
}

int source_stream(struct source_sink *sink, const struct source_input *in, const char *kind,
		  struct source_listener *l, struct err *err)
{
	struct reading r = { .sink = sink, .listener = l, .err = err,
			     .forced = kind ? source_find(kind) : NULL };

	if (kind && source_check(kind, err) < 0)
		return -1;
	if (in->n > 1)
		read_group(&r, in);
	else
		read_path(&r, in->paths[0], in->trees ? in->trees[0] : NULL);
	return r.status;
}

static struct snapshot *open_single(struct source_sink *sink)
{
	return ((struct source_single *)sink)->s;
}

static void take_single(struct source_sink *sink, struct snapshot *s)
{
	(void)sink, (void)s;
}

struct source_single source_single(struct snapshot *s)
{
	return (struct source_single){ { open_single, take_single }, s };
}

int source_load(struct snapshot *s, const char *path, const char *kind, struct err *err)
{
	struct source_single single = source_single(s);
	const struct source_input in = { .paths = &path, .n = 1 };

	return source_stream(&single.sink, &in, kind, NULL, err);
}
