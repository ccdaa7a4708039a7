/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/native.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "parse/iscsi/iscsi.h"
#include "source/native_reader.h"
#include "source/source.h"
#include "tree/tree.h"

/* A host as far as it is read. */
struct host_reader {
	struct event start;
	struct host row;
	bool added;
	bool read[TABLE_COUNT]; /* the table's key is there */
	struct said {
		bool known;
		enum coverage_state state;
		const char *why, *missing;
	} said[TABLE_COUNT];
};

/* Tables that are keys of a host. */
static bool is_key(enum table_id t)
{
	return t != TABLE_host && t != TABLE_coverage && !schema_table(t)->derived;
}

/* Tables of which coverage speaks. */
static bool is_fact(enum table_id t)
{
	return is_key(t) && t != TABLE_note;
}

static int read_text(struct native_reader *r, const char *name, struct text *ret_text,
		     struct err *err)
{
	const struct column column = { .name = name,
				       .type = CELL_text,
				       .offset = offsetof(struct note, reason) };
	struct note cell = { .reason = { NULL } };

	if (native_next(r, err) < 0 || native_cell(r, &column, &cell.row, err) < 0)
		return -1;
	*ret_text = cell.reason;
	return 0;
}

static int read_version(struct native_reader *r, struct err *err)
{
	if (native_next(r, err) < 0)
		return -1;
	if (r->at.type != EVENT_SCALAR || r->at.scalar != SCALAR_INT ||
	    r->at.number != NATIVE_VERSION)
		return native_expected(r, "uplint_snapshot",
				       "1, the version of the format that this uplint reads", err);
	return 0;
}

static int read_name(struct native_reader *r, struct host_reader *h, struct err *err)
{
	if (read_text(r, "host", &h->row.name, err) < 0)
		return -1;
	if (!h->row.name.s || !*h->row.name.s)
		return native_expected(r, "host", "the name of the host", err);
	return 0;
}

static int check_platform(const struct native_reader *r, const struct host *row, struct err *err)
{
	static const char *const platforms[] = { "linux", "esxi", "esx", "ovirt" };

	for (size_t i = 0; i < countof(platforms); i++)
		if (!row->platform.s || same(row->platform.s, platforms[i]))
			return 0;
	return native_unknown(r, "platform", platforms, countof(platforms), err);
}

static int read_host_cell(struct native_reader *r, struct host_reader *h,
			  const struct column *column, struct err *err)
{
	if (native_next(r, err) < 0 || native_cell(r, column, &h->row.row, err) < 0)
		return -1;
	if (column == &schema_table(TABLE_host)->columns[COLUMN(host, platform)])
		return check_platform(r, &h->row, err);
	return 0;
}

/* Rows need the host they belong to. */
static int begin_host(struct native_reader *r, struct host_reader *h, struct err *err)
{
	if (h->added)
		return 0;
	if (!h->row.name.s)
		return events_error(
			r->events, &r->at, err,
			"the host has no name yet; expected 'host: NAME' before its tables");
	r->host = snapshot_add_host(r->s, &h->row);
	r->nhosts++;
	h->row.name = snapshot_cstr(r->s, snapshot_host_name(r->s, r->host));
	h->added = true;
	return 0;
}

static int read_table(struct native_reader *r, struct host_reader *h, enum table_id t,
		      struct err *err)
{
	const char *name = schema_table(t)->name;
	int status;

	if (begin_host(r, h, err) < 0 || native_next(r, err) < 0)
		return -1;
	if (r->at.type != EVENT_LIST)
		return native_expected(r, name, "a list of rows ([] where there are none)", err);
	h->read[t] = true;
	while ((status = native_item(r, name, "a row: a mapping of its columns", err)) > 0)
		if (native_row(r, t, err) < 0)
			return -1;
	return status;
}

static int unknown_fact(const struct native_reader *r, struct err *err)
{
	const char *words[TABLE_COUNT];
	size_t n = 0;

	for (enum table_id t = 0; t < TABLE_COUNT; t++)
		if (is_fact(t))
			words[n++] = schema_table(t)->name;
	return native_unknown(r, "table", words, n, err);
}

