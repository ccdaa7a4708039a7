/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tree/backend.h"

/* Every test gets an empty directory, which is the working directory too. */
static char top[] = "/tmp/uplint-tree-XXXXXX";

static int remove_one(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
	(void)st, (void)flag, (void)ftw;
	return remove(path);
}

static int set_up(void **state)
{
	(void)state;
	strcpy(top + sizeof(top) - 7, "XXXXXX");
	return mkdtemp(top) && chdir(top) == 0 ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	return chdir("/") == 0 ? nftw(top, remove_one, 16, FTW_DEPTH | FTW_PHYS) : -1;
}

static void put(const char *name, const char *text)
{
	FILE *f = fopen(name, "w");

	assert_non_null(f);
	fputs(text, f);
	assert_int_equal(fclose(f), 0);
}

static const char *names_of(const struct tree_names *names)
{
	static char all[1024];

	all[0] = '\0';
	for (size_t i = 0; i < names->n; i++)
		snprintf(all + strlen(all), sizeof(all) - strlen(all), "%s%s", i ? " " : "",
			 names->v[i]);
	return all;
}

/* What a file holds; "-" where there is none, or the error. */
static const char *text_of(struct tree *t, const char *name)
{
	static struct err err;
	struct str text;
	int status = tree_read(t, name, &text, &err);

	return status > 0 ? text.p : status ? err.text : "-";
}

static void test_directory(void **state)
{
	CLEANUP(tree_closep) struct tree *t = NULL;
	struct tree_names names;
	struct err err;

	(void)state;
	mkdir("t", 0755);
	mkdir("t/b", 0755);
	mkdir("t/b/d", 0755);
	mkdir("t/empty", 0755);
	put("t/b/d/2", "two");
	put("t/a", "one\n");
	put("t/b-", "");
	mkfifo("t/pipe", 0644);
	t = tree_open("t", &err);
	assert_non_null(t);
	assert_false(tree_is_file(t));
	names = tree_files(t);
	assert_string_equal(names_of(&names), "a b- b/d/2");
	assert_int_equal(tree_below(t, "b", &names, &err), 1);
	assert_string_equal(names_of(&names), "b/d/2");
	assert_int_equal(tree_entries(t, "", &names, &err), 1);
	assert_string_equal(names_of(&names), "a b b- empty pipe");
	assert_int_equal(tree_entries(t, "empty", &names, &err), 1);
	assert_int_equal(tree_entries(t, "a", &names, &err), 0);
	assert_int_equal(tree_entries(t, "c", &names, &err), 0);
	assert_string_equal(text_of(t, "a"), "one\n");
	assert_string_equal(text_of(t, "b-"), "");
	assert_string_equal(text_of(t, "b/d/2"), "two");
	assert_string_equal(text_of(t, "b/d/3"), "-");
	assert_string_equal(text_of(t, "b"), "-");
	assert_string_equal(text_of(t, "pipe"), "-");
	assert_string_equal(text_of(t, "a/x"), "-");
	assert_string_equal(tree_origin(t, "b/d/2"), "t/b/d/2");
	assert_true(tree_has(t, "a"));
	assert_false(tree_has(t, "pipe"));
	assert_null(tree_fault(t));
}

