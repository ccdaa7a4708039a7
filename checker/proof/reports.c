/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proof/reports.h"

#include <glob.h>

#include "proof/parts.h"
#include "source/native.h"
#include "source/source.h"

struct walk {
	const struct rule_pack *pack;
	reports_visit *visit;
	void *ctx;
};

static int check(const struct walk *w, const char *file, struct snapshot *s,
		 const struct policy *policy, struct err *err)
{
	const struct check_options options = { .policy = policy };
	CLEANUP(check_freep) struct report *report = NULL;
	struct reports_item item = { .file = file, .snapshot = s };

	if (check_run(s, w->pack, &options, &report, err) < 0)
		return -1;
	item.report = report;
	w->visit(w->ctx, &item);
	return 0;
}

static int take_fixture(const struct walk *w, const char *file, struct err *err)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	CLEANUP(snapshot_freep) struct snapshot *s = snapshot_new();
	struct parts parts;

	if (parts_read(a, file, &parts, err) < 0 ||
	    native_load_text(s, file, parts.snapshot, err) < 0)
		return -1;
	return check(w, file, s, parts.parsed, err);
}

static int take_input(const struct walk *w, const char *file, struct err *err)
{
	CLEANUP(snapshot_freep) struct snapshot *s = snapshot_new();

	if (source_load(s, file, NULL, err) < 0)
		return 0;
	return check(w, file, s, NULL, err);
}

static int take_all(const struct walk *w, const char *pattern,
		    int (*take)(const struct walk *w, const char *file, struct err *err),
		    struct err *err)
{
	glob_t files = { .gl_pathc = 0 };
	int result = 0;

	if (glob(pattern, 0, NULL, &files) != 0)
		return 0;
	for (size_t i = 0; i < files.gl_pathc && result == 0; i++)
		result = take(w, files.gl_pathv[i], err);
	globfree(&files);
	return result;
}

int reports_walk(const struct rule_pack *pack, const char *dir, reports_visit *visit, void *ctx,
		 struct err *err)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	const struct walk w = { pack, visit, ctx };
	static const char *const inputs[] = { "inputs/*/input*", "captures/*" };

	if (take_all(&w, arena_printf(a, "%s/rules/*/*.yaml", dir), take_fixture, err) < 0)
		return -1;
	for (size_t i = 0; i < countof(inputs); i++)
		if (take_all(&w, arena_printf(a, "%s/%s", dir, inputs[i]), take_input, err) < 0)
			return -1;
	return 0;
}