static int read_state(struct native_reader *r, struct said *said, struct err *err)
{
	static const char *const states[] = { "absent", "partial", "read" };
	struct text state;

	if (read_text(r, "state", &state, err) < 0)
		return -1;
	for (size_t i = 0; i < countof(states); i++) {
		if (same(state.s, states[i])) {
			said->state = (enum coverage_state)i;
			said->known = true;
			return 0;
		}
	}
	return native_unknown(r, "state", states, countof(states), err);
}

static int read_fact(struct native_reader *r, const struct host_reader *h, enum table_id *ret_table,
		     struct err *err)
{
	struct text fact;

	if (read_text(r, "fact", &fact, err) < 0)
		return -1;
	if (!schema_find(str_of(fact.s), ret_table) || !is_fact(*ret_table)) {
		*ret_table = TABLE_COUNT;
		return unknown_fact(r, err);
	}
	if (h->said[*ret_table].known)
		return events_error(r->events, &r->at, err, "coverage of '%s' stands twice",
				    fact.s);
	return 0;
}

static int read_said(struct native_reader *r, struct host_reader *h, struct err *err)
{
	static const char *const keys[] = { "fact", "state", "why", "missing" };
	struct event start = r->at;
	enum table_id t = TABLE_COUNT;
	struct said said = { .known = false };
	struct text why = { NULL }, missing = { NULL };
	int status = 0;

	while (status == 0) {
		if (native_next(r, err) < 0)
			return -1;
		if (r->at.type == EVENT_MAP_END)
			break;
		if (str_eq(r->at.text, "fact"))
			status = read_fact(r, h, &t, err);
		else if (str_eq(r->at.text, "state"))
			status = read_state(r, &said, err);
		else if (str_eq(r->at.text, "why"))
			status = read_text(r, "why", &why, err);
		else if (str_eq(r->at.text, "missing"))
			status = read_text(r, "missing", &missing, err);
		else
			status = native_unknown(r, "key of coverage", keys, countof(keys), err);
	}
	if (status < 0)
		return -1;
	if (t == TABLE_COUNT || !said.known)
		return events_error(r->events, &start, err, "expected both 'fact' and 'state'");
	said.why = why.s;
	said.missing = missing.s;
	h->said[t] = said;
	return 0;
}

static int read_coverage(struct native_reader *r, struct host_reader *h, struct err *err)
{
	static const char row[] = "a row such as {fact: route, state: partial, why: IPv4 only}";
	int status;

	if (native_next(r, err) < 0)
		return -1;
	if (r->at.type != EVENT_LIST)
		return native_expected(r, "coverage", "a list of rows", err);
	while ((status = native_item(r, "coverage", row, err)) > 0)
		if (read_said(r, h, err) < 0)
			return -1;
	return status;
}

static int unknown_key(const struct native_reader *r, struct err *err)
{
	const struct table *host = schema_table(TABLE_host);
	const char *words[TABLE_COUNT + 32];
	size_t n = 0;

	words[n++] = "host";
	for (size_t c = 0; c < host->ncolumns && n < 31; c++)
		if (native_has_column(TABLE_host, &host->columns[c]))
			words[n++] = host->columns[c].name;
	for (enum table_id t = 0; t < TABLE_COUNT; t++)
		if (is_key(t))
			words[n++] = schema_table(t)->name;
	words[n++] = "coverage";
	return native_unknown(r, "key", words, n, err);
}

static int read_key(struct native_reader *r, struct host_reader *h, struct err *err)
{
	const struct column *column = table_column(schema_table(TABLE_host), r->at.text);
	enum table_id t;

	if (str_eq(r->at.text, "host"))
		return read_name(r, h, err);
	if (str_eq(r->at.text, "coverage"))
		return read_coverage(r, h, err);
	if (schema_find(r->at.text, &t) && is_key(t))
		return read_table(r, h, t, err);
	if (column && native_has_column(TABLE_host, column))
		return read_host_cell(r, h, column, err);
	return unknown_key(r, err);
}