static void test_links_stay_inside(void **state)
{
	CLEANUP(tree_closep) struct tree *t = NULL;
	struct tree_names names;
	struct err err;

	(void)state;
	mkdir("t", 0755);
	mkdir("t/d", 0755);
	put("secret", "secret");
	put("t/etc", "inner");
	put("t/d/f", "f");
	assert_int_equal(symlink("../secret", "t/up"), 0);
	assert_int_equal(symlink("../../../../etc", "t/d/clamped"), 0);
	assert_int_equal(symlink("/etc", "t/d/absolute"), 0);
	assert_int_equal(symlink("/etc/passwd", "t/passwd"), 0);
	assert_int_equal(symlink("d/f", "t/fine"), 0);
	assert_int_equal(symlink("d", "t/folder"), 0);
	assert_int_equal(symlink("loop", "t/loop"), 0);
	assert_int_equal(symlink("..", "t/d/parent"), 0);
	t = tree_open("t", &err);
	assert_non_null(t);
	assert_string_equal(text_of(t, "up"), "-");
	assert_string_equal(text_of(t, "../secret"), "-");
	assert_string_equal(text_of(t, "passwd"), "-");
	assert_string_equal(text_of(t, "d/clamped"), "inner");
	assert_string_equal(text_of(t, "d/absolute"), "inner");
	assert_string_equal(text_of(t, "fine"), "f");
	assert_string_equal(text_of(t, "folder/f"), "f");
	assert_string_equal(text_of(t, "d/parent/d/parent/d/f"), "f");
	assert_string_equal(text_of(t, "loop"), "t/loop: too many links on the way to it");
	names = tree_files(t);
	assert_string_equal(names_of(&names), "d/absolute d/clamped d/f etc fine");
	assert_int_equal(tree_entries(t, "folder", &names, &err), 1);
	assert_string_equal(names_of(&names), "absolute clamped f parent");
	assert_string_equal(tree_fault(t), "t/loop: too many links on the way to it");
}

static void test_single_file(void **state)
{
	CLEANUP(tree_closep) struct tree *t = NULL;
	struct tree_names names;
	struct err err;

	(void)state;
	put("x.yaml", "host: a\n");
	t = tree_open("x.yaml", &err);
	assert_non_null(t);
	assert_true(tree_is_file(t));
	names = tree_files(t);
	assert_int_equal(names.n, 1);
	assert_string_equal(text_of(t, ""), "host: a\n");
	assert_string_equal(tree_origin(t, ""), "x.yaml");
	assert_null(tree_open("none", &err));
	assert_string_equal(err.text, "none: No such file or directory");
	assert_null(tree_open("/dev/null", &err));
	assert_string_equal(err.text, "/dev/null: neither a file nor a directory");
}

static void test_limits(void **state)
{
	CLEANUP(tree_closep) struct tree *t = NULL;
	struct err err;
	int deep;

	(void)state;
	mkdir("t", 0755);
	put("t/huge", "");
	assert_int_equal(truncate("t/huge", 600L << 20), 0);
	deep = open("t", O_PATH);
	for (int i = 0; i < 70; i++) {
		assert_int_equal(mkdirat(deep, "d", 0755), 0);
		int next = openat(deep, "d", O_PATH);
		close(deep);
		deep = next;
	}
	close(deep);
	t = tree_open("t", &err);
	assert_string_equal(text_of(t, "huge"), "t/huge: larger than 512 MiB");
	assert_int_equal(tree_files(t).n, 1);
	assert_non_null(strstr(tree_fault(t), "folders nested deeper than 64"));
}

/* Sizes of /proc are 0. */
static void test_proc(void **state)
{
	CLEANUP(tree_closep) struct tree *t = NULL;
	struct err err;

	(void)state;
	t = tree_open("/", &err);
	assert_non_null(strstr(text_of(t, "proc/self/status"), "Name:"));
	assert_non_null(strstr(text_of(t, "/proc/mounts"), "/proc"));
	assert_string_equal(tree_origin(t, "proc/mounts"), "/proc/mounts");
}

static void run(const char *command)
{
	if (system(command) != 0)
		fail_msg("%s", command);
}

static bool has_tool(const char *tool)
{
	char command[64];

	snprintf(command, sizeof(command), "command -v %s >/dev/null", tool);
	return system(command) == 0;
}

