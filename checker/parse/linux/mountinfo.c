/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "parse/linux/linux.h"
#include "parse/linux/nfs.h"

/* ID parent major:minor root path options [tag…] - type source super-options */
static bool split_line(struct str line, struct nfs_words *ret_words)
{
	struct str word[6], w;

	for (size_t i = 0; i < countof(word); i++)
		if (!str_word(&line, &word[i]))
			return false;
	do {
		if (!str_word(&line, &w))
			return false;
	} while (!str_eq(w, "-"));
	ret_words->path = word[4];
	ret_words->options = word[5];
	return str_word(&line, &ret_words->type) && str_word(&line, &ret_words->source) &&
	       str_word(&line, &ret_words->super);
}

void parse_mountinfo(struct snapshot *s, unsigned host, const char *file, struct str text)
{
	struct nfs_words words;
	struct str line;

	for (unsigned n = 1; str_line(&text, &line); n++) {
		struct nfs_mount m = { .row.origin = snapshot_at(s, file, n) };
		if (!str_trim(line).n)
			continue;
		if (!split_line(line, &words))
			snapshot_note(s, host, m.row.origin, line, "not a line of mountinfo");
		else if (nfs_mount_of(s, &words, &m) && m.path.s)
			add_nfs_mount(s, host, &m);
	}
}

void parse_mountinfo_disks(struct snapshot *s, unsigned host, const char *file, struct str text)
{
	struct nfs_words words;
	struct str line;

	for (unsigned n = 1; str_line(&text, &line); n++) {
		struct disk_mount m = { .row.origin = snapshot_at(s, file, n) };
		if (split_line(line, &words) && disk_mount_of(s, &words, &m))
			add_disk_mount(s, host, &m);
	}
	snapshot_cover(s, host, TABLE_disk_mount, COVERAGE_READ, NULL);
}
