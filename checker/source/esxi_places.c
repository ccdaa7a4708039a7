/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/esxi_places.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tree/tree.h"

enum { README_LINES = 40, MAYBE_MOST = 1000 };

/* A bundle is a hundred times what is wanted of it, so these are no wider than need be. */
const char *const esxi_wants[] = {
	"*esxcfg-*",
	"*esxcli*",
	"*localcli_network-*",
	"*localcli_iscsi-*",
	"*localcli_storage-nfs*",
	"*localcli_storage-san-iscsi*",
	"*localcli_storage-core-adapter*",
	"*localcli_storage-core-path*",
	"*localcli_system-version*",
	"*vmware_-v*",
	"*vmware-vimdump*",
	"*vim-cmd*hostsvc*",
	"*net-dvs*",
	"*vmkiscsi*",
	"*swiscsi*",
	"*commands/nicinfo*",
	"*commands/uname*",
	"*commands/hostname*",
	"*commands/date*",
	"*route_-n*",
	"*etc/vmware/esx.conf",
	"*esx.conf*",
	"*README",
	/* The collector's. */
	"*commands/*-policies.txt",
	"*commands/vmk-tags.txt",
	"*commands/stack-*.txt",
	/* Outputs that somebody pasted into one file. */
	"*raw*.txt",
	"*capture*.txt",
	"*output*.txt",
	NULL,
};

bool esxi_named(struct str name)
{
	static const char *const patterns[] = {
		"*esxcfg-*",        "*esxcfg_*",
		"*esxcli*",         "*localcli*",
		"*vmware-vimdump*", "*vim-cmd*hostsvc*",
		"*net-dvs_*",       "*vmkiscsid*",
		"*vmkiscsi-tool*",  "*etc/vmware/esx.conf*",
		"*esx.conf*",       "*vmware_-v*",
	};

	for (size_t i = 0; i < countof(patterns); i++)
		if (tree_match(patterns[i], name))
			return true;
	return false;
}

/* A path's folder that holds `part` ("/commands/"), or nothing. */
static bool root_before(struct str name, const char *part, struct str *ret_root)
{
	size_t length = strlen(part);

	/* "commands/x" lies in the tree itself. */
	if (str_starts(name, part + 1)) {
		*ret_root = str_upto(name, 0);
		return true;
	}
	for (size_t i = name.n; i-- > 0;) {
		if (!str_starts(str_from(name, i), part) || name.n - i == length)
			continue;
		*ret_root = str_upto(name, i);
		return true;
	}
	return false;
}

static struct str folder_of(struct str name)
{
	size_t n = name.n;

	while (n && name.p[n - 1] != '/')
		n--;
	return str_upto(name, n ? n - 1 : 0);
}

/* Where its host's files begin, and whether it may be an output at all. */
static bool place_of(struct str name, struct str *ret_root)
{
	static const char *const parts[] = { "/commands/", "/json/", "/etc/vmware/" };
	static const char *const endings[] = { ".txt", ".log", ".out", ".json",
					       ".xml", ".csv", ".md" };
	struct str base = str_from(name, folder_of(name).n), rest = name, step;
	unsigned depth = 0;

	for (size_t i = 0; i < countof(parts); i++)
		if (root_before(name, parts[i], ret_root))
			return i < 2 || esxi_named(name);
	*ret_root = folder_of(name);
	if (esxi_named(name))
		return true;
	while (str_split(&rest, '/', &step))
		depth++;
	for (size_t i = 0; i < countof(endings); i++)
		if (str_ends(base, endings[i]))
			return depth <= 2;
	return false;
}

struct found {
	struct str root;
	const char *name;
	size_t order;
};

static int by_root(const void *a, const void *b)
{
	const struct found *x = a, *y = b;
	int roots = str_compare(x->root, y->root);

	return roots ? roots : (x->order > y->order) - (x->order < y->order);
}

static bool digits(struct str s, size_t at, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (at + i >= s.n || s.p[at + i] < '0' || s.p[at + i] > '9')
			return false;
	return true;
}

/* "YYYY-MM-DD--HH.MM" in a name: where it begins, or s.n. */
static size_t find_time(struct str s)
{
	for (size_t i = 0; i + 17 <= s.n; i++)
		if (digits(s, i, 4) && s.p[i + 4] == '-' && digits(s, i + 5, 2) &&
		    s.p[i + 7] == '-' && digits(s, i + 8, 2) &&
		    str_starts(str_from(s, i + 10), "--") && digits(s, i + 12, 2) &&
		    s.p[i + 14] == '.' && digits(s, i + 15, 2))
			return i;
	return s.n;
}

