/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * race ROUNDS NAME COMMAND [NAME COMMAND]…: runs the commands in turn, so that
 * what else the machine does hits all of them alike, and prints for each its
 * name, the medians of time and processor time in microseconds, the peak memory
 * in KiB and the highest exit status.  A command is words and file patterns with blanks between;
 * " ; " divides several that count as one.
 */
#include <fcntl.h>
#include <glob.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

enum { RUNNERS_MOST = 16 };

struct runner {
	const char *name;
	char **words; /* NULL ends; ";" divides */
	double *times, *cpu; /* by round, in microseconds */
	long peak; /* KiB */
	int status; /* the highest */
};

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

/* A pattern stands for many files: the kernel takes no single word of more than 128 KiB. */
static char **split(char *text)
{
	glob_t found = { .gl_offs = 0 };
	int flags = GLOB_NOCHECK;

	for (char *w = strtok(text, " \n"); w; w = strtok(NULL, " \n")) {
		if (glob(w, flags, NULL, &found))
			return NULL;
		flags |= GLOB_APPEND;
	}
	return found.gl_pathv;
}

static void fail(const char *what, const char *name)
{
	fprintf(stderr, "race: %s: %s\n", name, what);
	exit(1);
}

static double microseconds(struct timeval t)
{
	return (double)t.tv_sec * 1e6 + (double)t.tv_usec;
}

/* A status is told, not judged: uplint says 1 where there are findings. */
static void run_one(struct runner *r, char **words, int round)
{
	posix_spawn_file_actions_t to_null;
	struct rusage usage;
	int status;
	pid_t pid;

	posix_spawn_file_actions_init(&to_null);
	posix_spawn_file_actions_addopen(&to_null, 1, "/dev/null", O_WRONLY, 0);
	if (posix_spawnp(&pid, words[0], &to_null, NULL, words, environ) != 0)
		fail("cannot be started", words[0]);
	posix_spawn_file_actions_destroy(&to_null);
	if (wait4(pid, &status, 0, &usage) < 0 || !WIFEXITED(status))
		fail("failed", r->name);
	r->cpu[round] += microseconds(usage.ru_utime) + microseconds(usage.ru_stime);
	if (usage.ru_maxrss > r->peak)
		r->peak = usage.ru_maxrss;
	if (WEXITSTATUS(status) > r->status)
		r->status = WEXITSTATUS(status);
}

static void run_all(struct runner *r, int round)
{
	double start = now();
	char **first = r->words;

	for (char **w = r->words;; w++) {
		char *divider = *w;
		if (divider && strcmp(divider, ";") != 0)
			continue;
		*w = NULL;
		run_one(r, first, round);
		*w = divider;
		first = w + 1;
		if (!divider)
			break;
	}
	r->times[round] = now() - start;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double *values, int n)
{
	qsort(values, (size_t)n, sizeof(*values), compare);
	return values[n / 2];
}

int main(int argc, char **argv)
{
	struct runner runners[RUNNERS_MOST];
	int rounds = argc > 1 ? atoi(argv[1]) : 0, n = 0;

	for (int i = 2; i + 1 < argc && n < RUNNERS_MOST; i += 2, n++) {
		runners[n] = (struct runner){
			.name = argv[i],
			.words = split(argv[i + 1]),
			.times = calloc((size_t)rounds + 1, sizeof(double)),
			.cpu = calloc((size_t)rounds + 1, sizeof(double)),
		};
		if (!runners[n].words || !runners[n].times || !runners[n].cpu || !runners[n].words[0])
			fail("no command", argv[i]);
	}
	for (int round = 0; round < rounds; round++)
		for (int i = 0; i < n; i++)
			run_all(&runners[i], round);
	for (int i = 0; i < n && rounds > 0; i++)
		printf("%s\t%.0f\t%.0f\t%ld\t%d\n", runners[i].name, median(runners[i].times, rounds),
		       median(runners[i].cpu, rounds), runners[i].peak, runners[i].status);
	return 0;
}
