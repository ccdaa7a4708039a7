/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The texts of iscsiadm: sessions, records, ifaces and discovery, at every -P level. */
#include <stdio.h>
#include <string.h>

#include "base/keyset.h"
#include "parse/iscsi/iscsiadm.h"

enum { NARROWEST = 40 }; /* shorter lines are not broken */

struct reader {
	struct snapshot *s;
	unsigned host;
	const char *file;
	enum iscsiadm_kind kind;
	bool cut; /* lines are missing in the records */
	unsigned line;
	bool in_session;
	struct iscsi_session session;
	struct str target, portal, iface;
	char disks[2048];
	struct keyset seen; /* target portals */
	uint64_t seed;
};

/* The value behind "Key: ", or false. */
static bool after(struct str line, const char *key, struct str *ret_value)
{
	if (!str_starts(line, key))
		return false;
	*ret_value = str_trim(str_from(line, strlen(key)));
	return true;
}

static struct origin here(const struct reader *r)
{
	return snapshot_at(r->s, r->file, r->line);
}

static struct text text_or_none(struct reader *r, struct str v)
{
	return snapshot_text(r->s, iscsiadm_is_none(v) ? STR("") : v);
}

struct portal {
	struct text text;
	struct ip address;
	struct num port, tpgt;
};

static struct portal portal_of(struct reader *r, struct str text)
{
	struct portal p = { .text = { NULL } };
	struct str address;

	if (!iscsi_portal_parse(text, &address, &p.port, &p.tpgt))
		return (struct portal){ .text = { NULL } };
	ip_parse(address, &p.address);
	p.text = iscsi_portal_text(r->s, address, p.port.v);
	return p;
}

static void flush_session(struct reader *r)
{
	struct iscsi_session *row = &r->session;

	if (r->in_session) {
		if (r->kind == ISCSIADM_SESSION_3)
			row->disks = snapshot_cstr(r->s, r->disks);
		if (row->state.s)
			row->logged_in = tri(same(row->state.s, "LOGGED_IN") &&
					     (!row->connection_state.s ||
					      same(row->connection_state.s, "LOGGED IN")));
		add_iscsi_session(r->s, r->host, row);
	}
	r->in_session = false;
	r->disks[0] = '\0';
}

static void start_session(struct reader *r, struct str target, struct str portal)
{
	struct portal p = portal_of(r, portal);

	flush_session(r);
	r->in_session = true;
	r->session = (struct iscsi_session){
		.row.origin = here(r),
		.adapter = snapshot_cstr(r->s, "initiator"),
		.target = snapshot_text(r->s, target),
		.portal = p.text,
		.address = p.address,
		.port = p.port,
		.tpgt = p.tpgt,
	};
}

static void take_persistent(struct reader *r, struct str value)
{
	struct str address;
	struct num port, tpgt;

	if (iscsi_portal_parse(value, &address, &port, &tpgt))
		r->session.persistent_portal = iscsi_portal_text(r->s, address, port.v);
}

static void take_disk(struct reader *r, struct str value)
{
	size_t n = strlen(r->disks);
	struct str name;

	if (!str_word(&value, &name) || n + name.n + 2 > sizeof(r->disks))
		return;
	if (n)
		r->disks[n++] = ',';
	memcpy(r->disks + n, name.p, name.n);
	r->disks[n + name.n] = '\0';
}

static struct num number(struct str v)
{
	int64_t n;

	return str_to_i64(v, &n) ? num(n) : (struct num){ .known = false };
}

static void take_address(struct iscsi_session *row, struct str v)
{
	if (v.n > 1 && v.p[0] == '[' && v.p[v.n - 1] == ']')
		v = (struct str){ v.p + 1, v.n - 2 };
	ip_parse(v, &row->local_address);
}

