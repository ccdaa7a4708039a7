/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"

static char directory[] = "/tmp/test_file.XXXXXX";

static int enter(void **state)
{
	(void)state;
	return !mkdtemp(directory) || chdir(directory) < 0;
}

static int leave(void **state)
{
	char command[sizeof(directory) + 16];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf %s", directory);
	return chdir("/") < 0 || system(command) != 0;
}

static void put(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	fputs(text, f);
	fclose(f);
}

static void assert_holds(const char *path, const char *text)
{
	struct err err = { "" };
	char *got = NULL;
	size_t n = 0;

	if (file_read(path, 1000, &got, &n, &err) < 0)
		fail_msg("%s", err.text);
	assert_int_equal(n, strlen(text));
	assert_string_equal(got, text);
	free(got);
}

static unsigned files_here(void)
{
	DIR *d = opendir(".");
	unsigned n = 0;

	while (readdir(d))
		n++;
	closedir(d);
	return n - 2;
}

static void refused(const char *path, size_t most, const char *text)
{
	struct err err = { "" };
	char *got;
	size_t n;

	assert_int_equal(file_read(path, most, &got, &n, &err), -1);
	assert_string_equal(err.text, text);
}

static void test_read(void **state)
{
	(void)state;
	put("a", "hello");
	put("empty", "");
	assert_holds("a", "hello");
	assert_holds("empty", "");
	assert_int_equal(mkfifo("fifo", 0600), 0);
	refused("a", 4, "a: larger than 4 bytes");
	refused("fifo", 100, "fifo: a FIFO, not a regular file");
	refused("/dev/zero", 100, "/dev/zero: a device, not a regular file");
	refused(".", 100, ".: a directory, not a regular file");
	refused("absent\x1B", 100, "absent\\x1B: No such file or directory");
	assert_int_equal(unlink("fifo"), 0);
}

/* Neither the size nor the start of a file of proc is told beforehand. */
static void test_read_unsized(void **state)
{
	struct err err;
	char *text;
	size_t n;

	(void)state;
	assert_int_equal(file_read("/proc/self/stat", 100000, &text, &n, &err), 0);
	assert_true(n > 10 && text[n] == '\0');
	free(text);
	refused("/proc/self/stat", 10, "/proc/self/stat: larger than 10 bytes");
}

static void test_read_pipe(void **state)
{
	char name[32];
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], "from a pipe", 11), 11);
	close(ends[1]);
	snprintf(name, sizeof(name), "/dev/fd/%d", ends[0]);
	assert_holds(name, "from a pipe");
	close(ends[0]);
}

static void test_write(void **state)
{
	struct output o;
	struct err err = { "" };
	unsigned before = files_here();
	struct stat st;

	(void)state;
	umask(027);
	assert_int_equal(output_open(&o, "new", &err), 0);
	fputs("one", o.out);
	fflush(o.out);
	assert_int_equal(access("new", F_OK), -1);
	assert_int_equal(output_commit(&o, &err), 0);
	assert_holds("new", "one");
	assert_int_equal(files_here(), before + 1);
	assert_int_equal(stat("new", &st), 0);
	assert_int_equal(st.st_mode & 0777, 0640);

	assert_int_equal(output_open(&o, "new", &err), 0);
	fputs("two", o.out);
	output_abort(&o);
	output_abort(&o);
	assert_holds("new", "one");
	assert_int_equal(files_here(), before + 1);
}

static void test_write_over(void **state)
{
	struct output o;
	struct err err = { "" };
	struct stat st;

	(void)state;
	put("old", "old");
	assert_int_equal(chmod("old", 0604), 0);
	assert_int_equal(symlink("old", "link"), 0);
	assert_int_equal(output_open(&o, "link", &err), 0);
	fputs("fresh", o.out);
	assert_holds("old", "old");
	assert_int_equal(output_commit(&o, &err), 0);
	assert_holds("old", "fresh");
	assert_int_equal(lstat("link", &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	assert_int_equal(stat("old", &st), 0);
	assert_int_equal(st.st_mode & 0777, 0604);
}

static void test_write_fails(void **state)
{
	struct output o;
	struct err err = { "" };
	unsigned before = files_here();

	(void)state;
	assert_int_equal(output_open(&o, "/dev/full", &err), 0);
	fputs("text", o.out);
	assert_int_equal(output_commit(&o, &err), -1);
	assert_string_equal(err.text, "cannot write: /dev/full: No space left on device");
	assert_int_equal(access("/dev/full", F_OK), 0);
	assert_int_equal(output_open(&o, "no/such/place", &err), -1);
	assert_string_equal(err.text, "no/such/place: No such file or directory");
	assert_int_equal(output_open(&o, ".", &err), -1);
	assert_string_equal(err.text, ".: Is a directory");
	assert_int_equal(files_here(), before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read),       cmocka_unit_test(test_read_unsized),
		cmocka_unit_test(test_read_pipe),  cmocka_unit_test(test_write),
		cmocka_unit_test(test_write_over), cmocka_unit_test(test_write_fails),
	};

	return cmocka_run_group_tests(tests, enter, leave);
}
