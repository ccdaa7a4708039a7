/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What nmcli prints in rows: devices and connections, as a table with titles, or terse (-t) with
 * ':' between and no titles.
 */
#include "parse/config/nmcli.h"

#include <string.h>

static struct str first_line(struct str text)
{
	struct str line = { NULL, 0 };

	while (str_line(&text, &line) && !str_trim(line).n)
		continue;
	return line;
}

bool nmcli_is_state(struct str text)
{
	static const char *const states[] = { "connected",   "disconnected", "connecting",
					      "unmanaged",   "unavailable",  "deactivating",
					      "unknown",     "asleep",	     "connection failed" };
	struct str word;

	for (size_t i = 0; i < countof(states); i++)
		if (str_eq(text, states[i]))
			return true;
	return str_word(&text, &word) && (str_eq(word, "connected") || str_eq(word, "connecting")) &&
	       str_trim(text).n && str_trim(text).p[0] == '(';
}

/*
 * An external connection is what NetworkManager makes of a device that others set up: it says
 * nothing of who did.
 */
void nmcli_device(struct snapshot *s, unsigned host, struct text device, struct str state,
		  struct str connection, struct origin where)
{
	bool ours = str_starts(state, "connected") && !str_has(state, "external");
	struct text profile = { NULL };

	if (connection.n && !str_eq(connection, "--"))
		profile = snapshot_text(s, connection);
	told_manager(s, host, device,
		     !ours					  ? NULL
		     : str_starts(connection, "netplan-") ? "netplan"
								  : "NetworkManager",
		     profile, where);
}

struct reader {
	struct snapshot *s;
	unsigned host;
	struct nmcli_table titles;
};

typedef bool row_fn(struct reader *r, struct str line, struct origin where);

/* Takes "(externally)" and the like off the front. */
static bool take_brackets(struct str *rest, struct str *ret)
{
	size_t end;

	*rest = str_trim(*rest);
	end = str_find(*rest, ')');
	if (!rest->n || rest->p[0] != '(' || end == rest->n)
		return false;
	*ret = str_upto(*rest, end + 1);
	*rest = str_trim(str_from(*rest, end + 1));
	return true;
}

/* Without columns to go by: the order of old, and the states as words. */
static bool device_words(struct reader *r, struct str line, struct origin where)
{
	struct str device, type, state, more;
	bool external = false;

	if (r->titles.n != 4 || !str_eq(r->titles.title[3], "CONNECTION") ||
	    !str_word(&line, &device) || !str_word(&line, &type) || !str_word(&line, &state) ||
	    !nmcli_is_state(state))
		return false;
	while (take_brackets(&line, &more))
		external |= str_has(more, "external");
	nmcli_device(r->s, r->host, snapshot_text(r->s, device),
		     external ? STR("external") : state, str_trim(line), where);
	return true;
}

static bool device_row(struct reader *r, struct str line, struct origin where)
{
	struct str device, state, connection = { NULL, 0 };

	if (!nmcli_cell(&r->titles, line, "DEVICE", &device) ||
	    !nmcli_cell(&r->titles, line, "STATE", &state) || !device.n || !nmcli_is_state(state))
		return device_words(r, line, where);
	(void)nmcli_cell(&r->titles, line, "CONNECTION", &connection);
	nmcli_device(r->s, r->host, snapshot_text(r->s, device), state, connection, where);
	return true;
}

static bool is_uuid(struct str word)
{
	if (word.n != 36)
		return false;
	for (size_t i = 0; i < word.n; i++)
		if ((i == 8 || i == 13 || i == 18 || i == 23) != (word.p[i] == '-'))
			return false;
	return true;
}

/*
 * A profile with the name of its device may be one that NetworkManager made of what others set up,
 * so it says nothing.
 */
static void connection(struct reader *r, struct str name, struct str device, struct origin where)
{
	if (name.n && device.n && !str_eq(device, "--") && !str_same(device, name))
		nmcli_device(r->s, r->host, snapshot_text(r->s, device), STR("connected"), name,
			     where);
}

static bool connection_words(struct reader *r, struct str line, struct origin where)
{
	struct str rest = line, word = { NULL, 0 }, name, device = { NULL, 0 };

	while (str_word(&rest, &word) && !is_uuid(word))
		continue;
	if (!is_uuid(word) || r->titles.n != 4 || !str_eq(r->titles.title[3], "DEVICE"))
		return false;
	name = str_trim(str_upto(line, (size_t)(word.p - line.p)));
	while (str_word(&rest, &word))
		device = word;
	connection(r, name, device, where);
	return true;
}