/* Sessions of one portal stand below it one after the other: its lines are not repeated. */
static void start_beside(struct reader *r)
{
	struct iscsi_session before = r->session;

	flush_session(r);
	r->in_session = true;
	r->session = (struct iscsi_session){
		.row.origin = here(r),
		.adapter = before.adapter,
		.target = before.target,
		.portal = before.portal,
		.address = before.address,
		.port = before.port,
		.tpgt = before.tpgt,
		.persistent_portal = before.persistent_portal,
	};
}

/* A line of the block of one session, below its Current Portal. */
static void take_session_line(struct reader *r, struct str line)
{
	struct iscsi_session *row = &r->session;
	struct str v;

	if (after(line, "Persistent Portal:", &v))
		take_persistent(r, v);
	else if (after(line, "Iface Name:", &v)) {
		if (row->iface.s)
			start_beside(r);
		row->iface = v.n ? snapshot_text(r->s, v) : (struct text){ NULL };
	} else if (after(line, "Iface Transport:", &v))
		row->transport = snapshot_text(r->s, v);
	else if (after(line, "Iface Initiatorname:", &v))
		row->initiator_name = iscsiadm_is_none(v) ? (struct text){ NULL }
							  : snapshot_text(r->s, v);
	else if (after(line, "Iface IPaddress:", &v))
		take_address(row, v);
	else if (after(line, "Iface HWaddress:", &v))
		row->hwaddress = text_or_none(r, v);
	else if (after(line, "Iface Netdev:", &v))
		row->netdev = text_or_none(r, v);
	else if (after(line, "SID:", &v))
		row->sid = number(v);
	else if (after(line, "iSCSI Connection State:", &v))
		row->connection_state = snapshot_text(r->s, v);
	else if (after(line, "iSCSI Session State:", &v))
		row->state = snapshot_text(r->s, v);
	else if (after(line, "Recovery Timeout:", &v))
		row->recovery_timeout = number(v);
	else if (after(line, "Host Number:", &v) && str_word(&v, &line))
		row->scsi_host = number(line);
	else if (after(line, "Attached scsi disk ", &v))
		take_disk(r, v);
}

static void add_target(struct reader *r, struct str target, struct str portal, const char *method)
{
	struct portal p = portal_of(r, portal);
	struct iscsi_target row = {
		.row.origin = here(r),
		.adapter = snapshot_cstr(r->s, "initiator"),
		.target = snapshot_text(r->s, target),
		.portal = p.text,
		.address = p.address,
		.port = p.port,
		.tpgt = p.tpgt,
		.method = snapshot_cstr(r->s, method),
	};
	const char *key =
		arena_printf(snapshot_arena(r->s), "%.*s %.*s", STR_ARGS(str_upto(portal, 300)),
			     STR_ARGS(str_upto(target, 300)));

	if (keyset_add(&r->seen, r->seed, str_of(key)))
		add_iscsi_target(r->s, r->host, &row);
}

static void add_node(struct reader *r)
{
	struct portal p = portal_of(r, r->portal);
	struct iscsi_node row = {
		.row.origin = here(r),
		.target = snapshot_text(r->s, r->target),
		.portal = p.text,
		.address = p.address,
		.port = p.port,
		.tpgt = p.tpgt,
		.iface = snapshot_text(r->s, r->iface),
	};

	if (row.portal.s && r->target.n && r->iface.n)
		add_iscsi_node(r->s, r->host, &row);
}

/* Target, Portal and Iface Name, one below the other; the iface may come first instead. */
static void take_tree_line(struct reader *r, struct str line)
{
	struct str v;

	if (after(line, "Target:", &v)) {
		if (!str_word(&v, &r->target))
			r->target = STR("");
	} else if (after(line, "Portal:", &v)) {
		r->portal = v;
		if (r->kind == ISCSIADM_IFACE_TREE)
			add_node(r);
		else if (r->kind == ISCSIADM_DISCOVERY_TREE)
			add_target(r, r->target, v, "sendtargets");
	} else if (after(line, "Iface Name:", &v)) {
		r->iface = v;
		if (r->kind == ISCSIADM_NODE_TREE)
			add_node(r);
	} else if (after(line, "Iface:", &v)) {
		r->iface = v;
	}
}

