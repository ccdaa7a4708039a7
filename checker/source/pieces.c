/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/pieces.h"

#include <stdlib.h>
#include <string.h>

#include "source/traits.h"
#include "tree/tree.h"

enum {
	PIECES_MOST = 4096,
	TOGETHER_MOST = 64,       /* pieces of one host */
	HOSTS_MOST = 256,         /* that a piece without an address of its own is compared with */
	STEPS_MOST = 100000000,   /* comparisons of traits; then what is left stays apart */
	LOOKED_BACK = 8,          /* hosts that share one address or MAC */
};

struct piece {
	const struct source *kind;
	const char *name; /* of the host, in its outputs; NULL: none */
	const char *tag;
	size_t number;
	struct traits traits;
	bool alone; /* several hosts in one, or none: it is read by itself */
	size_t group;
};

/* Something by which pieces can be one host's. */
struct key {
	unsigned char bytes[48];
	size_t piece;
};

struct pieces {
	struct arena *arena;
	struct piece *v;
	size_t n;
	struct members {
		size_t *v;
		size_t n;
	} *groups; /* one for each piece; empty where it went into another */
	struct pieces_of *of;
	size_t nof;
	size_t steps;
};

struct pieces *pieces_new(void)
{
	struct pieces *p = xcalloc(1, sizeof(*p));

	p->arena = arena_new();
	return p;
}

void pieces_free(struct pieces *p)
{
	if (!p)
		return;
	arena_free(p->arena);
	free(p);
}

void pieces_freep(struct pieces **p)
{
	pieces_free(*p);
}

bool pieces_full(const struct pieces *p)
{
	return p->n >= PIECES_MOST;
}

static const char *last_step(const char *label)
{
	const char *slash = strrchr(label, '/');

	return slash && slash[1] ? slash + 1 : label;
}

/* A name that the outputs say: neither the file's, nor the one that every new host has. */
static const char *own_name(const char *name, const char *label)
{
	return same(name, last_step(label)) || same(name, "localhost") ? NULL : name;
}

static void load(struct pieces *p, struct piece *piece, struct tree *t)
{
	CLEANUP(snapshot_freep) struct snapshot *s = snapshot_new();
	struct err err;

	piece->alone = piece->kind->load(s, t, &err) < 0 || snapshot_hosts(s) != 1;
	if (piece->alone)
		return;
	piece->name = own_name(snapshot_host_name(s, 0), tree_label(t));
	if (piece->name)
		piece->name = arena_strdup(p->arena, piece->name);
	traits_of(&piece->traits, p->arena, s);
}

void pieces_add(struct pieces *p, struct tree *t, const struct source *kind)
{
	/* No host is called that, so a name that a file has by chance is no name of its own. */
	CLEANUP(tree_closep) struct tree *nameless = tree_is_file(t) ? tree_join("?", &t, 1) : NULL;
	struct piece *piece;

	p->v = arena_grow(p->arena, p->v, p->n, sizeof(*p->v));
	piece = &p->v[p->n++];
	*piece = (struct piece){ .kind = kind, .tag = "" };
	load(p, piece, nameless ? nameless : t);
}

void pieces_tag(struct pieces *p, const char *tag, size_t number)
{
	p->v[p->n - 1].tag = tag;
	p->v[p->n - 1].number = number;
}

static bool contradict(struct pieces *p, const struct piece *a, const struct piece *b)
{
	p->steps += (a->traits.n + 1) * (b->traits.n + 1);
	if (a->alone || b->alone || a->kind != b->kind || p->steps > STEPS_MOST)
		return true;
	if (a->name && b->name && !same(a->name, b->name))
		return true;
	return traits_contradict(&a->traits, &b->traits);
}

static bool can_join(struct pieces *p, const struct members *a, const struct members *b)
{
	if (a->n + b->n > TOGETHER_MOST)
		return false;
	for (size_t i = 0; i < a->n; i++)
		for (size_t k = 0; k < b->n; k++)
			if (contradict(p, &p->v[a->v[i]], &p->v[b->v[k]]))
				return false;
	return true;
}

static void join(struct pieces *p, size_t to, size_t from)
{
	struct members *a = &p->groups[to], *b = &p->groups[from];

	for (size_t i = 0; i < b->n; i++) {
		a->v = arena_grow(p->arena, a->v, a->n, sizeof(*a->v));
		a->v[a->n++] = b->v[i];
		p->v[b->v[i]].group = to;
	}
	b->n = 0;
}

static void join_pieces(struct pieces *p, size_t x, size_t y)
{
	size_t a = p->v[x].group, b = p->v[y].group;

	if (a != b && can_join(p, &p->groups[a], &p->groups[b]))
		join(p, a < b ? a : b, a < b ? b : a);
}

static int by_bytes(const void *a, const void *b)
{
	const struct key *x = a, *y = b;
	int order = memcmp(x->bytes, y->bytes, sizeof(x->bytes));

	return order ? order : x->piece < y->piece ? -1 : x->piece > y->piece;
}

/* Each is compared with the last ones of its key alone, so that the cost is linear. */
static void join_runs(struct pieces *p, struct key *keys, size_t n)
{
	if (n)
		qsort(keys, n, sizeof(*keys), by_bytes);
	for (size_t i = 1; i < n; i++)
		for (size_t back = 1; back <= LOOKED_BACK && back <= i; back++) {
			if (memcmp(keys[i].bytes, keys[i - back].bytes, sizeof(keys[i].bytes)) != 0)
				break;
			join_pieces(p, keys[i - back].piece, keys[i].piece);
		}
}