static void make_small_tree(void)
{
	run("mkdir -p h/commands h/proc && echo one >h/commands/one && echo two >h/proc/two &&"
	    " ln -s ../proc/two h/commands/link && ln -s /h/proc/two h/absolute &&"
	    " ln -s nowhere h/dangling && ln h/proc/two h/hard && mkfifo h/pipe &&"
	    " ln -s ../commands h/proc/outputs && ln -s proc/outputs h/again && ln -s /h h/root &&"
	    " ln -s . h/proc/round && ln -s ../../.. h/proc/up && ln -s again/one h/through &&"
	    " printf 'a\\nb' >h/x.FRAG-00000 && printf 'c\\nd\\n' >h/x.FRAG-00001 &&"
	    " echo e >h/x.FRAG-00002 && gzip -nc h/proc/two >h/y.gz");
}

static void assert_placed(struct tree *t, const char *name, unsigned line, const char *part,
			  unsigned own)
{
	const char *origin = tree_origin(t, name);

	tree_place(t, &origin, &line);
	assert_string_equal(origin, tree_origin(t, part));
	assert_int_equal(line, own);
}

/* The same tree whether it is a directory or an archive of any kind. */
static void check_small_tree(const char *path)
{
	CLEANUP(tree_closep) struct tree *t = NULL;
	struct tree_names names;
	struct err err;

	t = tree_open(path, &err);
	if (!t)
		fail_msg("%s", err.text);
	assert_false(tree_is_file(t));
	names = tree_files(t);
	assert_string_equal(names_of(&names), "h/absolute h/commands/link h/commands/one h/hard "
					      "h/proc/two h/through h/x h/y.gz");
	assert_int_equal(tree_entries(t, "h/commands", &names, &err), 1);
	assert_string_equal(names_of(&names), "link one");
	assert_string_equal(text_of(t, "h/commands/one"), "one\n");
	assert_string_equal(text_of(t, "h/commands/link"), "two\n");
	assert_string_equal(text_of(t, "h/absolute"), "two\n");
	assert_string_equal(text_of(t, "h/hard"), "two\n");
	assert_string_equal(text_of(t, "h/x"), "a\nbc\nd\ne\n");
	assert_placed(t, "h/x", 1, "h/x.FRAG-00000", 1);
	assert_placed(t, "h/x", 2, "h/x.FRAG-00000", 2);
	assert_placed(t, "h/x", 3, "h/x.FRAG-00001", 2);
	assert_placed(t, "h/x", 4, "h/x.FRAG-00002", 1);
	assert_placed(t, "h/y.gz", 4, "h/y.gz", 4);
	assert_string_equal(text_of(t, "h/y.gz"), "two\n");
	assert_string_equal(text_of(t, "h/y"), "two\n");
	assert_true(tree_has(t, "h/x"));
	assert_string_equal(text_of(t, "h/dangling"), "-");
	assert_string_equal(text_of(t, "h/proc/outputs/one"), "one\n");
	assert_string_equal(text_of(t, "h/again/link"), "two\n");
	assert_string_equal(text_of(t, "h/through"), "one\n");
	assert_string_equal(text_of(t, "h/root/proc/round/round/outputs/link"), "two\n");
	assert_string_equal(text_of(t, "h/proc/up/h/proc/two"), "two\n");
	assert_string_equal(text_of(t, "h/again/none"), "-");
	assert_string_equal(text_of(t, "h/again"), "-");
	assert_true(tree_has(t, "h/again/one"));
	assert_int_equal(tree_below(t, "h/again", &names, &err), 1);
	assert_string_equal(names_of(&names), "h/again/link h/again/one");
	assert_int_equal(tree_entries(t, "h/proc/outputs", &names, &err), 1);
	assert_string_equal(names_of(&names), "link one");
	assert_int_equal(tree_entries(t, "h/proc", &names, &err), 1);
	assert_string_equal(names_of(&names), "outputs round two up");
	assert_int_equal(tree_entries(t, "h/none", &names, &err), 0);
	if (tree_fault(t))
		fail_msg("%s", tree_fault(t));
}

