/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policy/policy.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/regex.h"
#include "base/utf8.h"
#include "base/want.h"

enum { FILE_MOST = 4 * 1024 * 1024 };

struct parse {
	struct arena *arena;
	struct events *events;
	struct policy *policy;
	struct err *err;
};

static int read_severities(struct parse *p)
{
	static const char *const names[] = { "error", "warning", "info" };
	struct policy *policy = p->policy;
	struct policy_severity *list = NULL;
	const char *rule, *word;
	struct event key, at;
	int more;

	if (want_map(p->events, &at, p->err) < 0)
		return -1;
	while ((more = want_any_key(p->events, p->arena, &rule, &key, p->err)) > 0) {
		struct policy_severity s = { .rule = rule, .line = key.line };
		if (want_text(p->events, p->arena, &word, &at, p->err) < 0)
			return -1;
		if (!severity_parse(word, &s.severity))
			return want_typo(p->events, &at, "severity", word, names, countof(names),
					 p->err);
		list = arena_grow(p->arena, list, policy->nseverities, sizeof(*list));
		list[policy->nseverities++] = s;
	}
	policy->severities = list;
	return more;
}

static int read_ignore(struct parse *p)
{
	struct event at;

	return want_words(p->events, p->arena, &p->policy->ignore, &at, p->err);
}

static int read_subnets(struct parse *p, struct policy_role *role)
{
	struct prefix *list = NULL, prefix;
	struct words words;
	struct event at;

	if (want_words(p->events, p->arena, &words, &at, p->err) < 0)
		return -1;
	for (size_t i = 0; i < words.n; i++) {
		if (!prefix_parse(str_of(words.v[i]), &prefix))
			return events_error(
				p->events, &at, p->err,
				"'%s' is no subnet; write 10.10.10.0/24, host bits zero",
				text_shown(str_of(words.v[i])).s);
		list = arena_grow(p->arena, list, role->nsubnets, sizeof(*list));
		list[role->nsubnets++] = prefix;
	}
	role->subnets = list;
	return 0;
}

static int read_patterns(struct parse *p, struct words *ret_words)
{
	struct event at;
	struct err err;

	if (want_words(p->events, p->arena, ret_words, &at, p->err) < 0)
		return -1;
	for (size_t i = 0; i < ret_words->n; i++) {
		CLEANUP(regex_freep) struct regex *r = regex_new(str_of(ret_words->v[i]), &err);
		if (!r)
			return events_error(p->events, &at, p->err, "%s", err.text);
	}
	return 0;
}

static int read_role(struct parse *p, struct policy_role *role)
{
	static const char *const keys[] = { "subnets", "interfaces", "portgroups", "networks" };
	struct words *const patterns[] = { NULL, &role->interfaces, &role->portgroups,
					   &role->networks };
	struct event at;
	size_t key;
	int more;

	if (want_map(p->events, &at, p->err) < 0)
		return -1;
	while ((more = want_key(p->events, keys, countof(keys), &key, &at, p->err)) > 0)
		if ((key ? read_patterns(p, patterns[key]) : read_subnets(p, role)) < 0)
			return -1;
	return more;
}

static int read_roles(struct parse *p)
{
	static const char *const names[] = {
		"storage", "management",  "vmotion",   "vsan",
		"ft",      "replication", "migration", "display",
	};
	struct policy_role *list = NULL;
	struct event at;
	size_t name;
	int more;

	if (want_map(p->events, &at, p->err) < 0)
		return -1;
	while ((more = want_key(p->events, names, countof(names), &name, &at, p->err)) > 0) {
		struct policy_role role = { .role = names[name] };
		if (read_role(p, &role) < 0)
			return -1;
		list = arena_grow(p->arena, list, p->policy->nroles, sizeof(*list));
		list[p->policy->nroles++] = role;
	}
	p->policy->roles = list;
	return more;
}