/* "10.0.0.1:3260 via sendtargets" */
static void take_discovery_line(struct reader *r, struct str line)
{
	struct str portal, via, method;

	if (str_word(&line, &portal) && str_word(&line, &via) && str_word(&line, &method) &&
	    iscsiadm_is_portal(portal))
		add_target(r, (struct str){ NULL, 0 }, portal,
			   str_eq(method, "isns") ? "isns" : "sendtargets");
}

static void take_node_line(struct reader *r, struct str line)
{
	struct str portal, target;

	if (iscsiadm_is_node_line(line) && str_word(&line, &portal) && str_word(&line, &target))
		add_target(r, target, portal, NULL);
}

static struct text field(struct reader *r, struct str *fields)
{
	struct str v;

	return str_split(fields, ',', &v) ? text_or_none(r, v) : (struct text){ NULL };
}

static void take_iface_line(struct reader *r, struct str line)
{
	struct iscsi_iface row = { .row.origin = here(r) };
	struct str name, fields;

	if (!iscsiadm_iface_fields(line, &name, &fields))
		return;
	row.name = snapshot_text(r->s, name);
	row.transport = field(r, &fields);
	row.hwaddress = field(r, &fields);
	row.ipaddress_written = field(r, &fields);
	row.net_ifacename = field(r, &fields);
	row.initiator_name = field(r, &fields);
	if (row.ipaddress_written.s)
		ip_parse(str_of(row.ipaddress_written.s), &row.ipaddress);
	row.builtin = tri(same(row.name.s, "default") || same(row.name.s, "iser"));
	add_iscsi_iface(r->s, r->host, &row);
}

static void take_line(struct reader *r, struct str line)
{
	struct str word[4], v;

	switch (r->kind) {
	case ISCSIADM_SESSION_LIST:
		if (iscsiadm_session_words(line, word)) {
			start_session(r, word[3], word[2]);
			r->session.transport =
				snapshot_text(r->s, str_upto(word[0], word[0].n - 1));
			r->session.sid = number((struct str){ word[1].p + 1, word[1].n - 2 });
			flush_session(r);
		}
		break;
	case ISCSIADM_SESSION_1:
	case ISCSIADM_SESSION_2:
	case ISCSIADM_SESSION_3:
		if (after(line, "Target:", &v)) {
			flush_session(r);
			if (!str_word(&v, &r->target))
				r->target = STR("");
		} else if (after(line, "Current Portal:", &v)) {
			flush_session(r);
			if (v.n && r->target.n)
				start_session(r, r->target, v);
		} else if (r->in_session) {
			take_session_line(r, line);
		}
		break;
	case ISCSIADM_DISCOVERY_LIST: take_discovery_line(r, line); break;
	case ISCSIADM_NODE_LIST: take_node_line(r, line); break;
	case ISCSIADM_DISCOVERY_TREE:
	case ISCSIADM_IFACE_TREE:
	case ISCSIADM_NODE_TREE: take_tree_line(r, line); break;
	case ISCSIADM_IFACE_LIST: take_iface_line(r, line); break;
	case ISCSIADM_NONE:
	case ISCSIADM_EMPTY:
	case ISCSIADM_FAILED:
	case ISCSIADM_NO_SESSIONS:
	case ISCSIADM_NO_RECORDS:
	case ISCSIADM_NODE_GREP:
	case ISCSIADM_NODE_RECORDS:
	case ISCSIADM_IFACE_RECORD: break;
	}
}