static void join_by_name(struct pieces *p)
{
	struct key *keys = arena_array(p->arena, p->n + 1, sizeof(*keys));
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++) {
		size_t length = p->v[i].name ? strlen(p->v[i].name) : 0;
		if (!length)
			continue;
		memcpy(keys[n].bytes, p->v[i].name,
		       length < sizeof(keys[n].bytes) ? length : sizeof(keys[n].bytes));
		keys[n++].piece = i;
	}
	join_runs(p, keys, n);
}

static void join_by_traits(struct pieces *p)
{
	struct key *keys;
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++)
		n += p->v[i].traits.n;
	keys = arena_array(p->arena, n + 1, sizeof(*keys));
	n = 0;
	for (size_t i = 0; i < p->n; i++)
		for (size_t t = 0; t < p->v[i].traits.n; t++)
			if (trait_key(&p->v[i].traits.v[t], keys[n].bytes))
				keys[n++].piece = i;
	join_runs(p, keys, n);
}

typedef bool is_one(const struct traits *t);

static bool any_is(const struct pieces *p, const struct members *group, is_one *is)
{
	for (size_t i = 0; i < group->n; i++)
		if (is(&p->v[group->v[i]].traits))
			return true;
	return false;
}

/* All that the pieces of one host say. */
static struct traits together(struct pieces *p, const struct members *group)
{
	struct traits all = { .n = 0 };

	for (size_t i = 0; i < group->n; i++)
		all.n += p->v[group->v[i]].traits.n;
	all.v = arena_array(p->arena, all.n + 1, sizeof(*all.v));
	all.n = 0;
	for (size_t i = 0; i < group->n; i++) {
		const struct traits *one = &p->v[group->v[i]].traits;
		if (one->n)
			memcpy(all.v + all.n, one->v, one->n * sizeof(*one->v));
		all.n += one->n;
		all.whole |= one->whole;
	}
	traits_sort(&all);
	return all;
}

/* The one host that a piece without an address fits; p->n where there is none, or several. */
static size_t host_of(struct pieces *p, size_t piece, const size_t *owners,
		      const struct traits *theirs, size_t n)
{
	const struct members self = { &piece, 1 };
	size_t found = p->n;

	for (size_t i = 0; i < n; i++) {
		p->steps += (p->v[piece].traits.n + 1) * (theirs[i].n + 1);
		if (p->steps > STEPS_MOST || !traits_fit(&p->v[piece].traits, &theirs[i]) ||
		    !can_join(p, &self, &p->groups[owners[i]]))
			continue;
		if (found < p->n)
			return p->n;
		found = owners[i];
	}
	return found;
}

/*
 * What is alone and is no owner belongs to the one that it fits.  All are looked for before the
 * first is joined, so that the order does not matter.
 */
static void join_dependents(struct pieces *p, is_one *is_owner)
{
	size_t owners[HOSTS_MOST], *hosts = arena_array(p->arena, p->n + 1, sizeof(*hosts)), n = 0;
	struct traits theirs[HOSTS_MOST];

	for (size_t g = 0; g < p->n; g++) {
		if (!any_is(p, &p->groups[g], is_owner))
			continue;
		if (n == HOSTS_MOST)
			return;
		theirs[n] = together(p, &p->groups[g]);
		owners[n++] = g;
	}
	for (size_t i = 0; i < p->n; i++) {
		const struct traits *t = &p->v[i].traits;
		bool depends = !p->v[i].alone && p->groups[i].n == 1 && !is_owner(t) &&
			       (t->ways || !traits_own(t));
		hosts[i] = depends ? host_of(p, i, owners, theirs, n) : p->n;
	}
	for (size_t i = 0; i < p->n; i++)
		if (hosts[i] < p->n)
			join(p, hosts[i], i);
}

static int by_tag(const void *a, const void *b)
{
	const struct piece *x = a, *y = b;
	int order = strcmp(x->tag, y->tag);

	return order ? order : (x->number > y->number) - (x->number < y->number);
}

static int by_place(const void *a, const void *b)
{
	const size_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static void list_group(struct pieces *p, const struct members *group)
{
	struct pieces_of *of = &p->of[p->nof++];

	qsort(group->v, group->n, sizeof(*group->v), by_place);
	of->kind = p->v[group->v[0]].kind;
	of->numbers = arena_array(p->arena, group->n, sizeof(*of->numbers));
	for (of->n = 0; of->n < group->n; of->n++)
		of->numbers[of->n] = p->v[group->v[of->n]].number;
}

void pieces_group(struct pieces *p)
{
	if (p->n)
		qsort(p->v, p->n, sizeof(*p->v), by_tag);
	p->groups = arena_array(p->arena, p->n + 1, sizeof(*p->groups));
	p->of = arena_array(p->arena, p->n + 1, sizeof(*p->of));
	for (size_t i = 0; i < p->n; i++) {
		p->groups[i].v = arena_alloc(p->arena, 8 * sizeof(size_t));
		p->groups[i].v[p->groups[i].n++] = i;
		p->v[i].group = i;
	}
	join_by_name(p);
	join_by_traits(p);
	/* Routes have addresses of their own, and may fit interfaces of which no address is known. */
	join_dependents(p, traits_have_mac);
	join_dependents(p, traits_own);
	for (size_t i = 0; i < p->n; i++)
		if (p->groups[i].n)
			list_group(p, &p->groups[i]);
}

size_t pieces_hosts(const struct pieces *p)
{
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++)
		n += p->groups[i].n && (p->v[i].name || p->v[i].alone ||
					any_is(p, &p->groups[i], traits_own));
	return n;
}

size_t pieces_groups(const struct pieces *p)
{
	return p->nof;
}

struct pieces_of *pieces_of(const struct pieces *p, size_t group)
{
	return &p->of[group];
}