/* "10.0.0.1", "10.0.0.1:3260", "fd00::1", "[fd00::1]:3260". */
static bool parse_address(struct str text, bool nfs, struct policy_expect *ret_expect)
{
	struct str host = text, port = { NULL, 0 };
	uint64_t number = nfs ? 0 : 3260;

	if (str_starts(text, "[")) {
		size_t close = str_find(text, ']');
		host = str_from(str_upto(text, close), 1);
		port = str_from(text, close + 1);
		if (close == text.n || (port.n && !str_starts(port, ":")))
			return false;
	} else if (!ip_parse(text, &ret_expect->address)) {
		host = str_upto(text, str_find(text, ':'));
		port = str_from(text, host.n);
	}
	if (port.n &&
	    (nfs || !str_to_u64(str_from(port, 1), &number) || !number || number > UINT16_MAX))
		return false;
	ret_expect->port = (uint16_t)number;
	return ip_parse(host, &ret_expect->address);
}

static int set_address(struct parse *p, const struct event *at, const char *text,
		       struct policy_expect *x)
{
	if (parse_address(str_of(text), x->nfs, x))
		return 0;
	return events_error(p->events, at, p->err, "'%s' is no address%s; names are not resolved",
			    text_shown(str_of(text)).s, x->nfs ? "" : " or address:port");
}

static int read_expect_map(struct parse *p, const struct event *start, struct policy_expect *x)
{
	static const char *const keys[] = { "address", "hosts" };
	const char *text;
	struct event at;
	size_t key;
	int more;

	while ((more = want_key(p->events, keys, countof(keys), &key, &at, p->err)) > 0) {
		if (key == 1) {
			if (want_words(p->events, p->arena, &x->hosts, &at, p->err) < 0)
				return -1;
		} else if (want_text(p->events, p->arena, &text, &at, p->err) < 0 ||
			   set_address(p, &at, text, x) < 0) {
			return -1;
		}
	}
	if (more == 0 && !ip_known(x->address))
		return events_error(p->events, start, p->err, "expected 'address'");
	return more;
}

static int read_expect_list(struct parse *p, bool nfs, struct policy_expect **list)
{
	struct event at;

	if (want_list(p->events, &at, p->err) < 0)
		return -1;
	for (;;) {
		struct policy_expect x = { .nfs = nfs };
		if (events_next(p->events, &at, p->err) < 0)
			return -1;
		if (at.type == EVENT_LIST_END)
			return 0;
		x.line = at.line;
		if (at.type == EVENT_LIST)
			return events_error(p->events, &at, p->err,
					    "expected an address, or a mapping with 'address'");
		if (at.type == EVENT_MAP
			    ? read_expect_map(p, &at, &x) < 0
			    : set_address(p, &at, arena_str(p->arena, at.text), &x) < 0)
			return -1;
		*list = arena_grow(p->arena, *list, p->policy->nexpects, sizeof(**list));
		(*list)[p->policy->nexpects++] = x;
	}
}

static int read_expects(struct parse *p)
{
	static const char *const keys[] = { "portals", "nfs_servers" };
	struct policy_expect *list = NULL;
	struct event at;
	size_t key;
	int more;

	if (want_map(p->events, &at, p->err) < 0)
		return -1;
	while ((more = want_key(p->events, keys, countof(keys), &key, &at, p->err)) > 0)
		if (read_expect_list(p, key == 1, &list) < 0)
			return -1;
	p->policy->expects = list;
	return more;
}

static int read_params(struct parse *p)
{
	struct policy_param *list = NULL;
	struct event at;
	int more;

	if (want_map(p->events, &at, p->err) < 0)
		return -1;
	for (;;) {
		struct policy_param param = { .name = NULL };
		more = want_any_key(p->events, p->arena, &param.name, &at, p->err);
		if (more <= 0)
			break;
		if (want_text(p->events, p->arena, &param.text, &at, p->err) < 0)
			return -1;
		if (at.scalar == SCALAR_INT || at.scalar == SCALAR_TRUE ||
		    at.scalar == SCALAR_FALSE) {
			param.is_number = true;
			param.number =
				at.scalar == SCALAR_INT ? at.number : at.scalar == SCALAR_TRUE;
			param.text = NULL;
		}
		list = arena_grow(p->arena, list, p->policy->nparams, sizeof(*list));
		list[p->policy->nparams++] = param;
	}
	p->policy->params = list;
	return more;
}