static void add_record(struct reader *r, struct str text, unsigned before)
{
	struct record_place place = { .kind = "node", .file = r->file, .before = before };
	struct iscsi_node node = { .row.origin = snapshot_at(r->s, r->file, before + 1) };
	struct iscsi_iface iface = { .row.origin = node.row.origin };
	struct record record;

	record_read(r->s, r->host, &place, text, true, &record);
	record.partial = r->cut;
	if (r->kind == ISCSIADM_NODE_RECORDS && record_value(&record, "node.name").n) {
		iscsi_node_of_record(r->s, &record, &node);
		add_iscsi_node(r->s, r->host, &node);
	} else if (r->kind == ISCSIADM_IFACE_RECORD &&
		   record_value(&record, "iface.iscsi_ifacename").n) {
		iscsi_iface_of_record(r->s, &record, &iface);
		iface.name = snapshot_text(r->s, record_value(&record, "iface.iscsi_ifacename"));
		iface.builtin = tri(same(iface.name.s, "default") || same(iface.name.s, "iser"));
		add_iscsi_iface(r->s, r->host, &iface);
	}
}

/* Records follow each other; each ends at "# END RECORD" or where the next begins. */
static void take_records(struct reader *r, struct str text)
{
	struct str start = text, line;
	unsigned before = 0, n = 0;

	while (text.n) {
		const char *at = text.p;
		str_line(&text, &line);
		n++;
		if (!str_starts(line, "# BEGIN RECORD") && !str_starts(line, "# END RECORD"))
			continue;
		add_record(r, (struct str){ start.p, (size_t)(at - start.p) }, before);
		start = text;
		before = n;
	}
	add_record(r, start, before);
}

static enum table_id table_of(enum iscsiadm_kind kind, const char *file)
{
	struct str name = str_of(file);

	switch (kind) {
	case ISCSIADM_NO_SESSIONS:
	case ISCSIADM_SESSION_LIST:
	case ISCSIADM_SESSION_1:
	case ISCSIADM_SESSION_2:
	case ISCSIADM_SESSION_3: return TABLE_iscsi_session;
	case ISCSIADM_DISCOVERY_LIST:
	case ISCSIADM_DISCOVERY_TREE:
	case ISCSIADM_NODE_LIST: return TABLE_iscsi_target;
	case ISCSIADM_IFACE_TREE:
	case ISCSIADM_NODE_TREE:
	case ISCSIADM_NODE_GREP:
	case ISCSIADM_NODE_RECORDS: return TABLE_iscsi_node;
	case ISCSIADM_IFACE_LIST:
	case ISCSIADM_IFACE_RECORD: return TABLE_iscsi_iface;
	case ISCSIADM_NONE:
	case ISCSIADM_EMPTY:
	case ISCSIADM_FAILED:
	case ISCSIADM_NO_RECORDS: break;
	}
	if (str_has(name, "session"))
		return TABLE_iscsi_session;
	if (str_has(name, "iface"))
		return TABLE_iscsi_iface;
	if (str_has(name, "discovery"))
		return TABLE_iscsi_target;
	return str_has(name, "node") ? TABLE_iscsi_node : TABLE_COUNT;
}

static void cover_failure(struct snapshot *s, unsigned host, enum table_id t, const char *file,
			  struct str text)
{
	char why[160] = "the saved output of iscsiadm is empty";
	struct str line = str_trim(text);

	if (line.n)
		snprintf(why, sizeof(why), "iscsiadm: %.*s",
			 STR_ARGS(str_upto(line, str_find(line, '\n'))));
	snapshot_note(s, host, snapshot_at(s, file, 1), str_upto(line, str_find(line, '\n')),
		      "iscsiadm gave no answer");
	if (t < TABLE_COUNT)
		snapshot_cover(s, host, t, COVERAGE_ABSENT, why);
}

/* A line of a record may be a secret behind a key that nobody knows: its key alone is kept. */
static struct str shown(enum iscsiadm_kind kind, struct str line)
{
	size_t equal = str_find(line, '=');

	if (kind < ISCSIADM_NODE_GREP || kind == ISCSIADM_IFACE_LIST)
		return line;
	return equal < line.n ? str_upto(line, equal) : STR("");
}

/*
 * A mailer breaks long lines: in front of what is no line of iscsiadm, a value may be half of one.
 * Such a line goes; of what later lines belong to, the key stays.
 */
