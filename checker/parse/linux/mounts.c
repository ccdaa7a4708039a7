/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tables of mounts beside mountinfo, and /etc/fstab. */
#include <string.h>

#include "model/lookup.h"
#include "parse/json_leaves.h"
#include "parse/linux/linux.h"
#include "parse/linux/nfs.h"

enum { NESTED_MOST = 32, LOOK_LINES = 200 };

struct reader {
	struct snapshot *s;
	unsigned host;
	const char *file;
	unsigned line;
	bool unread; /* a line was noted: a mount may be lost, as where a mail wrapped it */
};

static void add(struct reader *r, const struct nfs_words *w)
{
	struct nfs_mount m = { .row.origin = snapshot_at(r->s, r->file, r->line) };
	struct disk_mount d = { .row.origin = m.row.origin };

	if (nfs_mount_of(r->s, w, &m) && m.path.s)
		add_nfs_mount(r->s, r->host, &m);
	if (disk_mount_of(r->s, w, &d))
		add_disk_mount(r->s, r->host, &d);
}

static void note(struct reader *r, struct str line, const char *reason)
{
	r->unread = true;
	snapshot_note(r->s, r->host, snapshot_at(r->s, r->file, r->line), line, reason);
}

static void cover_table(struct reader *r, enum table_id t)
{
	snapshot_cover(r->s, r->host, t, r->unread ? COVERAGE_PARTIAL : COVERAGE_READ,
		       r->unread ? "not all lines of mounts could be read: see the notes" : NULL);
}

static void cover(struct reader *r)
{
	cover_table(r, TABLE_nfs_mount);
	cover_table(r, TABLE_disk_mount);
}

/* "10.0.0.1:/x /mnt nfs4 rw,relatime 0 0" */
static bool split_fields(struct str line, struct nfs_words *ret_words)
{
	struct nfs_words w = { .super = { NULL, 0 } };

	if (!str_word(&line, &w.source) || !str_word(&line, &w.path) || !str_word(&line, &w.type) ||
	    !str_word(&line, &w.options))
		return false;
	*ret_words = w;
	return true;
}

static bool is_state(struct str options)
{
	struct str first = str_upto(options, str_find(options, ','));

	return str_eq(first, "rw") || str_eq(first, "ro");
}

static bool split_proc_mounts(struct str line, struct nfs_words *ret_words)
{
	struct str word;

	if (!split_fields(line, ret_words) || !is_state(ret_words->options) ||
	    !str_starts(ret_words->path, "/"))
		return false;
	for (int i = 0; i < 4; i++)
		(void)str_word(&line, &word);
	return str_eq(str_trim(line), "0 0");
}

bool is_proc_mounts(struct str text)
{
	struct nfs_words w;
	struct str line;

	text = str_trim(text);
	return str_line(&text, &line) && split_proc_mounts(line, &w);
}

void parse_proc_mounts(struct snapshot *s, unsigned host, const char *file, struct str text)
{
	struct reader r = { .s = s, .host = host, .file = file };
	struct nfs_words w;
	struct str line;

	for (r.line = 1; str_line(&text, &line); r.line++)
		if (split_proc_mounts(line, &w))
			add(&r, &w);
		else if (str_trim(line).n)
			note(&r, line, "not a line of /proc/mounts");
	cover(&r);
}

/* Where `part` stands last in the text, or its length. */
static size_t last_of(struct str text, const char *part)
{
	size_t n = strlen(part), i = text.n;

	while (i-- > 0)
		if (text.n - i >= n && memcmp(text.p + i, part, n) == 0)
			return i;
	return text.n;
}

static size_t first_of(struct str text, const char *part)
{
	size_t i = 0;

	while (i < text.n && !str_starts(str_from(text, i), part))
		i++;
	return i;
}

