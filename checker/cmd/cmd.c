/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmd/cmd.h"

#include <poll.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include "base/typo.h"
#include "base/utf8.h"
#include "version.h"

const struct command *const cmd_commands[] = {
#define COMMAND(name) &command_##name,
#include "cmd/commands.def"
#undef COMMAND
	NULL,
};

static const char *const names[] = {
#define COMMAND(name) #name,
#include "cmd/commands.def"
#undef COMMAND
};

const struct command *cmd_find(const char *name)
{
	struct err err;
	int i = typo_find(&err, "command", name, names, countof(names));

	if (i >= 0)
		return cmd_commands[i];
	cmd_fail(&err);
	return NULL;
}

void cmd_help(FILE *out)
{
	fputs("uplint finds why a host's storage and management traffic takes the wrong\n"
	      "interface, before it does.  It changes nothing.\n\nCommands:\n", out);
	for (const struct command *const *c = cmd_commands; *c; c++)
		fprintf(out, "  %-9s %-18s %s\n", (*c)->name, (*c)->arguments, (*c)->doc);
	fputs("\nExamples:\n"
	      "  uplint check                       check this host\n"
	      "  uplint check esx-bundle.tgz        check a host from its support bundle\n"
	      "  uplint path 10.10.10.50            which interface reaches that address\n"
	      "\n'uplint COMMAND --help' shows the options of a command.\n", out);
}

const char *cmd_version(void)
{
	return UPLINT_VERSION;
}

void cmd_show_version(FILE *out)
{
	fprintf(out, "uplint %s\n", UPLINT_VERSION);
}

int cmd_parse(const struct command *c, const struct option_group *groups, size_t n, int argc,
	      char **argv, struct arena *a, struct words *ret_arguments, int *ret_status)
{
	bool help = false, version = false;
	const struct option every[] = {
		OPT_FLAG('h', "help", &help, "show this help"),
		OPT_FLAG(0, "version", &version, "show the version"),
	};
	struct option_group all[8];
	struct options o = { .command = arena_printf(a, "uplint %s", c->name),
			     .arguments = c->arguments,
			     .summary = c->about,
			     .groups = all,
			     .ngroups = n + 1 };
	struct err err;

	memcpy(all, groups, n * sizeof(*groups));
	all[n] = (struct option_group){ "Other options", every, countof(every) };
	if (options_parse(&o, argc, argv, a, ret_arguments, &err) < 0) {
		*ret_status = cmd_fail(&err);
		return 1;
	}
	if (!help && !version)
		return 0;
	if (help)
		options_help(stdout, &o);
	else
		cmd_show_version(stdout);
	*ret_status = STATUS_OK;
	return 1;
}

void cmd_say(const char *fmt, ...)
{
	char text[1024];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	fflush(stdout);
	fputs("uplint: ", stderr);
	text_visible_print(stderr, str_of(text));
	fputc('\n', stderr);
}

int cmd_fail(const struct err *err)
{
	cmd_say("%s", err->text);
	return STATUS_FAILED;
}

int cmd_commit(struct output *o, int status)
{
	struct err err;

	if (o->out == stdout)
		return status;
	return output_commit(o, &err) < 0 ? cmd_fail(&err) : status;
}

/* As after `uplint check | head -1`. errno may be of an earlier write: the pipe is asked. */
static bool reader_gone(void)
{
	struct pollfd p = { .fd = STDOUT_FILENO };

	return poll(&p, 1, 0) == 1 && p.revents & POLLERR;
}

int cmd_finish(int status)
{
	CLEANUP(output_abort) struct output out = { .out = NULL };
	struct err err;

	if (output_open(&out, "-", &err) == 0 && output_commit(&out, &err) == 0)
		return status;
	return reader_gone() ? STATUS_FAILED : cmd_fail(&err);
}