static struct str without_halves(const struct reader *r, struct str text)
{
	static const char *const keys[] = {
		"Target:", "Current Portal:", "Portal:", "Iface Name:", "Iface:",
	};
	char *out = arena_alloc(snapshot_arena(r->s), text.n + 2);
	struct str line, next;
	size_t n = 0;

	while (str_line(&text, &line)) {
		struct str rest = text, kept = str_trim(line);
		if (line.n >= NARROWEST && str_line(&rest, &next) &&
		    !iscsiadm_is_line(r->kind, str_trim(next))) {
			kept = STR("");
			for (size_t i = 0; i < countof(keys); i++)
				if (str_starts(str_trim(line), keys[i]))
					kept = str_of(keys[i]);
		}
		memcpy(out + n, kept.p, kept.n);
		n += kept.n;
		out[n++] = '\n';
	}
	out[n] = '\0';
	return (struct str){ out, n };
}

/* Lines that no such text has; returns how many there are. */
static unsigned note_foreign(struct reader *r, struct str text)
{
	unsigned foreign = 0;
	struct str line;

	for (r->line = 1; str_line(&text, &line); r->line++) {
		line = str_trim(line);
		if (iscsiadm_is_line(r->kind, line))
			continue;
		foreign++;
		snapshot_note(r->s, r->host, here(r), shown(r->kind, line),
			      "no line of this output of iscsiadm");
	}
	return foreign;
}

void parse_iscsiadm(struct snapshot *s, unsigned host, const char *file, struct str text)
{
	enum iscsiadm_kind kind = iscsiadm_kind(text);
	enum table_id t = table_of(kind, file);
	struct reader r = {
		.s = s, .host = host, .file = file, .kind = kind, .seed = keyset_seed()
	};
	struct str rest, line;
	unsigned foreign;

	if (kind <= ISCSIADM_FAILED) {
		cover_failure(s, host, t, file, text);
		return;
	}
	foreign = note_foreign(&r, text);
	r.cut = foreign > 0;
	if (kind == ISCSIADM_NODE_GREP) {
		parse_iscsi_grep(s, host, file, text);
		return;
	}
	if (foreign)
		text = without_halves(&r, text);
	rest = text;
	if (kind == ISCSIADM_NODE_RECORDS || kind == ISCSIADM_IFACE_RECORD)
		take_records(&r, text);
	for (r.line = 1; str_line(&rest, &line); r.line++)
		take_line(&r, str_trim(line));
	flush_session(&r);
	keyset_clear(&r.seen);
	if (t < TABLE_COUNT && foreign)
		snapshot_cover(s, host, t, COVERAGE_PARTIAL,
			       "not all lines of iscsiadm could be read: see the notes");
	else if (t < TABLE_COUNT)
		snapshot_cover(s, host, t, COVERAGE_READ, NULL);
}

void iscsi_add_ifaces_of_nodes(struct snapshot *s, unsigned host)
{
	struct keyset seen = { .count = 0 };
	uint64_t seed = keyset_seed();

	for_each_row (iscsi_iface, f, s, host)
		if (f->name.s)
			(void)keyset_add(&seen, seed, str_of(f->name.s));
	for_each_row (iscsi_node, n, s, host) {
		struct iscsi_iface row = {
			.row.origin = n->row.origin,
			.name = n->iface,
			.transport = n->transport,
			.hwaddress = n->hwaddress,
			.net_ifacename = n->net_ifacename,
			.ipaddress = n->ipaddress,
			.ipaddress_written = n->ipaddress_written,
			.initiator_name = n->initiator_name,
		};
		if (!n->iface.s || !n->transport.s || !keyset_add(&seen, seed, str_of(n->iface.s)))
			continue;
		row.builtin = tri(same(n->iface.s, "default") || same(n->iface.s, "iser"));
		add_iscsi_iface(s, host, &row);
	}
	keyset_clear(&seen);
}
