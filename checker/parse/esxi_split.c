/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Several prompts and outputs in one file, as people paste them. */
#include <string.h>

#include "parse/esxi_format.h"

/* Commands as they stand behind a prompt, or alone in a line. */
static const char *const commands[] = { "esxcli ",  "localcli ",  "esxcfg-",	    "vicfg-",
					"vim-cmd ", "vmware -",	  "uname -a",	    "vmkping ",
					"net-dvs",  "vmkiscsid",  "vmkiscsi-",	    "route -n",
					"swiscsi ", "nicinfo.sh", "vmware-vimdump", "hostname" };

static bool ends_prompt(struct str before)
{
	before = str_trim(before);
	if (!before.n)
		return true;
	return strchr("#$]>", before.p[before.n - 1]) != NULL;
}

static size_t find_command(struct str line)
{
	for (size_t i = 0; i < line.n; i++) {
		if (i && line.p[i - 1] != ' ' && line.p[i - 1] != '\t' &&
		    !strchr("#$]>", line.p[i - 1]))
			continue;
		for (size_t k = 0; k < countof(commands); k++)
			if (str_starts(str_from(line, i), commands[k]))
				return i;
	}
	return line.n;
}

/* "[root@esx:~] ls", "~ # ls": some other command ends an output too. */
static bool other_prompt(struct str line)
{
	size_t close = str_find(line, ']');

	if (str_starts(line, "~ #") || str_starts(line, "/ #"))
		return true;
	return (str_starts(line, "[") || str_starts(line, "\\[")) && close < line.n && close < 80 &&
	       str_find(str_upto(line, close), '@') < close;
}

/* "[root@esx01:~]": ESXi's own prompt names the host; "\\[root@…" has been through Markdown. */
static struct str prompt_host(struct str line)
{
	struct str before = str_upto(line, str_find(line, ']'));
	size_t at = str_find(before, '@'), colon;

	if (before.n == line.n || before.n > 120 || at == before.n ||
	    !(str_starts(before, "[") || str_starts(before, "\\[")))
		return (struct str){ NULL, 0 };
	before = str_from(before, at + 1);
	colon = str_find(before, ':');
	return colon < before.n ? str_upto(before, colon) : (struct str){ NULL, 0 };
}

/* A prose line with "esxcli" in it is none: the command stands first, or behind a prompt. */
static bool is_prompt(struct str line, struct str *ret_command)
{
	size_t at;

	line = str_trim(line);
	if (line.n > 4096)
		return false;
	if (str_starts(line, "```")) {
		*ret_command = STR("");
		return true;
	}
	at = find_command(line);
	if (at < line.n && ends_prompt(str_upto(line, at)) && (at || line.n < 400)) {
		*ret_command = str_from(line, at);
		return true;
	}
	*ret_command = line;
	return other_prompt(line);
}

struct esxi_pieces esxi_pieces(const char *file, struct str text)
{
	return (struct esxi_pieces){ .file = file, .rest = text, .line = 1 };
}

bool esxi_piece(struct esxi_pieces *p, struct str *ret_command, struct esxi_capture *ret_capture)
{
	struct str line, from = p->rest, next = { NULL, 0 };
	struct esxi_capture c = { .file = p->file, .line = p->line, .host = p->host };

	if (!p->rest.n && p->begun)
		return false;
	*ret_command = p->command;
	p->begun = true;
	c.exact = p->command.n > 0;
	for (;;) {
		struct str here = p->rest;
		if (!str_line(&p->rest, &line)) {
			c.text = from;
			p->command = p->host = (struct str){ NULL, 0 };
			break;
		}
		p->line++;
		if (is_prompt(line, &next)) {
			c.text = str_upto(from, (size_t)(here.p - from.p));
			p->command = next;
			p->host = prompt_host(str_trim(line));
			/* A prompt at the very end has an empty output of its own. */
			p->begun = p->rest.n > 0 || !next.n;
			break;
		}
	}
	*ret_capture = c;
	return true;
}

bool esxi_has_prompt(struct str text)
{
	struct str line, command;

	text = str_upto(text, 1 << 20);
	while (str_line(&text, &line))
		if (is_prompt(line, &command) && find_command(command) == 0 && command.n)
			return true;
	return false;
}
