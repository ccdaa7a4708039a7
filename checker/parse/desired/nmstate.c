/* SPDX-License-Identifier: GPL-2.0-or-later */
/* States of nmstate, alone or in the objects of kubernetes-nmstate. */
#include "parse/desired/nmstate.h"

#include "parse/desired/desired.h"

struct documents {
	struct snapshot *s;
	struct events *events;
	const char *file;
	const struct desired_input *input;
	bool found; /* a state */
};

static bool has_interface(const struct node *state, const char *name)
{
	for (const struct node *n = node_first(state, "interfaces"); n; n = n->next)
		if (str_eq(node_text(n, "name"), name))
			return true;
	return false;
}

static void read_state(struct snapshot *s, unsigned host, const struct node *state)
{
	struct nmstate m = { .current = node_at(state, "routes.running") != NULL };

	plan_begin(&m.plan, s, host);
	m.plan.network_manager = true;
	nmstate_interfaces(&m, state);
	nmstate_connected(&m, state);
	plan_connect(&m.plan);
	nmstate_routes(&m, state);
	nmstate_rules(&m, state);
	plan_default_rules(&m.plan);
	if (!m.current)
		plan_doubt(&m.plan, PLAN_ALL,
			   "a desired state names only what it changes on its host");
	else if (!has_interface(state, "lo"))
		plan_doubt(&m.plan, PLAN_ALL, "lo is not among the interfaces: not all are shown");
	plan_end(&m.plan);
}

/* The first text that only a host can fill in. */
static const struct node *reference_in(const struct node *n)
{
	const struct node *found = NULL;

	if (str_has(n->text, "{{"))
		return n;
	for (n = n->first; n && !found; n = n->next)
		found = reference_in(n);
	return found;
}

static const struct node *state_in(const struct node *document)
{
	static const char *const paths[] = { "spec.desiredState", "status.currentState",
					     "status.desiredState", "desiredState", "desired" };

	for (size_t i = 0; i < countof(paths); i++)
		if (node_at(document, paths[i]))
			return node_at(document, paths[i]);
	return node_at(document, "apiVersion") || node_at(document, "capture") ? NULL : document;
}

/* An object of a node has its name; a policy has its own, and is for any number of nodes. */
static struct str name_in(const struct node *document, const struct node *state)
{
	struct str kind = node_text(document, "kind"), name;

	if (str_eq(kind, "NodeNetworkState") && node_text(document, "metadata.name").n)
		return node_text(document, "metadata.name");
	name = node_text(state, "hostname.config");
	return name.n ? name : node_text(state, "hostname.running");
}

static int add_state(struct documents *d, const struct node *document, struct err *err)
{
	const struct node *state = state_in(document), *reference;
	struct str name;
	struct host row = {
		.platform = snapshot_cstr(d->s, "linux"),
		.kind = snapshot_cstr(d->s, "nmstate"),
		.source = snapshot_cstr(d->s, d->input->source),
	};

	if (!state)
		return err_set(err, "%s: an object without a state of nmstate", d->file);
	reference = reference_in(state);
	if (reference)
		return err_set(err, "%s:%u: a policy whose `capture:` is filled in on its host; give the state that it comes to, or that of the host (nmstatectl show)",
			       d->file, reference->line);
	name = name_in(document, state);
	row.name = name.n ? snapshot_text(d->s, name) : snapshot_cstr(d->s, d->input->name);
	row.captured = snapshot_text(d->s, node_text(document, "status.lastSuccessfulUpdateTime"));
	read_state(d->s, snapshot_add_host(d->s, &row), state);
	d->found = true;
	return 0;
}

static int read_document(struct documents *d, struct err *err);

/* Objects of a List are read each by itself: there may be very many. */
static int read_items(struct documents *d, struct err *err)
{
	struct event at;

	for (;;) {
		if (events_next(d->events, &at, err) < 0)
			return -1;
		if (at.type == EVENT_LIST_END)
			return 0;
		if (at.type != EVENT_MAP)
			return events_error(d->events, &at, err, "expected an object of nmstate");
		if (read_document(d, err) < 0)
			return -1;
	}
}

/* The keys of a mapping that was just opened, as *document; true: it was a List, which is read. */
static int read_keys(struct documents *d, struct node_reader *r, struct node *document,
		     bool *ret_list, struct err *err)
{
	struct event key, value;
	struct node *n;

	for (*ret_list = false;;) {
		if (events_next(d->events, &key, err) < 0)
			return -1;
		if (key.type != EVENT_KEY)
			return 0;
		struct str name = { arena_str(r->arena, key.text), key.text.n };
		if (events_next(d->events, &value, err) < 0)
			return -1;
		if (str_eq(name, "items") && value.type == EVENT_LIST) {
			*ret_list = true;
			if (read_items(d, err) < 0)
				return -1;
			continue;
		}
		n = node_read(r, &value, err);
		if (!n)
			return -1;
		node_add(document, name, n);
	}
}

/* The mapping that was just opened: read, made a host of, and forgotten. */
static int read_document(struct documents *d, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct node_reader reader = { d->events, arena, d->file, 0, NODES_MOST };
	struct node document = { .type = EVENT_MAP };
	bool list;

	if (read_keys(d, &reader, &document, &list, err) < 0)
		return -1;
	return list ? 0 : add_state(d, &document, err);
}

static int read_all(struct documents *d, struct err *err)
{
	struct event at;

	for (;;) {
		if (events_next(d->events, &at, err) < 0)
			return -1;
		if (at.type == EVENT_END)
			break;
		if (at.type == EVENT_DOCUMENT || (at.type == EVENT_SCALAR && !at.text.n))
			continue;
		if (at.type != EVENT_MAP)
			return events_error(d->events, &at, err, "expected a state of nmstate");
		if (read_document(d, err) < 0)
			return -1;
	}
	return d->found ? 0 : err_set(err, "%s: no state of nmstate in it", d->file);
}

int nmstate_load(struct snapshot *s, const char *file, struct str text,
		 const struct desired_input *input, struct err *err)
{
	struct documents d = { .s = s, .file = file, .input = input };
	int status;

	d.events = events_new(event_syntax_of(text), file, text);
	status = read_all(&d, err);
	events_free(d.events);
	return status;
}
