/* SPDX-License-Identifier: GPL-2.0-or-later */
/* States of nmstate, alone or in the objects of kubernetes-nmstate. */
#include "parse/desired/nmstate.h"

#include <stdlib.h>

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

static void read_state(struct snapshot *s, unsigned host, const struct node *state, bool alone)
{
	struct nmstate m = { .current = node_at(state, "routes.running") != NULL };

	plan_begin(&m.plan, s, host);
	m.plan.network_manager = true;
	nmstate_interfaces(&m, state);
	nmstate_connected(&m, state);
	if (alone)
		plan_connect(&m.plan);
	nmstate_routes(&m, state);
	nmstate_rules(&m, state);
	if (alone)
		plan_default_rules(&m.plan);
	else
		plan_doubt(&m.plan, PLAN_ADDRESSES | PLAN_BIT(routing_rule),
			   "nmstate leaves out what the kernel made");
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
		return err_set(err, "%s:%u: no state of nmstate in this document", d->file,
			       document->line);
	reference = reference_in(state);
	if (reference)
		return err_set(err, "%s:%u: a policy whose `capture:` is filled in on its host; give the state that it comes to, or that of the host (nmstatectl show)",
			       d->file, reference->line);
	name = name_in(document, state);
	row.name = name.n ? snapshot_text(d->s, name) : snapshot_cstr(d->s, d->input->name);
	row.captured = snapshot_text(d->s, node_text(document, "status.lastSuccessfulUpdateTime"));
	read_state(d->s, snapshot_add_host(d->s, &row), state, true);
	d->found = true;
	return 0;
}

/* What *at opens: read, made a host of, and forgotten. */
static int read_document(struct documents *d, const struct event *at, struct err *err)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	struct node_reader reader = { d->events, arena, d->file, 0, NODES_MOST };
	struct node *document = node_read(&reader, at, err);

	return document ? add_state(d, document, err) : -1;
}

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
		if (read_document(d, &at, err) < 0)
			return -1;
	}
}

/* A List of objects has each of them read by itself: there may be very many. */
static int read_list(struct documents *d, struct err *err)
{
	struct event key, value;

	for (;;) {
		if (events_next(d->events, &key, err) < 0)
			return -1;
		if (key.type != EVENT_KEY)
			return 0;
		bool items = str_eq(key.text, "items");
		if (events_next(d->events, &value, err) < 0)
			return -1;
		if (items && value.type == EVENT_LIST ? read_items(d, err) < 0
						      : events_skip(d->events, &value, err) < 0)
			return -1;
	}
}

static int is_list(const char *file, struct str text, bool *ret_list, struct err *err)
{
	struct events *e = events_new(event_syntax_of(text), file, text);
	struct event at;
	int status;

	*ret_list = false;
	while ((status = events_next(e, &at, err)) == 0 &&
	       (at.type == EVENT_DOCUMENT || at.type == EVENT_MAP || at.type == EVENT_KEY)) {
		*ret_list |= at.type == EVENT_KEY && str_eq(at.text, "items");
		if (at.type == EVENT_KEY && events_skip(e, &at, err) < 0) {
			status = -1;
			break;
		}
	}
	events_free(e);
	return status;
}

static int read_all(struct documents *d, bool list, struct err *err)
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
		if ((list ? read_list(d, err) : read_document(d, &at, err)) < 0)
			return -1;
	}
	return d->found ? 0 : err_set(err, "%s: no state of nmstate in it", d->file);
}

int nmstate_load(struct snapshot *s, const char *file, struct str text,
		 const struct desired_input *input, struct err *err)
{
	struct documents d = { .s = s, .file = file, .input = input };
	bool list;
	int status;

	if (is_list(file, text, &list, err) < 0)
		return -1;
	d.events = events_new(event_syntax_of(text), file, text);
	status = read_all(&d, list, err);
	events_free(d.events);
	return status;
}

void parse_nmstate(struct snapshot *s, unsigned host, const char *file, struct str text)
{
	CLEANUP(arena_freep) struct arena *arena = arena_new();
	CLEANUP(events_freep) struct events *e = events_new(event_syntax_of(text), file, text);
	struct node_reader reader = { e, arena, file, 0, NODES_MOST };
	struct node *state = NULL;
	struct event at;
	struct err err = { .text = "no state of nmstate" };

	if (events_next(e, &at, &err) == 0 && at.type == EVENT_DOCUMENT &&
	    events_next(e, &at, &err) == 0 && at.type == EVENT_MAP)
		state = node_read(&reader, &at, &err);
	if (state)
		read_state(s, host, state, false);
	else
		snapshot_note(s, host, snapshot_at(s, file, 1), str_of(err.text),
			      "a state of nmstate that cannot be read");
}
