/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ESXi and classic ESX hosts: vm-support bundles, directories of saved outputs,
 * one file into which outputs were pasted.  What an output is, its name or its
 * content tells; parse/esxi/formats.def has the list.
 */
#include <stdio.h>
#include <string.h>

#include "base/search.h"
#include "parse/esxi/esxi.h"
#include "parse/transcript.h"
#include "source/esxi_name.h"
#include "source/source.h"
#include "tree/tree.h"

enum {
	MOST_UNNAMED = 64 << 20, /* bytes of a file whose name says nothing */
	LOOKED_AT = 1 << 20,	 /* of these, where the kind of input is not known */
	MOST_FILES = 20000,
	SESSION_MOST = 2000, /* outputs of which a later one is compared with the earlier ones */
	MOST_HOSTS = 4096,
	LOOKED_INTO = 64, /* files whose names say nothing, when the kind is looked for */
};

/* One host's folder in the tree: "" or "esx-one-2026-…/". */
struct folder {
	struct str path;
	bool bundle; /* its outputs are in commands/ and json/ */
};

struct folders {
	struct folder *v;
	size_t n;
};

struct job {
	const struct esxi_format *format; /* NULL: its content tells */
	struct esxi_capture capture;
	bool prose; /* text around outputs may well be no output */
};

struct reader {
	struct esxi x;
	struct tree *tree;
	struct arena *arena;
	struct job *jobs;
	size_t njobs, nread;
	struct esxi_capture first, other; /* of two hosts, by their prompts */
	struct esxi_capture nameless;	  /* of one that is called localhost */
};

static const char nothing[] = "no output of esxcli, esxcfg-* or vim-cmd that uplint knows";
static const char advice[] = "give each host a folder of its own";

static bool is_bundle_folder(struct str name)
{
	return str_eq(name, "commands") || str_eq(name, "json");
}

/* Where commands/ or json/ begins in a path; n where neither is in it. */
static size_t find_outputs(struct str path)
{
	size_t begin = 0;
	struct str rest = path, part;

	while (str_split(&rest, '/', &part)) {
		if (is_bundle_folder(part) && begin + part.n < path.n)
			return begin;
		begin += part.n + 1;
	}
	return path.n;
}

static void add_folder(struct arena *a, struct folders *f, struct str path, bool bundle)
{
	/* Sorted names come folder by folder: it is the last one, if any. */
	for (size_t i = f->n; i-- > 0;)
		if (str_same(f->v[i].path, path))
			return;
	if (f->n == MOST_HOSTS)
		return;
	f->v = arena_grow(a, f->v, f->n, sizeof(*f->v));
	f->v[f->n++] = (struct folder){ path, bundle };
}

/* Is it of use by its name alone? */
static bool has_known_name(struct str name)
{
	struct str args;

	return esxi_format_named(name, &args);
}

/*
 * A folder with commands/ is a host.  Without any, the folders at the top are
 * hosts where nothing lies beside them, and two of them hold outputs.
 */
static struct folders find_folders(struct tree *t, struct arena *a)
{
	struct folders bundles = { NULL, 0 }, tops = { NULL, 0 };
	struct tree_names names = tree_files(t);
	bool beside = false;

	for (size_t i = 0; i < names.n; i++) {
		struct str name = str_of(names.v[i]);
		size_t at = find_outputs(name), slash = str_find(name, '/');
		if (at < name.n)
			add_folder(a, &bundles, str_upto(name, at), true);
		else if (slash == name.n)
			beside |= has_known_name(name);
		else if (has_known_name(name) && !str_starts(name, "etc/"))
			add_folder(a, &tops, str_upto(name, slash + 1), false);
	}
	if (bundles.n)
		return bundles;
	if (tops.n < 2 || beside) {
		tops.n = 0;
		add_folder(a, &tops, STR(""), false);
	}
	return tops;
}

/* The same command in the same session: what it printed later is the state. */
static bool is_answer_again(const struct job *j, const struct esxi_format *f,
			    const struct esxi_capture *c)
{
	return j->format == f && j->capture.exact && same(j->capture.file, c->file) &&
	       str_same(j->capture.host, c->host) &&
	       str_same(str_trim(j->capture.args), str_trim(c->args));
}