static bool is_date(const char *text)
{
	static const uint64_t days[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	struct str s = str_of(text);
	uint64_t year, month, day;

	if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-' || !str_to_u64(str_upto(s, 4), &year) ||
	    !str_to_u64(str_upto(str_from(s, 5), 2), &month) || !str_to_u64(str_from(s, 8), &day))
		return false;
	if (month < 1 || month > 12 || day < 1 || day > days[month - 1])
		return false;
	return month != 2 || day < 29 || (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
}

static int read_waiver_key(struct parse *p, struct policy_waiver *w, size_t key)
{
	const char **const texts[] = { &w->rule, &w->reason, &w->ticket, &w->expires };
	struct event at;

	if (key >= countof(texts))
		return want_words(p->events, p->arena, key == 4 ? &w->hosts : &w->subjects, &at,
				  p->err);
	if (want_text(p->events, p->arena, texts[key], &at, p->err) < 0)
		return -1;
	if (key == 3 && !is_date(w->expires))
		return events_error(p->events, &at, p->err, "'%s' is no date; write 2027-01-31",
				    text_shown(str_of(w->expires)).s);
	return 0;
}

static int read_waiver(struct parse *p, const struct event *start, struct policy_waiver *w)
{
	static const char *const keys[] = { "rule",    "reason", "ticket",
					    "expires", "hosts",	 "subjects" };
	struct event at;
	size_t key;
	int more;

	w->line = start->line;
	while ((more = want_key(p->events, keys, countof(keys), &key, &at, p->err)) > 0)
		if (read_waiver_key(p, w, key) < 0)
			return -1;
	if (more < 0)
		return -1;
	if (!w->rule || !w->reason)
		return events_error(p->events, start, p->err, "a waiver needs '%s'",
				    w->rule ? "reason" : "rule");
	return 0;
}

static int read_waivers(struct parse *p)
{
	struct policy_waiver *list = NULL;
	struct event at;

	if (want_list(p->events, &at, p->err) < 0)
		return -1;
	for (;;) {
		struct policy_waiver w = { .rule = NULL };
		if (events_next(p->events, &at, p->err) < 0)
			return -1;
		if (at.type == EVENT_LIST_END)
			break;
		if (at.type != EVENT_MAP)
			return events_error(p->events, &at, p->err,
					    "expected a mapping with 'rule' and 'reason'");
		if (read_waiver(p, &at, &w) < 0)
			return -1;
		list = arena_grow(p->arena, list, p->policy->nwaivers, sizeof(*list));
		list[p->policy->nwaivers++] = w;
	}
	p->policy->waivers = list;
	return 0;
}

static int read_policy(struct parse *p)
{
	static const char *const keys[] = { "severity", "ignore", "roles",
					    "expect",	"params", "waivers" };
	static int (*const readers[])(struct parse *) = {
		read_severities, read_ignore, read_roles, read_expects, read_params, read_waivers,
	};
	struct event at;
	size_t key;
	int more;

	if (want_document(p->events, &at, p->err) < 0)
		return -1;
	while ((more = want_key(p->events, keys, countof(keys), &key, &at, p->err)) > 0)
		if (readers[key](p) < 0)
			return -1;
	return more < 0 ? -1 : want_end(p->events, p->err);
}

int policy_parse(struct arena *a, const char *file, struct str text, struct policy **ret_policy,
		 struct err *err)
{
	CLEANUP(events_freep) struct events *events = events_new(EVENT_YAML, file, text);
	struct parse p = { .arena = a, .events = events, .err = err };

	p.policy = arena_alloc(a, sizeof(*p.policy));
	p.policy->file = arena_strdup(a, file);
	if (read_policy(&p) < 0)
		return -1;
	*ret_policy = p.policy;
	return 0;
}

int policy_load(struct arena *a, const char *file, struct policy **ret_policy, struct err *err)
{
	size_t length;
	char *text;
	int result;

	if (file_read(file, FILE_MOST, &text, &length, err) < 0)
		return -1;
	result = policy_parse(a, file, (struct str){ text, length }, ret_policy, err);
	free(text);
	return result;
}

const char *policy_discover(const char *option)
{
	static const char *const places[] = { "./uplint.yaml", "/etc/uplint/uplint.yaml" };
	const char *named = option ? option : getenv("UPLINT_POLICY");

	if (named && *named)
		return named;
	for (size_t i = 0; i < countof(places); i++)
		if (access(places[i], F_OK) == 0)
			return places[i];
	return NULL;
}

const struct policy_param *policy_param(const struct policy *policy, const char *name)
{
	for (size_t i = 0; policy && i < policy->nparams; i++)
		if (same(policy->params[i].name, name))
			return &policy->params[i];
	return NULL;
}