static bool connection_row(struct reader *r, struct str line, struct origin where)
{
	struct str name, device;

	if (!nmcli_cell(&r->titles, line, "NAME", &name) ||
	    !nmcli_cell(&r->titles, line, "DEVICE", &device))
		return connection_words(r, line, where);
	connection(r, name, device, where);
	return true;
}

enum { PARTS_MOST = 8 };

static size_t parts_of(struct arena *a, struct str line, struct str parts[static PARTS_MOST])
{
	size_t n = 0;

	while (n < PARTS_MOST && nmcli_part(a, &line, &parts[n]))
		n++;
	return n;
}

/* eth0:ethernet:connected:System eth0, or without the type */
static bool terse_device(struct arena *a, struct str line, struct str parts[static PARTS_MOST],
			 size_t *ret_state)
{
	size_t n = parts_of(a, line, parts);

	*ret_state = n == 4 ? 2 : 1;
	return (n == 3 || n == 4) && parts[0].n && nmcli_is_state(parts[*ret_state]);
}

/* System eth0:UUID:802-3-ethernet:eth0 */
static bool terse_connection(struct arena *a, struct str line, struct str parts[static PARTS_MOST])
{
	return parts_of(a, line, parts) == 4 && is_uuid(parts[1]);
}

static bool terse_row(struct reader *r, struct str line, struct origin where)
{
	struct str parts[PARTS_MOST];
	struct arena *a = snapshot_arena(r->s);
	size_t state;

	if (terse_connection(a, line, parts))
		connection(r, parts[0], parts[3], where);
	else if (terse_device(a, line, parts, &state))
		nmcli_device(r->s, r->host, snapshot_text(r->s, parts[0]), parts[state],
			     parts[state + 1], where);
	else
		return false;
	return true;
}

static bool is_terse(struct str line, bool devices)
{
	struct arena *a = arena_new();
	struct str parts[PARTS_MOST];
	size_t state;
	bool is = line.n < 4096 && (devices ? terse_device(a, line, parts, &state)
					    : terse_connection(a, line, parts));

	arena_free(a);
	return is;
}

bool is_nmcli_devices(struct str text)
{
	struct nmcli_table t;
	struct str line = first_line(text);

	if (!nmcli_titles(&t, line))
		return is_terse(line, true);
	return nmcli_has(&t, "DEVICE") && nmcli_has(&t, "STATE") && !nmcli_has(&t, "NAME") &&
	       (nmcli_has(&t, "CONNECTION") || nmcli_has(&t, "TYPE"));
}

bool is_nmcli_connections(struct str text)
{
	struct nmcli_table t;
	struct str line = first_line(text);

	if (!nmcli_titles(&t, line))
		return is_terse(line, false);
	return nmcli_has(&t, "NAME") && nmcli_has(&t, "UUID") && nmcli_has(&t, "TYPE");
}

bool is_nmcli_general(struct str text)
{
	struct nmcli_table t;

	return nmcli_titles(&t, first_line(text)) && nmcli_has(&t, "STATE") &&
	       nmcli_has(&t, "CONNECTIVITY") && nmcli_has(&t, "WIFI-HW");
}

/* Titles may stand again, where commands stand one behind the other. */
static void read_rows(struct snapshot *s, unsigned host, const char *file, struct str text,
		      row_fn *row)
{
	struct reader r = { .s = s, .host = host };
	struct nmcli_table titles;
	struct str line;

	for (unsigned n = 1; str_line(&text, &line); n++) {
		if (!str_trim(line).n)
			continue;
		if (nmcli_titles(&titles, line) &&
		    (nmcli_has(&titles, "DEVICE") || nmcli_has(&titles, "UUID")))
			r.titles = titles;
		else if (!(r.titles.n ? row : terse_row)(&r, line, snapshot_at(s, file, n)))
			snapshot_note(s, host, snapshot_at(s, file, n), str_trim(line),
				      "no row of nmcli");
	}
}

void parse_nmcli_devices(struct snapshot *s, unsigned host, const char *file, struct str text)
{
	read_rows(s, host, file, text, device_row);
}

void parse_nmcli_connections(struct snapshot *s, unsigned host, const char *file, struct str text)
{
	read_rows(s, host, file, text, connection_row);
}

/* How the daemon is tells nothing of a host that is asked for here. */
void parse_nmcli_general(struct snapshot *s, unsigned host, const char *file, struct str text)
{
	(void)s;
	(void)host;
	(void)file;
	(void)text;
}