static void test_archives(void **state)
{
	static const struct {
		const char *tool, *command, *path;
	} kinds[] = {
		{ "tar", "tar cf a.tar h", "a.tar" },
		{ "gzip", "tar czf a.tgz h", "a.tgz" },
		{ "bzip2", "tar cjf a.tbz2 h", "a.tbz2" },
		{ "xz", "tar cJf a.txz h", "a.txz" },
		{ "zstd", "tar --zstd -cf a.tzst h", "a.tzst" },
		{ "zip", "zip -qry a.zip h -x h/pipe h/hard && zip -qr a.zip h/hard", "a.zip" },
	};

	(void)state;
	make_small_tree();
	run("mkdir d && cp -a h d");
	check_small_tree("d");
	for (size_t i = 0; i < countof(kinds); i++) {
		if (!has_tool(kinds[i].tool))
			continue;
		run(kinds[i].command);
		check_small_tree(kinds[i].path);
	}
}

static bool wants(struct str name)
{
	return tree_match("*/commands/*", name) || tree_match("*/x", name);
}

static void test_only_wanted_members_are_kept(void **state)
{
	CLEANUP(tree_closep) struct tree *t = NULL;
	struct err err;

	(void)state;
	make_small_tree();
	run("head -c 1000000 /dev/zero >h/proc/zero && tar czf a.tgz h");
	t = tree_open("a.tgz", &err);
	tree_want(t, wants);
	assert_string_equal(text_of(t, "h/commands/one"), "one\n");
	assert_string_equal(text_of(t, "h/x"), "a\nbc\nd\ne\n");
	assert_placed(t, "h/x", 1, "h/x.FRAG-00000", 1);
	assert_placed(t, "h/x", 2, "h/x.FRAG-00000", 2);
	assert_placed(t, "h/x", 3, "h/x.FRAG-00001", 2);
	assert_placed(t, "h/x", 4, "h/x.FRAG-00002", 1);
	assert_placed(t, "h/y.gz", 4, "h/y.gz", 4);
	assert_string_equal(text_of(t, "h/proc/two"), "two\n");
	assert_true(tree_has(t, "h/proc/zero"));
	assert_string_equal(text_of(t, "h/proc/zero"),
			    "a.tgz/h/proc/zero: damaged, or not wanted when the archive was read");
}

/* Visits to members while each folder of an archive of n folders is listed. */
static size_t visits_of(unsigned n)
{
	CLEANUP(tree_closep) struct tree *t = NULL;
	struct tree_names folders, names;
	char command[128];
	struct err err;

	snprintf(command, sizeof(command),
		 "rm -rf many && for i in $(seq %u); do mkdir -p many/$i/a && >many/$i/a/f; done &&"
		 " tar cf many.tar many",
		 n);
	run(command);
	t = tree_open("many.tar", &err);
	assert_int_equal(tree_entries(t, "many", &folders, &err), 1);
	assert_int_equal(folders.n, n);
	for (size_t i = 0; i < folders.n; i++) {
		const char *folder = arena_printf(t->arena, "many/%s", folders.v[i]);
		assert_int_equal(tree_entries(t, folder, &names, &err), 1);
		assert_string_equal(names_of(&names), "a");
		assert_int_equal(tree_below(t, folder, &names, &err), 1);
		assert_int_equal(names.n, 1);
	}
	return t->visits;
}

static void test_listing_is_linear(void **state)
{
	(void)state;
	assert_true(visits_of(200) <= 5 * visits_of(100) / 2);
}

