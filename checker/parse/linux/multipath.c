/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * multipath -ll.  A device is a line with its name, then one with its size,
 * then a tree of path groups and paths.  What stands between devices at higher
 * verbosity is none of our business.
 *
 *	mpatha (3600…) dm-0 IET,VIRTUAL-DISK     mpath1 (3600…)
 *	size=1G features='0' …                   [size=1 GB][features="0"]
 *	`-+- policy='…' prio=1 status=active     \_ round-robin 0 [prio=4][active]
 *	  `- 2:0:0:1 sda 8:0 active ready running \_ 2:0:0:1 sda 8:0 [active][ready]
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/search.h"
#include "model/lookup.h"
#include "parse/linux/linux.h"
#include "parse/linux/rows.h"

struct reader {
	struct snapshot *s;
	unsigned host;
	const char *file;
	unsigned line;
	struct text device; /* whose paths come; NULL outside */
	struct str last;    /* the line before, which may have been a name */
	bool listed;	    /* -v3 and above list all paths first, under a heading */
};

static bool is_size(struct str line)
{
	return str_starts(line, "size=") || str_starts(line, "[size=");
}

/* What the tree is drawn with. */
static struct str without_tree(struct str line)
{
	while (line.n && strchr(" |`\\_+-", line.p[0]) &&
	       !(line.p[0] == '-' && line.n > 1 && line.p[1] == ' ' && line.n > 2 &&
		 line.p[2] == '#'))
		line = str_from(line, 1);
	return str_trim(line);
}

static bool is_tree(struct str line)
{
	return line.n && strchr(" |`\\", line.p[0]) && without_tree(line).n;
}

/* "2:0:0:1" or, of a path that is gone, "#:#:#:#" */
static bool is_hctl(struct str word)
{
	unsigned colons = 0;

	for (size_t i = 0; i < word.n; i++) {
		if (word.p[i] == ':')
			colons++;
		else if (!isdigit((unsigned char)word.p[i]) && word.p[i] != '#')
			return false;
	}
	return colons == 3;
}

bool is_multipath(struct str text)
{
	struct str line, word;
	bool size = false;

	if (text.n && (text.p[0] == '[' || text.p[0] == '{'))
		return false;
	while (str_line(&text, &line)) {
		if (is_size(line)) {
			size = true;
			continue;
		}
		line = without_tree(line);
		if (size && str_word(&line, &word) && is_hctl(word))
			return true;
	}
	return false;
}

/* "mpatha (3600…) dm-0 IET,VIRTUAL-DISK", "reload: mpatha (3600…) …", "3600… dm-0 …" */
static struct text device_name(const struct reader *r, struct str line)
{
	static const char *const actions[] = { "create", "reload", "resize", "reject", "rename" };
	struct str first, second, rest = line;

	if (!str_word(&rest, &first) || is_tree(line))
		return (struct text){ NULL };
	for (size_t i = 0; i < countof(actions); i++)
		if (str_starts(first, actions[i]) && str_ends(first, ":"))
			return device_name(r, str_trim(rest));
	if (str_word(&rest, &second) && !str_starts(second, "(") && !str_starts(second, "dm-") &&
	    !str_starts(second, "[") && !str_starts(second, "undef"))
		return (struct text){ NULL };
	return snapshot_text(r->s, first);
}

/* "active ready running", "[active][ready]": one word after the other. */
static bool next_state(struct str *rest, struct str *ret_word)
{
	while (rest->n && strchr(" \t[]", rest->p[0]))
		*rest = str_from(*rest, 1);
	*ret_word = *rest;
	for (size_t i = 0; i < rest->n; i++)
		if (strchr(" \t[]", rest->p[i])) {
			*ret_word = str_upto(*rest, i);
			break;
		}
	*rest = str_from(*rest, ret_word->n);
	return ret_word->n > 0;
}

/*
 * What the kernel uses, what the checker found, and what the SCSI layer says:
 * the worst of the three, for the kernel may not have noticed yet.
 */
static const char *state_of(struct str rest)
{
	const char *state = NULL;
	struct str word;

	while (next_state(&rest, &word)) {
		if (str_eq(word, "failed") || str_eq(word, "faulty") || str_eq(word, "offline") ||
		    str_eq(word, "timeout"))
			return "failed";
		if (str_eq(word, "ghost"))
			state = "standby";
		else if (str_eq(word, "active") && !state)
			state = "active";
	}
	return state;
}

static bool take_path(struct reader *r, struct str line)
{
	struct str hctl, disk, number;
	struct multipath row = {
		.row.origin = snapshot_at(r->s, r->file, r->line),
		.device = r->device,
	};

	if (!str_word(&line, &hctl) || !is_hctl(hctl) || !str_word(&line, &disk) ||
	    !str_word(&line, &number))
		return false;
	if (!str_eq(disk, "-"))
		row.path = snapshot_text(r->s, disk);
	if (hctl.p[0] != '#')
		row.scsi_host = num_of(str_upto(hctl, str_find(hctl, ':')));
	row.state = snapshot_cstr(r->s, state_of(line));
	add_multipath(r->s, r->host, &row);
	return true;
}

