/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * uplint: which interface does the traffic take, and is it the right one?
 *
 * The map of the tree, from the ground up; a directory uses those above it in
 * this list, never one beside it, and of a room within a directory only the
 * header of its name (parse/ip/ip.h):
 *
 *	base/      values, memory, errors, text, YAML/JSON/XML events, options
 *	model/     what a host is: tables/ lists all that can be known of one;
 *	           snapshot holds it, rule and report are made of it
 *	tree/      files of an input, a directory or an archive, within limits
 *	parse/     text in, rows out: one file per text format, in a room for each
 *	           family: esxi/, ip/, iscsi/, linux/
 *	path/      the kernel's route lookup, done again over a snapshot
 *	rule/      YAML files to rules; the built-in pack
 *	policy/    the site's own word: severities, roles, waivers
 *	format/    a report to bytes: one file per output format
 *	source/    names what an input is and fills a snapshot; live/ asks the kernel
 *	db/        SQL over a snapshot
 *	check/     rules x policy x facts: the verdicts
 *	proof/     fixtures: does a rule do what it says?
 *	cmd/       one file per subcommand; prints errors, decides the status
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "base/str.h"
#include "cmd/cmd.h"

/*
 * Where a standard stream is closed, the next file opened would take its
 * place; a descriptor that can neither be read nor written keeps it.
 */
static void hold_standard_streams(void)
{
	for (int fd = 0; fd < 3; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd ? O_RDONLY : O_WRONLY) < 0)
			return;
}

/* Somebody cut an input short while it was read (base/file.h); nothing that is in it is known then. */
static void tell_cut_input(int signal)
{
	static const char words[] = "uplint: an input became shorter while it was read\n";

	(void)signal;
	if (write(STDERR_FILENO, words, sizeof(words) - 1) < 0)
		_exit(2);
	_exit(2);
}

/* `uplint help check` is `uplint check --help`. */
static int run_help(const char *name)
{
	const struct command *c = cmd_find(name);
	char help[] = "--help", *argv[] = { help, NULL };

	return c ? c->run(c, 1, argv) : STATUS_FAILED;
}

static int run(int argc, char **argv)
{
	const struct command *c;

	if (argc < 2 || same(argv[1], "--help") || same(argv[1], "-h") ||
	    (argc == 2 && same(argv[1], "help"))) {
		cmd_help(stdout);
		return STATUS_OK;
	}
	if (same(argv[1], "help") && argc > 2)
		return run_help(argv[2]);
	if (same(argv[1], "--version")) {
		cmd_show_version(stdout);
		return STATUS_OK;
	}
	c = cmd_find(argv[1]);
	return c ? c->run(c, argc - 2, argv + 2) : STATUS_FAILED;
}

int main(int argc, char **argv)
{
	hold_standard_streams();
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	signal(SIGBUS, tell_cut_input);
	return cmd_finish(run(argc, argv));
}
