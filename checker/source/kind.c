/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/kind.h"

#include "base/typo.h"
#include "base/utf8.h"
#include "tree/tree.h"

static const struct source *const sources[] = {
#define SOURCE(name) &source_##name,
#include "source/sources.def"
#undef SOURCE
};

const char *const source_kinds[] = {
	"live",
#define SOURCE(name) #name,
#include "source/sources.def"
#undef SOURCE
	NULL,
};

const char source_kinds_help[] = "kind of input (default: found from its content):"
#define SOURCE(name) " " #name
#include "source/sources.def"
#undef SOURCE
	;

const struct source *source_find(const char *name)
{
	for (size_t i = 0; i < countof(sources); i++)
		if (same(sources[i]->name, name))
			return sources[i];
	return NULL;
}

int source_check(const char *kind, struct err *err)
{
	const char *names[countof(sources)];

	for (size_t i = 0; i < countof(sources); i++)
		names[i] = sources[i]->name;
	return source_find(kind) ? 0 : typo_error(err, "kind", kind, names, countof(names));
}

const char *source_names(struct arena *a)
{
	const char *list = NULL;

	for (size_t i = 0; i < countof(sources); i++)
		list = arena_list(a, list, ", ", sources[i]->name);
	return list;
}

void kind_wants(struct tree *t, const struct source *forced)
{
	for (size_t i = 0; i < countof(sources); i++)
		if (sources[i]->wants && (!forced || forced == sources[i]))
			tree_want(t, sources[i]->wants);
}

static void take_better(struct kind *best, const struct kind *k)
{
	if (k->score > best->score)
		*best = *k;
}

static const char *shown_platform(const struct source *s)
{
	return same(s->platform, "linux") ? "a Linux host" : "an ESXi host";
}

static bool is_layout(const struct kind *k)
{
	return k->score >= SCORE_LAYOUT;
}

/* Bundles hold files of every kind, but at their top no outputs of another platform. */
static bool contradict(const struct kind *a, const struct kind *b)
{
	return a->score && b->score && (a->why || is_layout(a)) && (b->why || is_layout(b)) &&
	       !(is_layout(a) && is_layout(b)) && a->source->platform && b->source->platform &&
	       !same(a->source->platform, b->source->platform);
}

static const char *shown_why(const struct kind *k, struct arena *a)
{
	return k->why ? text_visible(a, str_of(k->why)) : "folders of its bundle";
}

static int refuse_both(struct tree *t, const struct kind *a, const struct kind *b, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();

	return err_set(err, "%s: outputs of %s (%s) and of %s (%s) lie together: give each host a folder of its own",
		       text_shown(str_of(tree_label(t))).s, shown_platform(a->source),
		       shown_why(a, arena), shown_platform(b->source), shown_why(b, arena));
}

bool kind_begins(struct tree *t, struct kind *ret_kind)
{
	for (size_t i = 0; i < countof(sources); i++) {
		struct kind k = { .source = sources[i] };
		if (sources[i]->score && !sources[i]->platform)
			k.score = sources[i]->score(t, &k.why);
		if (k.score) {
			*ret_kind = k;
			return true;
		}
	}
	return false;
}

int kind_of(struct tree *t, struct kind *ret_kind, struct err *err)
{
	struct kind best = { .score = 0 }, all[countof(sources)];

	if (tree_is_file(t) && kind_begins(t, ret_kind))
		return 1;
	for (size_t i = 0; i < countof(sources); i++) {
		all[i] = (struct kind){ .source = sources[i] };
		if (sources[i]->score)
			all[i].score = sources[i]->score(t, &all[i].why);
		take_better(&best, &all[i]);
	}
	for (size_t i = 0; i < countof(sources); i++)
		if (best.score && !tree_is_file(t) && contradict(&best, &all[i]))
			return refuse_both(t, &best, &all[i], err);
	*ret_kind = best;
	return best.score > 0;
}
