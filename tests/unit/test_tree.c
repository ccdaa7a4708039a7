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

#include "tree/tree.h"

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
	assert_null(tree_fault(t));
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
			fail_msg("`%s' on `%s'", cases[i].pattern, cases[i].name);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_directory, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_links_stay_inside, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_single_file, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_limits, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_proc, set_up, tear_down),
		cmocka_unit_test(test_match),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
