/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The texts of iscsiadm: sessions, records, ifaces and discovery, at every -P level. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/keyset.h"
#include "parse/iscsi/iscsi.h"

enum { LOOK_LINES = 4000 }; /* the first of these tell what a text is */

struct reader {
	struct snapshot *s;
	unsigned host;
	const char *file;
	enum iscsiadm_kind kind;
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

static bool is_target(struct str word)
{
	return str_starts(word, "iqn.") || str_starts(word, "eui.") || str_starts(word, "naa.");
}

static bool is_portal(struct str word)
{
	struct str address;
	struct num port, tpgt;

	return iscsi_portal_parse(word, &address, &port, &tpgt) && address.n;
}

/* "tcp: [1] 10.0.0.1:3260,1 iqn.x (non-flash)" */
static bool split_session(struct str line, struct str word[static 4])
{
	for (size_t i = 0; i < 4; i++)
		if (!str_word(&line, &word[i]))
			return false;
	return str_ends(word[0], ":") && str_starts(word[1], "[") && str_ends(word[1], "]") &&
	       is_portal(word[2]);
}

/* "st0 tcp,<empty>,<empty>,ens1f0,<empty>": the name may hold blanks, the rest does not. */
/* A driver's name, such as tcp or qla4xxx: in foreign text with commas there is none. */
static bool is_transport(struct str word)
{
	for (size_t i = 0; i < word.n; i++)
		if (!islower((unsigned char)word.p[i]) && !isdigit((unsigned char)word.p[i]) &&
		    word.p[i] != '_')
			return false;
	return word.n >= 2 && word.n <= 15;
}

static bool split_iface(struct str line, struct str *ret_name, struct str *ret_fields)
{
	size_t n = line.n, commas = 0;

	while (n && line.p[n - 1] != ' ')
		n--;
	*ret_name = str_trim(str_upto(line, n));
	*ret_fields = str_from(line, n);
	for (size_t i = 0; i < ret_fields->n; i++)
		commas += ret_fields->p[i] == ',';
	return ret_name->n && !str_has(line, " = ") && commas >= 2 && commas <= 6 &&
	       is_transport(str_upto(*ret_fields, str_find(*ret_fields, ','))) &&
	       !is_portal(*ret_name) && !is_target(*ret_fields);
}

static bool is_node_line(struct str line)
{
	struct str portal, target;

	return str_word(&line, &portal) && str_word(&line, &target) && is_portal(portal) &&
	       is_target(target);
}

static bool is_discovery_line(struct str line)
{
	struct str portal, via;

	return str_word(&line, &portal) && str_word(&line, &via) && str_eq(via, "via") &&
	       is_portal(portal);
}

static bool is_message(struct str line)
{
	return str_starts(line, "iscsiadm: ") || str_has(line, "command not found") ||
	       str_ends(line, ": not found") || str_has(line, "No such file or directory") ||
	       str_has(line, "ermission denied") || str_starts(line, "iSCSI ERROR:") ||
	       str_starts(line, "timeout: ") || str_starts(line, "-bash:");
}

static enum iscsiadm_kind more(enum iscsiadm_kind a, enum iscsiadm_kind b)
{
	return a > b ? a : b;
}

/* What one line says about the text; `so_far` is what the lines before it said. */
static enum iscsiadm_kind kind_of_line(struct str line, enum iscsiadm_kind so_far)
{
	struct str word[4], name, fields;