/* "10.0.0.1:/x on /mnt type nfs4 (rw,relatime) [label]" */
static bool split_mount(struct str line, struct nfs_words *ret_words)
{
	struct nfs_words w = { .super = { NULL, 0 } };
	size_t open = last_of(line, " ("), type, on;

	if (open == line.n)
		return false;
	w.options = str_from(line, open + 2);
	if (str_find(w.options, ')') == w.options.n)
		return false;
	w.options = str_upto(w.options, str_find(w.options, ')'));
	line = str_upto(line, open);
	type = last_of(line, " type ");
	w.type = str_from(line, type + strlen(" type "));
	line = str_upto(line, type);
	on = first_of(line, " on /");
	w.source = str_upto(line, on);
	w.path = str_from(line, on + strlen(" on "));
	if (!w.type.n || !w.path.n || !w.source.n)
		return false;
	*ret_words = w;
	return true;
}

bool is_mount(struct str text)
{
	struct nfs_words w;
	struct str line;

	for (size_t n = 0; n < LOOK_LINES && str_line(&text, &line); n++)
		if (split_mount(line, &w))
			return true;
	return false;
}

void parse_mount(struct snapshot *s, unsigned host, const char *file, struct str text)
{
	struct reader r = { .s = s, .host = host, .file = file };
	struct nfs_words w;
	struct str line;

	for (r.line = 1; str_line(&text, &line); r.line++)
		if (split_mount(line, &w))
			add(&r, &w);
		else if (str_trim(line).n)
			note(&r, line, "not a line of mount");
	cover(&r);
}

static bool is_header(struct str line)
{
	static const char *const names[] = { "TARGET", "SOURCE", "FSTYPE", "OPTIONS" };
	struct str word;

	for (size_t i = 0; i < countof(names); i++)
		if (!str_word(&line, &word) || !str_eq(word, names[i]))
			return false;
	return !str_trim(line).n;
}

bool is_findmnt(struct str text)
{
	struct str line;

	text = str_trim(text);
	return str_line(&text, &line) && is_header(line);
}

static struct str take_last_word(struct str *line)
{
	struct str all = str_trim(*line);
	size_t n = all.n;

	while (n && all.p[n - 1] != ' ' && all.p[n - 1] != '\t')
		n--;
	*line = str_upto(all, n);
	return str_from(all, n);
}

/* "│ └─/mnt/a b   10.0.0.1:/x nfs4 rw,relatime": what draws the tree has no slash. */
static bool split_findmnt(struct str line, struct nfs_words *ret_words)
{
	struct nfs_words w = { .super = { NULL, 0 } };

	line = str_from(line, str_find(line, '/'));
	w.options = take_last_word(&line);
	w.type = take_last_word(&line);
	w.source = take_last_word(&line);
	w.path = str_trim(line);
	if (!w.path.n || !is_state(w.options))
		return false;
	*ret_words = w;
	return true;
}

void parse_findmnt(struct snapshot *s, unsigned host, const char *file, struct str text)
{
	struct reader r = { .s = s, .host = host, .file = file };
	struct nfs_words w;
	struct str line;

	for (r.line = 1; str_line(&text, &line); r.line++)
		if (!str_trim(line).n || is_header(line))
			continue;
		else if (split_findmnt(line, &w))
			add(&r, &w);
		else
			note(&r, line, "not a line of findmnt");
	cover(&r);
}

bool is_findmnt_json(struct str text)
{
	text = str_trim(text);
	return text.n && text.p[0] == '{' && str_has(text, "\"filesystems\"") &&
	       str_has(text, "\"fstype\"");
}

static void take_filesystems(struct reader *r, const struct span *list, unsigned depth)
{
	struct span one, children;

	for (size_t at = 0; span_next(list, &at, &one);) {
		struct nfs_words w = { .super = { NULL, 0 } };
		if (span_text(&one, "target", &w.path) && span_text(&one, "source", &w.source) &&
		    span_text(&one, "fstype", &w.type) && span_text(&one, "options", &w.options))
			add(r, &w);
		children = span_below(&one, "children");
		if (depth < NESTED_MOST)
			take_filesystems(r, &children, depth + 1);
	}
}