static bool in_range(struct str s, size_t at, int low, int high)
{
	int v = (s.p[at] - '0') * 10 + s.p[at + 1] - '0';

	return v >= low && v <= high;
}

/* "esx-HOST-2013-08-12--14.06": bundles of 4.x have no host in it. Hosts keep UTC. */
static void take_name(struct arena *a, struct esxi_place *p, struct str name)
{
	size_t at = find_time(name), begin = 0;

	if (at == name.n)
		return;
	if (in_range(name, at + 5, 1, 12) && in_range(name, at + 8, 1, 31) &&
	    in_range(name, at + 12, 0, 23) && in_range(name, at + 15, 0, 59))
		p->captured = arena_printf(a, "%.10sT%.2s:%.2s:00Z", name.p + at, name.p + at + 12,
					   name.p + at + 15);
	if (str_starts(name, "esx-"))
		begin = 4;
	else if (str_starts(name, "uplint-"))
		begin = 7;
	if (begin && at > begin + 1)
		p->host = arena_str(a, (struct str){ name.p + begin, at - begin - 1 });
}

/* The last step of a root or, of the tree itself, of what the user named. */
static struct str last_step(struct tree *t, const char *root)
{
	struct str path = str_of(*root ? root : tree_label(t)), step, last = { NULL, 0 };

	while (str_split(&path, '/', &step))
		if (step.n)
			last = step;
	return last;
}

/*
 * 2026-11-20T10:00:00Z, or with a blank for the T and a fraction or a zone behind: those are left
 * away.
 */
static const char *time_of(struct arena *a, struct str v)
{
	if (v.n < 19 || !digits(v, 0, 4) || v.p[4] != '-' || !digits(v, 5, 2) || v.p[7] != '-' ||
	    !digits(v, 8, 2) || (v.p[10] != 'T' && v.p[10] != ' ') || !digits(v, 11, 2) ||
	    v.p[13] != ':' || !digits(v, 14, 2) || v.p[16] != ':' || !digits(v, 17, 2))
		return NULL;
	return arena_printf(a, "%.10sT%.8sZ", v.p, v.p + 11);
}

static void take_readme(struct tree *t, struct arena *a, struct esxi_place *p)
{
	const char *name = *p->root ? arena_printf(a, "%s/README", p->root) : "README";
	struct str text, line;
	struct err ignored;

	if (tree_read(t, name, &text, &ignored) != 1)
		return;
	for (unsigned i = 0; i < README_LINES && str_line(&text, &line); i++) {
		const char *captured;
		if (!str_starts(line, "Captured on:"))
			continue;
		captured = time_of(a, str_trim(str_from(line, strlen("Captured on:"))));
		if (captured)
			p->captured = captured;
	}
}

/* False where none of the files is a host's by its name; the tree's own folder the user meant. */
static bool make_place(struct tree *t, struct arena *a, const struct found *v, size_t n,
		       struct esxi_place *ret)
{
	const char **files = arena_array(a, n, sizeof(*files));

	*ret = (struct esxi_place){ .root = arena_str(a, v[0].root), .files = files };
	for (size_t i = 0; i < n; i++) {
		bool one = esxi_named(str_of(v[i].name));
		ret->named |= one;
		if (one || i < MAYBE_MOST)
			files[ret->nfiles++] = v[i].name;
	}
	if (!ret->named && *ret->root)
		return false;
	take_name(a, ret, last_step(t, ret->root));
	take_readme(t, a, ret);
	return true;
}

struct esxi_places esxi_places(struct tree *t, struct arena *a)
{
	struct tree_names names = tree_files(t);
	struct found *v = xcalloc(names.n + 1, sizeof(*v));
	struct esxi_places places = { NULL, 0 };
	size_t n = 0;

	for (size_t i = 0; i < names.n; i++) {
		v[n] = (struct found){ .name = names.v[i], .order = i };
		n += place_of(str_of(names.v[i]), &v[n].root);
	}
	qsort(v, n, sizeof(*v), by_root);
	for (size_t i = 0, next; i < n; i = next) {
		struct esxi_place place;
		for (next = i + 1; next < n && str_same(v[next].root, v[i].root); next++)
			continue;
		if (!make_place(t, a, v + i, next - i, &place))
			continue;
		places.v = arena_grow(a, places.v, places.n, sizeof(*places.v));
		places.v[places.n++] = place;
	}
	free(v);
	return places;
}