	if (str_starts(line, "iscsiadm: No active sessions"))
		return ISCSIADM_NO_SESSIONS;
	if (str_starts(line, "iscsiadm: No records found"))
		return ISCSIADM_NO_RECORDS;
	if (is_message(line))
		return ISCSIADM_FAILED;
	if (str_starts(line, "node.name = "))
		return ISCSIADM_NODE_RECORDS;
	if (str_starts(line, "iface.") && so_far != ISCSIADM_NODE_RECORDS && str_has(line, " = "))
		return ISCSIADM_IFACE_RECORD;
	if (str_starts(line, "Current Portal:"))
		return ISCSIADM_SESSION_1;
	if (str_starts(line, "Recovery Timeout:"))
		return ISCSIADM_SESSION_2;
	if (str_starts(line, "Attached SCSI devices:"))
		return ISCSIADM_SESSION_3;
	if (str_starts(line, "Iface: "))
		return ISCSIADM_IFACE_TREE;
	if (str_eq(line, "SENDTARGETS:") || str_starts(line, "DiscoveryAddress: "))
		return ISCSIADM_DISCOVERY_TREE;
	if (str_starts(line, "Portal: ") && so_far < ISCSIADM_DISCOVERY_LIST)
		return ISCSIADM_NODE_TREE;
	if (split_session(line, word))
		return ISCSIADM_SESSION_LIST;
	if (is_discovery_line(line))
		return ISCSIADM_DISCOVERY_LIST;
	if (is_node_line(line))
		return ISCSIADM_NODE_LIST;
	if (iscsi_is_hit(line))
		return ISCSIADM_NODE_GREP;
	if (split_iface(line, &name, &fields))
		return ISCSIADM_IFACE_LIST;
	return ISCSIADM_NONE;
}

enum iscsiadm_kind iscsiadm_kind(struct str text)
{
	enum iscsiadm_kind kind = ISCSIADM_NONE;
	struct str line;

	if (!str_trim(text).n)
		return ISCSIADM_EMPTY;
	if (memchr(text.p, '\0', text.n))
		return ISCSIADM_NONE;
	for (size_t n = 0; n < LOOK_LINES && str_line(&text, &line); n++)
		kind = more(kind, kind_of_line(str_trim(line), kind));
	return kind;
}

static struct origin here(const struct reader *r)
{
	return snapshot_at(r->s, r->file, r->line);
}

static bool is_none(struct str v)
{
	return !v.n || str_eq(v, "<empty>") || str_eq(v, "default") || str_eq(v, "<NULL>") ||
	       str_eq(v, "(null)");
}

static struct text text_or_none(struct reader *r, struct str v)
{
	return snapshot_text(r->s, is_none(v) ? STR("") : v);
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

/* A line of the block of one session, below its Current Portal. */
static void take_session_line(struct reader *r, struct str line)
{
	struct iscsi_session *row = &r->session;
	struct str v;

	if (after(line, "Persistent Portal:", &v))
		take_persistent(r, v);
	else if (after(line, "Iface Name:", &v))
		row->iface = snapshot_text(r->s, v);
	else if (after(line, "Iface Transport:", &v))
		row->transport = snapshot_text(r->s, v);
	else if (after(line, "Iface Initiatorname:", &v))
		row->initiator_name = is_none(v) ? (struct text){ NULL } : snapshot_text(r->s, v);
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

	if (row.portal.s && r->target.n)
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
	    is_portal(portal))
		add_target(r, (struct str){ NULL, 0 }, portal,
			   str_eq(method, "isns") ? "isns" : "sendtargets");
}

static void take_node_line(struct reader *r, struct str line)
{
	struct str portal, target;

	if (is_node_line(line) && str_word(&line, &portal) && str_word(&line, &target))
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

	if (!split_iface(line, &name, &fields))
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
		if (split_session(line, word)) {
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
			(void)str_word(&v, &r->target);
		} else if (after(line, "Current Portal:", &v)) {
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

void parse_iscsiadm(struct snapshot *s, unsigned host, const char *file, struct str text)
{
	enum iscsiadm_kind kind = iscsiadm_kind(text);
	enum table_id t = table_of(kind, file);
	struct reader r = {
		.s = s, .host = host, .file = file, .kind = kind, .seed = keyset_seed()
	};
	struct str rest = text, line;

	if (kind <= ISCSIADM_FAILED) {
		cover_failure(s, host, t, file, text);
		return;
	}
	if (kind == ISCSIADM_NODE_GREP) {
		parse_iscsi_grep(s, host, file, text);
		return;
	}
	if (kind == ISCSIADM_NODE_RECORDS || kind == ISCSIADM_IFACE_RECORD)
		take_records(&r, text);
	for (r.line = 1; str_line(&rest, &line); r.line++)
		take_line(&r, str_trim(line));
	flush_session(&r);
	keyset_clear(&r.seen);
	if (t < TABLE_COUNT)
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
