/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words of an error where an answer was expected. */
#include <stdio.h>
#include <string.h>

#include "parse/linux/linux.h"
#include "parse/linux/rows.h"

enum { LINES_MOST = 20 };

static bool is_message(struct str line)
{
	static const char *const parts[] = {
		"command not found",	     "No such file or directory", "No such device",
		"ermission denied",	     "not permitted",		  "to be root",
		"must be root",		     "kernel driver not loaded",  "Device does not exist",
		"Invalid argument.",	     "imed out",		  "timeout: ",
		"Daemon not running",	     "NetworkManager is not running",
		"annot get device",	  "device does not exist",
	};

	for (size_t i = 0; i < countof(parts); i++)
		if (str_has(line, parts[i]))
			return true;
	return str_ends(line, ": not found");
}

bool is_failure(struct str text)
{
	struct str line;
	bool found = false;

	text = str_trim(text);
	if (!text.n)
		return true;
	for (size_t n = 0; str_line(&text, &line); n++) {
		if (n == LINES_MOST)
			return false;
		found |= is_message(line);
	}
	return found;
}

static enum table_id table_of(struct str name)
{
	static const struct {
		const char *word;
		enum table_id table;
	} words[] = {
		{ "multipath", TABLE_multipath }, { "sysctl", TABLE_sysctl },
		{ "mount", TABLE_nfs_mount },	  { "nfsstat", TABLE_nfs_mount },
		{ "findmnt", TABLE_nfs_mount },
		{ "team", TABLE_bond },		  { "bonding", TABLE_bond },
	};

	for (size_t i = 0; i < countof(words); i++)
		if (str_has(name, words[i].word))
			return words[i].table;
	return TABLE_COUNT;
}

void parse_failure(struct snapshot *s, unsigned host, const char *file, struct str text)
{
	struct str name = linux_base_name(file), line = str_trim(text);
	enum table_id t = strstr(file, "net/bonding/") ? TABLE_bond : table_of(name);
	char why[200];
	const char *told;

	line = str_upto(line, str_find(line, '\n'));
	if (line.n)
		snprintf(why, sizeof(why), "%.*s: %.*s", STR_ARGS(str_upto(name, 60)),
			 STR_ARGS(str_upto(line, 120)));
	else
		snprintf(why, sizeof(why), "%.*s: the saved output is empty",
			 STR_ARGS(str_upto(name, 60)));
	snapshot_note(s, host, snapshot_at(s, file, 1), line, "no answer of the command");
	if (t < TABLE_COUNT && snapshot_coverage(s, host, t, &told) == COVERAGE_ABSENT)
		snapshot_cover(s, host, t, COVERAGE_ABSENT, why);
}