static void drop_earlier(struct reader *r, const struct esxi_format *f,
			 const struct esxi_capture *c)
{
	size_t kept = 0;

	for (size_t i = 0; i < r->njobs; i++)
		if (!is_answer_again(&r->jobs[i], f, c))
			r->jobs[kept++] = r->jobs[i];
	r->njobs = kept;
}

static void add_job(struct reader *r, const struct esxi_format *f, const struct esxi_capture *c,
		    bool prose)
{
	if (f && c->exact && r->njobs < SESSION_MOST)
		drop_earlier(r, f, c);
	if (r->njobs == MOST_FILES)
		return;
	r->jobs = arena_grow(r->arena, r->jobs, r->njobs, sizeof(*r->jobs));
	r->jobs[r->njobs++] = (struct job){ f, *c, prose };
}

/* The format of a typed command; false where it is one that tells nothing here. */
static bool typed_format(struct str command, struct esxi_capture *c,
			 const struct esxi_format **ret_format)
{
	*ret_format = NULL;
	if (!command.n)
		return true;
	*ret_format = esxi_format_named(command, &c->args);
	return *ret_format;
}

static struct str short_name(struct str host)
{
	return str_upto(host, str_find(host, '.'));
}

/* A host that has no name yet may get one later in the session. */
static void take_host(struct reader *r, const struct esxi_capture *c)
{
	struct str name = short_name(c->host);

	if (!name.n)
		return;
	if (str_eq(name, "localhost"))
		r->nameless = *c;
	else if (!r->first.host.n)
		r->first = *c;
	else if (!r->other.host.n && !str_same(name, short_name(r->first.host)))
		r->other = *c;
}

static struct esxi_capture esxi_capture_of(const struct capture *c)
{
	return (struct esxi_capture){ .file = c->file,
				      .line = c->line,
				      .exact = c->typed,
				      .may_be_empty = c->may_be_empty,
				      .host = c->host,
				      .text = c->text };
}

static void add_pieces(struct reader *r, const char *file, struct str text, bool prose)
{
	struct transcript t = transcript_open(file, text, esxi_begins);
	const struct esxi_format *f;
	struct capture piece;

	while (transcript_next(&t, &piece)) {
		struct esxi_capture c = esxi_capture_of(&piece);
		take_host(r, &c);
		/* A script's line, or the output was not copied. */
		if (!c.may_be_empty && !str_trim(c.text).n)
			continue;
		if (typed_format(piece.command, &c, &f))
			add_job(r, f, &c, prose);
	}
}

static bool is_mark(const char *name)
{
	static const char *const marks[] = { "*esxcfg-*",
					     "*esxcli*",
					     "*localcli*",
					     "*vmware_-v*",
					     "*etc_vmware_esx.conf*",
					     "*etc/vmware/esx.conf",
					     "*vmware-vimdump*",
					     "*net-dvs_-l*",
					     "*vmkping*" };

	for (size_t i = 0; i < countof(marks); i++)
		if (tree_match(marks[i], str_of(name)))
			return true;
	return false;
}

static void add_file(struct reader *r, const struct folder *folder, const char *name)
{
	struct esxi_capture c = { .line = 1, .may_be_empty = folder->bundle };
	struct str path = str_of(*name ? name : tree_label(r->tree)), text;
	const struct esxi_format *f;
	struct err err;

	path = str_from(path, *name ? folder->path.n : 0);
	f = esxi_format_named(path, &c.args);
	if (!f && folder->bundle)
		return;
	c.file = tree_origin(r->tree, name);
	if (tree_read(r->tree, name, &text, &err) != 1) {
		esxi_note(&r->x, esxi_at(&r->x, &c, 0), path, err.text);
		return;
	}
	/* What the host itself packed has been through no terminal. */
	c.text = text = folder->bundle ? text : transcript_text(r->arena, text);
	if (!f && text.n > MOST_UNNAMED)
		return;
	if (text.n <= MOST_UNNAMED && transcript_has_prompts(text))
		add_pieces(r, c.file, text, true);
	else if (!f)
		add_pieces(r, c.file, text, is_mark(name));
	else
		add_job(r, f, &c, true);
}

static void note_unknown(struct reader *r, const struct esxi_capture *c)
{
	struct str text = str_trim(c->text);

	if (text.n)
		esxi_note(&r->x, esxi_at(&r->x, c, c->line), str_upto(text, str_find(text, '\n')),
			  "no output that uplint knows");
}