static void test_archives_in_archives(void **state)
{
	CLEANUP(tree_closep) struct tree *t = NULL;
	struct tree_names names;
	struct err err;

	(void)state;
	run("mkdir i && echo x >i/x && tar czf 3.tgz i && tar cf 2.tar 3.tgz &&"
	    " echo no >no.zip && tar czf 1.tgz 2.tar no.zip && tar cf 0.tar 1.tgz");
	t = tree_open("1.tgz", &err);
	names = tree_files(t);
	assert_string_equal(names_of(&names), "2.tar/3.tgz/i/x no.zip");
	assert_string_equal(text_of(t, "2.tar/3.tgz/i/x"), "x\n");
	assert_string_equal(text_of(t, "no.zip"), "no\n");
	assert_null(tree_fault(t));
	tree_close(t);
	run("tar cf 4.tar 0.tar");
	t = tree_open("4.tar", &err);
	assert_int_equal(tree_files(t).n, 1);
	assert_non_null(strstr(tree_fault(t), "archives nested deeper than 3"));
}

static void test_bad_archives(void **state)
{
	static const struct {
		const char *command, *path, *fault;
	} cases[] = {
		{ "head -c 200000 /dev/urandom >r; tar czf f.tgz r; head -c 100000 f.tgz >t.tgz", "t.tgz",
		  "t.tgz: truncated gzip input" },
		{ "echo x >x; tar cf up.tar --transform=s,^,../, x 2>&1", "up.tar",
		  "up.tar: a name that leads out of the archive or is too long: ../x" },
		{ "tar cPf abs.tar $PWD/x", "abs.tar", "abs.tar: an absolute name in the archive: /" },
		{ "ln -s b a; ln -s a b; tar cf loop.tar a b", "loop.tar",
		  "loop.tar/a: too many links on the way to it" },
		{ "head -c 600M /dev/zero | tr '\\0' a | gzip -1 >big; cp big x.gz; tar cf big.tar x.gz", "big",
		  "big: larger than 512 MiB" },
	};

	(void)state;
	for (size_t i = 0; i < countof(cases); i++) {
		CLEANUP(tree_closep) struct tree *t = NULL;
		struct err err;

		run(cases[i].command);
		t = tree_open(cases[i].path, &err);
		tree_files(t);
		if (!tree_fault(t) || !str_starts(str_of(tree_fault(t)), cases[i].fault))
			fail_msg("%s: '%s'", cases[i].fault, tree_fault(t));
	}
	CLEANUP(tree_closep) struct tree *t = tree_open("big.tar", &(struct err){ "" });
	assert_string_equal(text_of(t, "x"), "big.tar/x.gz: larger than 512 MiB");
}

static void test_compressed_file(void **state)
{
	CLEANUP(tree_closep) struct tree *t = NULL;
	struct err err;

	(void)state;
	run("echo host: a | gzip >x.yaml.gz");
	t = tree_open("x.yaml.gz", &err);
	assert_true(tree_is_file(t));
	assert_string_equal(text_of(t, ""), "host: a\n");
	assert_string_equal(tree_origin(t, ""), "x.yaml.gz");
}

static void test_match(void **state)
{
	static const struct {
		const char *pattern, *name;
		bool match;
	} cases[] = {
		{ "", "", true },
		{ "*", "", true },
		{ "*", "a/b", true },
		{ "?", "", false },
		{ "a*c", "abc", true },
		{ "a*c", "ab", false },
		{ "*.gz", "x.gz.gz", true },
		{ "a?c", "abc", true },
		{ "*/b/*", "a/b/c", true },
		{ "*/b/*", "a/c/b", false },
		{ "a", "ab", false },
		{ "*a*b*", "xxaxxbxx", true },
	};

	(void)state;
	for (size_t i = 0; i < countof(cases); i++)
		if (tree_match(cases[i].pattern, str_of(cases[i].name)) != cases[i].match)
			fail_msg("'%s' on '%s'", cases[i].pattern, cases[i].name);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_directory, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_links_stay_inside, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_single_file, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_limits, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_proc, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_archives, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_only_wanted_members_are_kept, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_listing_is_linear, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_archives_in_archives, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_bad_archives, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_compressed_file, set_up, tear_down),
		cmocka_unit_test(test_match),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