void parse_findmnt_json(struct snapshot *s, unsigned host, const char *file, struct str text)
{
	struct reader r = { .s = s, .host = host, .file = file, .line = 1 };
	struct span o, list;
	struct leaves l;
	struct err err;
	int found;

	leaves_open(&l, file, text);
	found = leaves_next(&l, &o, &err);
	if (found == 1) {
		list = span_below(&o, "filesystems");
		take_filesystems(&r, &list, 0);
		cover(&r);
	}
	leaves_close(&l);
	if (found < 0)
		note(&r, str_of(err.text), "cannot be read");
}

/* "/mnt from 10.0.0.1:/x", and below it " Flags: rw,vers=4.2,…" */
static bool split_from(struct str line, struct nfs_words *ret_words)
{
	size_t from = first_of(line, " from ");

	if (!str_starts(line, "/") || from == line.n)
		return false;
	*ret_words = (struct nfs_words){
		.path = str_upto(line, from),
		.source = str_trim(str_from(line, from + strlen(" from "))),
		.type = STR("nfs"),
	};
	return ret_words->source.n > 0;
}

static bool is_flags(struct str line)
{
	return str_starts(str_trim(line), "Flags:");
}

bool is_nfsstat(struct str text)
{
	struct nfs_words w;
	struct str line;

	text = str_trim(text);
	return str_line(&text, &line) && split_from(line, &w) && str_line(&text, &line) &&
	       is_flags(line);
}

void parse_nfsstat(struct snapshot *s, unsigned host, const char *file, struct str text)
{
	struct reader r = { .s = s, .host = host, .file = file };
	struct nfs_words w = { .path = { NULL, 0 } };
	struct str line;

	for (r.line = 1; str_line(&text, &line); r.line++) {
		if (!str_trim(line).n || split_from(line, &w))
			continue;
		if (!w.path.p || !is_flags(line)) {
			note(&r, line, "not a line of nfsstat -m");
			continue;
		}
		w.options = str_trim(str_from(str_trim(line), strlen("Flags:")));
		add(&r, &w);
		w.path.p = NULL;
	}
	cover_table(&r, TABLE_nfs_mount); /* nfsstat shows no other */
}

static bool is_mounted(struct snapshot *s, unsigned host, struct text path)
{
	size_t i;

	return snapshot_lookup_text(s, TABLE_nfs_mount, host, COLUMN(nfs_mount, path), path, &i);
}

/* Swap space has no place. */
static bool is_place(struct str path)
{
	return str_starts(path, "/") || str_eq(path, "none") || str_eq(path, "swap");
}

void parse_fstab(struct snapshot *s, unsigned host, const char *file, struct str text)
{
	struct reader r = { .s = s, .host = host, .file = file };
	const char *why;
	bool known = snapshot_coverage(s, host, TABLE_nfs_mount, &why) == COVERAGE_READ;
	struct nfs_words w;
	struct str line;

	for (r.line = 1; str_line(&text, &line); r.line++) {
		struct nfs_mount m = { .row.origin = snapshot_at(s, file, r.line) };
		line = str_trim(line);
		if (!line.n || line.p[0] == '#')
			continue;
		if (!split_fields(line, &w) || !is_place(w.path))
			note(&r, line, "not a line of /etc/fstab");
		else if (nfs_mount_of(s, &w, &m) && m.path.s && !is_mounted(s, host, m.path)) {
			m.mounted = known ? TRI_NO : TRI_UNKNOWN;
			add_nfs_mount(s, host, &m);
		}
	}
	if (!known)
		snapshot_cover(s, host, TABLE_nfs_mount, COVERAGE_PARTIAL,
			       "what is configured in fstab; what is mounted is not known");
}