static bool is_group(struct str line)
{
	return str_starts(line, "policy=") || str_has(line, "[prio=") ||
	       str_has(line, "[active]") || str_has(line, "[enabled]") ||
	       str_has(line, "[disabled]") || str_starts(line, "round-robin") ||
	       str_starts(line, "queue-length") || str_starts(line, "service-time");
}

/* "Nov 20 10:00:00 | …", "19.227892 | …": what the tool did on the way. */
static bool is_log(struct str line)
{
	size_t bar = str_find(line, '|');

	return bar >= 2 && bar < line.n && line.p[bar - 1] == ' ' &&
	       isdigit((unsigned char)line.p[bar - 2]);
}

static void note_last(struct reader *r)
{
	struct str line = str_trim(r->last);

	if (line.n && !r->listed && !is_log(line))
		snapshot_note(r->s, r->host, snapshot_at(r->s, r->file, r->line - 1), line,
			      "not a line of multipath -ll");
	r->last = STR("");
}

static void take_line(struct reader *r, struct str line)
{
	struct str bare = without_tree(line);

	r->listed |= str_starts(line, "=====");
	if (is_size(line)) {
		r->device = device_name(r, r->last);
		if (!r->device.s)
			note_last(r);
		r->last = STR("");
		return;
	}
	note_last(r);
	if (r->device.s && is_tree(line)) {
		if (!take_path(r, bare) && !is_group(bare))
			snapshot_note(r->s, r->host, snapshot_at(r->s, r->file, r->line), line,
				      "not a path of multipath -ll");
		return;
	}
	r->device = (struct text){ NULL };
	r->last = line;
}

void parse_multipath(struct snapshot *s, unsigned host, const char *file, struct str text)
{
	struct reader r = { .s = s, .host = host, .file = file };
	struct str line;

	for (r.line = 1; str_line(&text, &line); r.line++)
		take_line(&r, line);
	note_last(&r);
	snapshot_cover(s, host, TABLE_multipath, COVERAGE_READ, NULL);
}

/* A disk of a session. */
struct disk {
	struct str name;
	size_t session;
};

struct disks {
	struct disk *v;
	size_t n;
};

static int by_name(const void *a, const void *b)
{
	const struct disk *x = a, *y = b;
	int order = str_compare(x->name, y->name);

	return order ? order : (x->session > y->session) - (x->session < y->session);
}

static struct disks all_disks(struct snapshot *s, unsigned host)
{
	struct arena *a = snapshot_arena(s);
	struct disks all = { NULL, 0 };

	for_each_row (iscsi_session, n, s, host) {
		struct str list = str_of(n->disks.s), one;
		while (str_split(&list, ',', &one)) {
			all.v = arena_grow(a, all.v, all.n, sizeof(*all.v));
			all.v[all.n++] = (struct disk){ one, n->row.index };
		}
	}
	if (all.n)
		qsort(all.v, all.n, sizeof(*all.v), by_name);
	return all;
}

static int compare_disk(const void *name, const void *disk)
{
	return str_compare(*(const struct str *)name, ((const struct disk *)disk)->name);
}

/* The first session that lists the disk; false: none does. */
static bool session_of_disk(const struct disks *all, const char *disk, size_t *ret_session)
{
	struct str name = str_of(disk);
	size_t at;

	if (!disk)
		return false;
	at = lower_bound(&name, all->v, all->n, sizeof(*all->v), compare_disk);
	if (at == all->n || !str_same(all->v[at].name, name))
		return false;
	*ret_session = all->v[at].session;
	return true;
}

/* Software transports have a SCSI host for each session; on a card sessions share one. */
static bool session_of_host(struct snapshot *s, unsigned host, struct num scsi_host,
			    size_t *ret_session)
{
	struct cell c = { .type = CELL_num, .num = scsi_host };
	struct iscsi_session n;
	uint64_t key;

	if (!scsi_host.known || !snapshot_key_of(&c, &key))
		return false;
	*ret_session = snapshot_lookup(s, TABLE_iscsi_session, host,
				       COLUMN(iscsi_session, scsi_host), key);
	return get_iscsi_session(s, host, *ret_session, &n) &&
	       (same(n.transport.s, "tcp") || same(n.transport.s, "iser"));
}

void multipath_add_sessions(struct snapshot *s, unsigned host)
{
	struct disks disks = all_disks(s, host);
	struct iscsi_session n;
	size_t i;

	for_each_row (multipath, m, s, host) {
		if (m->target.s || m->portal.s)
			continue;
		if (!session_of_disk(&disks, m->path.s, &i) &&
		    !session_of_host(s, host, m->scsi_host, &i))
			continue;
		get_iscsi_session(s, host, i, &n);
		m->adapter = n.adapter;
		m->target = n.target;
		m->portal = n.portal;
		put_multipath(s, host, m->row.index, m);
	}
}