static void run(struct reader *r, bool later, bool last)
{
	for (size_t i = 0; i < r->njobs; i++) {
		const struct job *j = &r->jobs[i];
		if ((j->format && j->format->later) != later ||
		    (j->format && j->format->last) != last)
			continue;
		if (esxi_read_capture(&r->x, j->format, &j->capture))
			r->nread++;
		else if (!j->prose)
			note_unknown(r, &j->capture);
	}
}

/* The last step of a folder's path; of the tree itself, of what the user named. */
static struct str last_step(const char *label, const struct folder *f)
{
	struct str path = f->path.n ? f->path : str_of(label), step, last = { NULL, 0 };

	while (str_split(&path, '/', &step))
		if (step.n)
			last = step;
	return last;
}

/* A bundle's name has the host's, else folder or file names it; and when it was taken. */
static const char *name_of_folder(struct reader *r, const struct folder *f)
{
	struct host h = { .row.origin = snapshot_at(r->x.s, tree_label(r->tree), 0) };
	struct str step = last_step(tree_label(r->tree), f);
	struct esxi_name name = esxi_name(r->arena, step);

	if (name.captured) {
		h.captured = snapshot_cstr(r->x.s, name.captured);
		esxi_put_host(&r->x, MERGE_GUESS, &h);
	}
	if (name.host.n)
		return arena_str(r->arena, name.host);
	return step.n && !str_eq(step, "-") ? arena_str(r->arena, step) : "localhost";
}

static bool belongs(const struct folder *f, struct str name)
{
	return name.n >= f->path.n && str_same(str_upto(name, f->path.n), f->path);
}

static int compare_path(const void *path, const void *name)
{
	return str_compare(*(const struct str *)path, str_of(*(const char *const *)name));
}

static size_t first_of(const struct tree_names *names, const struct folder *f)
{
	return lower_bound(&f->path, names->v, names->n, sizeof(*names->v), compare_path);
}

static int two_hosts(const struct esxi_capture *a, const struct esxi_capture *b, struct err *err)
{
	return err_set(err, "outputs of two hosts, %.*s (%s:%u) and %.*s (%s:%u): %s",
		       STR_ARGS(a->host), a->file, a->line - 1, STR_ARGS(b->host), b->file,
		       b->line - 1, advice);
}

/* Outputs of two hosts that lie together cannot be told apart: -1 says which. */
static int check_one_host(struct reader *r, struct err *err)
{
	bool unnamed = r->nameless.host.n && r->first.host.n;
	const char *apart = esxi_apart(&r->x, unnamed);

	if (r->other.host.n)
		return two_hosts(&r->first, &r->other, err);
	if (apart && unnamed)
		return two_hosts(&r->nameless, &r->first, err);
	if (apart)
		return err_set(err, "outputs of two hosts, or of two times: %s; %s", apart, advice);
	return 0;
}

static void place(void *tree, const char **file, unsigned *line)
{
	tree_place(tree, file, line);
}

static int load_host(struct snapshot *s, struct tree *t, struct arena *a,
		     const struct folder *folder, bool *ret_any, struct err *err)
{
	struct reader r = { .tree = t, .arena = a };
	struct esxi_label label = { .kind = "esxi", .source = tree_label(t) };
	struct tree_names names = tree_files(t);
	int status = 0;

	esxi_init(&r.x, s);
	r.x.place = place;
	r.x.place_ctx = t;
	label.name = name_of_folder(&r, folder);
	/* The names are sorted, so those of a folder stand together. */
	for (size_t i = first_of(&names, folder);
	     i < names.n && belongs(folder, str_of(names.v[i])); i++)
		add_file(&r, folder, names.v[i]);
	run(&r, false, false);
	run(&r, true, false);
	run(&r, false, true);
	if (!folder->bundle && r.njobs && !r.nread)
		status = err_set(err, "%.*s%s", STR_ARGS(folder->path), nothing);
	else if (!folder->bundle)
		status = check_one_host(&r, err);
	if (r.first.host.n && !folder->bundle)
		label.name = arena_str(a, r.first.host);
	if (r.njobs && !status)
		esxi_finish(&r.x, &label);
	esxi_done(&r.x);
	*ret_any |= r.njobs > 0;
	return status;
}