static void cover(struct native_reader *r, const struct host_reader *h)
{
	for (enum table_id t = 0; t < TABLE_COUNT; t++) {
		const struct said *said = &h->said[t];
		if (!is_fact(t))
			continue;
		if (said->known)
			snapshot_cover(r->s, r->host, t, said->state, said->why);
		else if (h->read[t])
			snapshot_cover(r->s, r->host, t, COVERAGE_READ, NULL);
		if (said->missing)
			snapshot_miss(r->s, r->host, t, said->missing);
	}
}

/* Rules are for platforms; the names of the ports tell which, and the note says that it is a guess. */
static void guess_platform(struct native_reader *r, struct host_reader *h)
{
	const char *platform = "linux";

	for_each_row (interface, i, r->s, r->host) {
		struct str name = str_of(i->name.s);
		if (str_starts(name, "vmk") || str_starts(name, "vmnic"))
			platform = "esxi";
	}
	h->row.platform = snapshot_cstr(r->s, platform);
	snapshot_note(r->s, r->host, (struct origin){ r->file, h->start.line },
		      str_of(h->row.name.s),
		      same(platform, "esxi") ? "no platform given: taken for esxi by its ports"
					     : "no platform given: taken for linux");
}

static int end_host(struct native_reader *r, struct host_reader *h, struct err *err)
{
	bool by_hand;

	if (!h->row.name.s)
		return events_error(r->events, &h->start, err,
				    "the host has no name; expected 'host: NAME'");
	if (begin_host(r, h, err) < 0)
		return -1;
	by_hand = !h->row.kind.s;
	if (!h->row.platform.s)
		guess_platform(r, h);
	if (by_hand)
		h->row.kind = snapshot_cstr(r->s, "native");
	put_host(r->s, r->host, 0, &h->row);
	h->read[TABLE_address] |= r->addresses_read;
	cover(r, h);
	/* A person writes what the records say; a saved snapshot already says what they bind. */
	if (by_hand)
		iscsi_resolve(r->s, r->host);
	return 0;
}

static int read_hosts(struct native_reader *r, struct err *err);

static void begin_snapshot(struct native_reader *r)
{
	r->s = r->sink->open(r->sink);
	r->file = snapshot_cstr(r->s, r->path);
}

/* A host that is complete goes away. */
static int hand_over(struct native_reader *r, struct host_reader *h, struct err *err)
{
	if (end_host(r, h, err) < 0)
		return -1;
	r->sink->take(r->sink, r->s);
	begin_snapshot(r);
	if (r->forgets)
		events_forget(r->events);
	return 0;
}

/* A host's mapping, which r->at begins; at the top of a document it may hold `hosts` instead. */
static int read_host(struct native_reader *r, bool top, struct err *err)
{
	struct host_reader h = {
		.start = r->at,
		.row = { .row.origin = { r->file, r->at.line }, .source = r->file },
	};
	bool hosts = false, other = false;

	r->addresses_read = false;
	for (;;) {
		int status;
		if (native_next(r, err) < 0)
			return -1;
		if (r->at.type == EVENT_MAP_END)
			return hosts ? 0 : hand_over(r, &h, err);
		bool version = top && str_eq(r->at.text, "uplint_snapshot");
		bool list = top && str_eq(r->at.text, "hosts");
		if (!version && (hosts || (list && other)))
			return events_error(r->events, &r->at, err,
					    "'hosts' stands alone beside 'uplint_snapshot'");
		hosts |= list;
		other |= !version;
		status = version ? read_version(r, err)
			 : list  ? read_hosts(r, err)
				 : read_key(r, &h, err);
		if (status < 0)
			return -1;
	}
}

static int read_hosts(struct native_reader *r, struct err *err)
{
	int status;

	if (native_next(r, err) < 0)
		return -1;
	if (r->at.type != EVENT_LIST)
		return native_expected(r, "hosts", "a list of hosts", err);
	while ((status = native_item(r, "hosts", "a host: a mapping", err)) > 0)
		if (read_host(r, false, err) < 0)
			return -1;
	return status;
}

