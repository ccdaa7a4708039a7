/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "parse/linux/linux.h"
#include "parse/linux/nfs.h"

/* ID parent major:minor root path options [tag…] - type source super-options */
static bool parse_line(struct snapshot *s, struct str line, struct nfs_mount *m)
{
	struct str word[6], w;
	struct nfs_words words;

	for (size_t i = 0; i < countof(word); i++)
		if (!str_word(&line, &word[i]))
			return false;
	do {
		if (!str_word(&line, &w))
			return false;
	} while (!str_eq(w, "-"));
	words.path = word[4];
	words.options = word[5];
	if (!str_word(&line, &words.type) || !str_word(&line, &words.source) ||
	    !str_word(&line, &words.super))
		return false;
	(void)nfs_mount_of(s, &words, m);
	return true;
}

void parse_mountinfo(struct snapshot *s, unsigned host, const char *file, struct str text)
{
	struct str line;

	for (unsigned n = 1; str_line(&text, &line); n++) {
		struct nfs_mount m = { .row.origin = snapshot_at(s, file, n) };
		if (str_trim(line).n && !parse_line(s, line, &m))
			snapshot_note(s, host, m.row.origin, line, "not a line of mountinfo");
		else if (m.path.s)
			add_nfs_mount(s, host, &m);
	}
}