static int load(struct snapshot *s, struct tree *t, struct err *err)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	struct folders folders = find_folders(t, a);
	bool any = false;

	for (size_t i = 0; i < folders.n; i++)
		if (load_host(s, t, a, &folders.v[i], &any, err) < 0)
			return -1;
	if (!any)
		return err_set(err, "%s", nothing);
	return 0;
}

/* Commands that no Linux host has were typed, or a fence holds what one printed. */
static bool is_session(struct str text)
{
	struct transcript t = transcript_open("", str_upto(text, LOOKED_AT), esxi_begins);
	struct capture c;

	while (transcript_next(&t, &c))
		if (command_of(c.command).kind == COMMAND_ESX ||
		    (t.known && !c.command.p && esxi_looks(c.text)))
			return true;
	return false;
}

static bool reads_so(struct tree *t, struct arena *a, const char *name)
{
	struct str text;
	struct err err;

	if (tree_read(t, name, &text, &err) != 1 || text.n > MOST_UNNAMED)
		return false;
	text = transcript_text(a, text);
	return is_session(text) || esxi_looks(text);
}

static const char *last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* Looks for a name that only such a host gives, some folders deep: nothing is walked that need not
 * be. */
static bool find_mark(struct tree *t, struct arena *a, const char *folder, unsigned depth,
		      unsigned *budget)
{
	struct tree_names names;
	struct err err;

	if (!*budget || tree_entries(t, folder, &names, &err) != 1)
		return false;
	--*budget;
	for (size_t i = 0; i < names.n; i++)
		if (is_mark(names.v[i]))
			return true;
	for (size_t i = 0; depth && i < names.n && *budget; i++)
		if (find_mark(t, a,
			      *folder ? arena_printf(a, "%s/%s", folder, names.v[i]) : names.v[i],
			      depth - 1, budget))
			return true;
	return false;
}

static unsigned score_outputs(struct tree *t, struct arena *a, const struct tree_names *names,
			      const char **ret_why)
{
	unsigned n = 0;

	for (size_t i = 0; i < names->n && i < LOOKED_INTO; i++)
		if (reads_so(t, a, names->v[i]) && !n++)
			*ret_why = tree_origin(t, names->v[i]);
	return n;
}

/* By a name that only such a host gives; else by the content of few files. */
static unsigned score(struct tree *t, const char **ret_why)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	struct tree_names names;
	unsigned budget = 64, n;
	struct err err;

	*ret_why = NULL;
	if (tree_is_file(t)) {
		names = tree_files(t);
		n = score_outputs(t, a, &names, ret_why);
		return n ? n : is_mark(last_part(tree_label(t)));
	}
	if (tree_entries(t, "", &names, &err) != 1)
		return 0;
	n = score_outputs(t, a, &names, ret_why);
	if (!find_mark(t, a, "", 4, &budget))
		return n;
	for (size_t i = 0; i < names.n; i++)
		if (is_mark(names.v[i]))
			return n + 1;
	return SCORE_LAYOUT + n;
}

static bool wants(struct str name)
{
	static const char *const patterns[] = {
		"*esxcfg-*",
		"*esxcli*",
		"*localcli_network*",
		"*localcli_iscsi*",
		"*localcli_storage-nfs*",
		"*localcli_storage-core-path*",
		"*localcli_storage-core-adapter*",
		"*localcli_storage-san-iscsi*",
		"*localcli_system*",
		"*vmware_-v*",
		"*uname_-a*",
		"*hostname.txt*",
		"*net-dvs_-l*",
		"*vmkiscsid*",
		"*vmkiscsi-tool*",
		"*nicinfo*",
		"*vmware-vimdump*",
		"*vim-cmd*",
		"*esx.conf*",
		"*-policies.txt*",
		"*vmk-tags.txt*",
		"*stack-*.txt*",
		"*route_-n*",
		"*swiscsi*",
		"*README",
		"*raw*.txt",
	};

	for (size_t i = 0; i < countof(patterns); i++)
		if (tree_match(patterns[i], name))
			return true;
	return false;
}

const struct source source_esxi = {
	.name = "esxi",
	.doc = "a vm-support bundle, or saved outputs of esxcli and esxcfg-*, of ESXi or classic ESX",
	.wants = wants,
	.platform = "esxi",
	.pieces = true,
	.score = score,
	.load = load,
};