static int read_documents(struct native_reader *r, struct err *err)
{
	for (;;) {
		if (native_next(r, err) < 0)
			return -1;
		if (r->at.type == EVENT_END)
			return 0;
		if (r->at.type == EVENT_DOCUMENT)
			continue;
		if (r->at.type != EVENT_MAP)
			return native_expected(r, "snapshot",
					       "a mapping that begins with 'host: NAME'", err);
		if (read_host(r, true, err) < 0)
			return -1;
	}
}

static enum event_syntax syntax_of(struct str text)
{
	/* Text that looks like XML is no snapshot; the YAML reader says what it is and where. */
	return event_syntax_of(text) == EVENT_JSON ? EVENT_JSON : EVENT_YAML;
}

static int stream_text(struct source_sink *sink, const char *file, struct str text, bool forgets,
		       struct err *err)
{
	CLEANUP(events_freep) struct events *events = events_new(syntax_of(text), file, text);
	struct native_reader r = { .sink = sink, .events = events, .path = file,
				   .forgets = forgets };
	int status;

	begin_snapshot(&r);
	status = read_documents(&r, err);
	sink->take(sink, r.s);
	free(r.addresses);
	if (status == 0 && !r.nhosts)
		return err_set(err, "%s: the snapshot holds no host", file);
	return status;
}

int native_stream_text(struct source_sink *sink, const char *file, struct str text,
		       struct err *err)
{
	return stream_text(sink, file, text, false, err);
}

/* A file of many hosts is the largest thing in memory, and read once. */
static int stream(struct source_sink *sink, struct tree *t, struct err *err)
{
	struct str text;

	if (!tree_is_file(t))
		return err_set(err, "%s: a native snapshot is one file", tree_label(t));
	if (tree_read(t, "", &text, err) < 0)
		return -1;
	return stream_text(sink, tree_origin(t, ""), text, true, err);
}

int native_load_text(struct snapshot *s, const char *file, struct str text, struct err *err)
{
	struct source_single single = source_single(s);

	return native_stream_text(&single.sink, file, text, err);
}

static int load(struct snapshot *s, struct tree *t, struct err *err)
{
	struct source_single single = source_single(s);

	return stream(&single.sink, t, err);
}

/* Other inputs have a key `host` too, but a list or a mapping in it. */
static bool is_ours(struct events *e)
{
	struct event key, value;
	struct err err;
	bool version, host, hosts;

	while (events_next(e, &key, &err) == 0 && key.type != EVENT_END) {
		if (key.type != EVENT_KEY)
			continue;
		version = str_eq(key.text, "uplint_snapshot");
		host = str_eq(key.text, "host") || str_eq(key.text, "platform");
		hosts = str_eq(key.text, "hosts");
		if (events_next(e, &value, &err) < 0)
			return false;
		if (version || (host && value.type == EVENT_SCALAR) ||
		    (hosts && value.type == EVENT_LIST))
			return true;
		if (events_skip(e, &value, &err) < 0)
			return false;
	}
	return false;
}

static unsigned score(struct tree *t, const char **ret_why)
{
	CLEANUP(events_freep) struct events *events = NULL;
	struct event document, map;
	struct str text;
	struct err err;

	*ret_why = NULL;
	if (!tree_is_file(t) || tree_read(t, "", &text, &err) <= 0 ||
	    event_syntax_of(text) == EVENT_XML)
		return 0;
	events = events_new(event_syntax_of(text), "", text);
	return events_next(events, &document, &err) == 0 && document.type == EVENT_DOCUMENT &&
	       events_next(events, &map, &err) == 0 && map.type == EVENT_MAP && is_ours(events);
}

const struct source source_native = {
	.name = "native",
	.doc = "uplint's own snapshot, YAML or JSON",
	.score = score,
	.load = load,
	.stream = stream,
};
