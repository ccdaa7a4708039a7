/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Several prompts and outputs in one file, as people paste them. */
#include <string.h>

#include "parse/esxi/esxi.h"
#include "parse/esxi/section.h"

/* Commands as they stand behind a prompt, or alone in a line. */
static const char *const commands[] = { "esxcli ",  "localcli ",  "esxcfg-",	    "vicfg-",
					"vim-cmd ", "vmware -",	  "uname -a",	    "vmkping ",
					"net-dvs",  "vmkiscsid",  "vmkiscsi-",	    "route -n",
					"swiscsi ", "nicinfo.sh", "vmware-vimdump", "hostname" };

enum mark {
	MARK_NONE,
	MARK_FENCE,   /* of Markdown */
	MARK_HEADING, /* a command alone, behind a lone '#' or among signs: a script's line, perhaps */
	MARK_PROMPT,
};

static bool only(struct str s, const char *signs)
{
	for (size_t i = 0; i < s.n; i++)
		if (!strchr(signs, s.p[i]))
			return false;
	return true;
}

/* What stands before a command in its line. */
static enum mark mark_before(struct str before)
{
	before = str_trim(before);
	if (only(before, "#$>=*+- "))
		return MARK_HEADING;
	return strchr("#$]>", before.p[before.n - 1]) ? MARK_PROMPT : MARK_NONE;
}

/* "=== esxcli network nic list ===" */
static struct str undecorated(struct str command)
{
	while (command.n && strchr("=*#- :", command.p[command.n - 1]))
		command.n--;
	return command;
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
static enum mark mark_of(struct str line, struct str *ret_command)
{
	enum mark mark;
	size_t at;

	line = str_trim(line);
	*ret_command = STR("");
	if (line.n > 4096)
		return MARK_NONE;
	if (str_starts(line, "```"))
		return MARK_FENCE;
	at = find_command(line);
	mark = at < line.n ? mark_before(str_upto(line, at)) : MARK_NONE;
	if (mark == MARK_PROMPT || (mark && line.n < 400)) {
		*ret_command = str_from(line, at);
		if (mark == MARK_HEADING)
			*ret_command = undecorated(*ret_command);
		return mark;
	}
	*ret_command = line;
	return other_prompt(line) ? MARK_PROMPT : MARK_NONE;
}

/* Does all that the command writes stand below it? "2>/dev/null" takes nothing of it away. */
static bool writes_here(struct str command)
{
	for (size_t i = 0; i < command.n; i++)
		if (strchr("|;&", command.p[i]) ||
		    (command.p[i] == '>' && (!i || command.p[i - 1] != '2')))
			return false;
	return true;
}

struct esxi_pieces esxi_pieces(const char *file, struct str text)
{
	return (struct esxi_pieces){ .file = file, .rest = text, .line = 1 };
}

/* The line that was just taken begins the next piece. */
static void begin_piece(struct esxi_pieces *p, struct str line, enum mark mark, struct str command)
{
	p->command = command;
	p->host = prompt_host(str_trim(line));
	p->prompted = mark == MARK_PROMPT;
	/* A prompt at the very end has an empty output of its own. */
	p->begun = p->rest.n > 0 || !command.n;
}

/* Does the line begin an output of its own, in a text that no command names? */
static bool begins_other(struct esxi_pieces *p, struct str line, struct str before)
{
	enum esxi_section section = esxi_section(line, p->rest), was = p->section;

	if (section)
		p->section = section;
	return section && str_trim(before).n && (section != was || section == ESXI_SECTION_TABLE);
}

bool esxi_piece(struct esxi_pieces *p, struct str *ret_command, struct esxi_capture *ret_capture)
{
	struct str line, from = p->rest, next = { NULL, 0 };
	struct esxi_capture c = { .file = p->file, .line = p->line, .host = p->host };

	if (!p->rest.n && p->begun)
		return false;
	*ret_command = p->command;
	p->begun = true;
	p->section = ESXI_SECTION_NONE;
	c.exact = p->command.n > 0;
	for (;;) {
		struct str here = p->rest;
		enum mark mark;
		c.text = str_upto(from, (size_t)(here.p - from.p));
		if (!str_line(&p->rest, &line)) {
			p->command = p->host = (struct str){ NULL, 0 };
			break;
		}
		mark = mark_of(line, &next);
		if (!mark && !c.exact && begins_other(p, line, c.text)) {
			p->rest = here;
			break;
		}
		p->line++;
		if (mark) {
			/* An empty output is one only between two prompts. */
			c.may_be_empty = p->prompted && mark == MARK_PROMPT &&
					 writes_here(p->command);
			begin_piece(p, line, mark, next);
			break;
		}
	}
	*ret_capture = c;
	return true;
}

/* Linux has these too, so they tell no host of the one kind from one of the other. */
static bool is_common(struct str command)
{
	return str_starts(command, "uname -a") || str_starts(command, "route -n") ||
	       str_starts(command, "hostname");
}

static bool has_pieces(struct str text, bool of_esx_alone)
{
	struct str line, command;
	enum mark mark;

	text = str_upto(text, 1 << 20);
	while (str_line(&text, &line)) {
		mark = mark_of(line, &command);
		if (mark == MARK_FENCE || (mark && find_command(command) == 0 && command.n &&
					   !(of_esx_alone && is_common(command))))
			return true;
	}
	return false;
}

bool esxi_has_pieces(struct str text)
{
	return has_pieces(text, false);
}

bool esxi_has_own_pieces(struct str text)
{
	return has_pieces(text, true);
}
