/* SPDX-License-Identifier: GPL-2.0-or-later */
/* uplint path: which interface reaches an address, and why. */
#include "path/path.h"

#include <string.h>

#include "cmd/cmd.h"
#include "cmd/input.h"
#include "cmd/path_print.h"
#include "policy/policy.h"

static struct {
	struct input input;
	const char *from, *interface, *mark;
	const char *policy, *format, *output, *color;
	bool quiet, verbose;
} o = { .format = "text" };

static const char *const formats[] = { "text", "json", NULL };

static const struct option flow_options[] = {
	OPT_STRING(0, "from", &o.from, "ADDR", "as for a socket bound to this source address"),
	OPT_STRING(0, "interface", &o.interface, "NAME",
		   "as for a socket bound to this interface"),
	OPT_STRING(0, "mark", &o.mark, "N", "as for packets with this firewall mark"),
};

static const struct option output_options[] = {
	OPT_CHOICE('f', "format", &o.format, "FORMAT", formats, "text (the default) or json"),
	OPT_STRING('o', "output", &o.output, "FILE", "write to FILE: all answers or nothing"),
	OPT_CHOICE(0, "color", &o.color, "WHEN", color_words,
		   "auto (the default), always or never"),
	OPT_FLAG('q', "quiet", &o.quiet, "text: print the answers without the reasons"),
	OPT_FLAG('v', "verbose", &o.verbose,
		 "print on standard error what was not understood, and the policy in use"),
};

static const struct option input_options[] = {
	OPT_STRING('p', "policy", &o.policy, "FILE", "policy; it is checked, and changes no answer"),
	INPUT_OPTIONS(&o.input),
};

static const struct option_group groups[] = {
	{ "Flow", flow_options, countof(flow_options) },
	{ "Output", output_options, countof(output_options) },
	{ "Input", input_options, countof(input_options) },
};

/* An address as it was written, and the interface that its zone (fe80::1%eth0) names. */
struct destination {
	const char *text, *zone;
	struct ip ip;
};

struct questions {
	struct destination *v;
	size_t n;
	struct flow flow; /* what all of them share */
};

static bool parse_destination(const char *word, struct arena *a, struct destination *ret)
{
	struct str text = str_of(word), zone;
	size_t percent = str_find(text, '%');
	struct ip ip;

	zone = str_from(text, percent + (percent < text.n));
	if (!ip_parse(str_upto(text, percent), &ip) ||
	    (percent < text.n && (ip.family != IP_V6 || !zone.n)))
		return false;
	*ret = (struct destination){ .text = word,
				     .zone = zone.n ? arena_str(a, zone) : NULL,
				     .ip = ip };
	return true;
}

/* Digits, dots and colons only: somebody meant an address. */
static bool looks_like_address(const char *word)
{
	size_t signs = 0;

	for (const char *c = word; *c; c++) {
		if (!strchr("0123456789abcdefABCDEF.:/", *c))
			return false;
		signs += *c == '.' || *c == ':';
	}
	return signs >= 2 && *word != '.' && *word != '/';
}

static int sort_words(const struct words *words, struct arena *a, struct questions *ret,
		      struct words *ret_sources)
{
	*ret_sources = (struct words){ NULL, 0 };
	ret->v = arena_array(a, words->n + 1, sizeof(*ret->v));
	for (size_t i = 0; i < words->n; i++) {
		if (parse_destination(words->v[i], a, &ret->v[ret->n])) {
			ret->n++;
			continue;
		}
		if (looks_like_address(words->v[i])) {
			cmd_say("'%s' is no IPv4 or IPv6 address", words->v[i]);
			return -1;
		}
		words_add(ret_sources, words->v[i], a);
	}
	if (ret_sources->n > 1)
		cmd_say("path takes one SOURCE: is '%s' or '%s' meant to be an address? Names are not resolved",
			ret_sources->v[0], ret_sources->v[1]);
	else if (!ret->n)
		cmd_say("path needs an address, such as 'uplint path 10.10.10.50'%s",
			ret_sources->n ? "; names are not resolved" : "");
	return ret_sources->n > 1 || !ret->n ? -1 : 0;
}

static int parse_mark(const char *text, uint32_t *ret_mark)
{
	struct str s = str_of(text);
	uint64_t n;

	if (!(str_starts(s, "0x") ? str_to_hex(s, &n) : str_to_u64(s, &n)) || n > UINT32_MAX) {
		cmd_say("--mark wants a number of 32 bits, such as 16 or 0x10; not '%s'", text);
		return -1;
	}
	*ret_mark = (uint32_t)n;
	return 0;
}

static int parse_flow(struct questions *q)
{
	struct flow *f = &q->flow;

	if (o.from && !ip_parse(str_of(o.from), &f->src)) {
		cmd_say("--from wants an IPv4 or IPv6 address; not '%s'", o.from);
		return -1;
	}
	if (o.mark && parse_mark(o.mark, &f->mark) < 0)
		return -1;
	f->interface = o.interface;
	for (size_t i = 0; i < q->n; i++) {
		const struct destination *d = &q->v[i];
		if (ip_known(f->src) && f->src.family != d->ip.family) {
			cmd_say("--from %s and %s are of different families", o.from, d->text);
			return -1;
		}
		if (d->zone && o.interface && !same(d->zone, o.interface)) {
			cmd_say("%s names another interface than --interface %s", d->text,
				o.interface);
			return -1;
		}
	}
	return 0;
}

static int worse(int status, const struct path *p)
{
	int own = !p->known ? STATUS_FAILED : p->reachable ? STATUS_OK : STATUS_FINDINGS;

	return own > status ? own : status;
}

static struct path_index *index_of(const struct snapshot *s, unsigned host,
				   const struct questions *q)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	struct ip *asked = arena_array(a, q->n + 1, sizeof(*asked));

	for (size_t i = 0; i < q->n; i++)
		asked[i] = q->v[i].ip;
	asked[q->n] = q->flow.src;
	return path_index_for(s, host, asked, q->n + 1);
}

/* The answers to all questions of one host. */
static int answer_host(const struct snapshot *s, unsigned host, const struct questions *q,
		       const struct page *page, struct json *json)
{
	CLEANUP(path_index_freep) struct path_index *ix = index_of(s, host, q);
	int status = STATUS_OK;

	for (size_t i = 0; i < q->n; i++) {
		CLEANUP(arena_freep) struct arena *a = arena_new();
		struct path_answer answer = { snapshot_host_name(s, host), q->v[i].text, { 0 } };
		struct flow f = q->flow;
		f.dst = q->v[i].ip;
		if (q->v[i].zone)
			f.interface = q->v[i].zone;
		answer.path = path_lookup(ix, &f, true, a);
		if (json)
			path_print_json(json, &answer);
		else
			path_print_text(page, &answer, snapshot_hosts(s) > 1, o.quiet);
		status = worse(status, &answer.path);
	}
	return status;
}

static int answer_all(const struct snapshot *s, const struct questions *q, FILE *out, int status)
{
	struct page page = { .out = out,
			     .width = page_width(out),
			     .color = color_wanted(o.color, out) };
	struct json json = json_to(out, JSON_INDENTED);
	bool as_json = same(o.format, "json");

	if (as_json) {
		json_map(&json);
		json_key(&json, "paths");
		json_list(&json);
	}
	for (unsigned host = 0; host < snapshot_hosts(s); host++) {
		int own = answer_host(s, host, q, &page, as_json ? &json : NULL);
		status = own > status ? own : status;
	}
	if (as_json)
		json_done(&json);
	return status;
}

static int ask(struct arena *a, const struct questions *q, const struct words *sources)
{
	CLEANUP(snapshot_freep) struct snapshot *s = snapshot_new();
	CLEANUP(output_abort) struct output out = { .out = NULL };
	const char *file = policy_discover(o.policy);
	struct policy *policy;
	struct err err;
	int status;

	if (file && policy_load(a, file, &policy, &err) < 0)
		return cmd_fail(&err);
	status = input_load(&o.input, sources, s);
	if (status < 0 || output_open(&out, o.output ? o.output : "-", &err) < 0)
		return status < 0 ? STATUS_FAILED : cmd_fail(&err);
	input_tell(&(struct saying){ .verbose = o.verbose }, s, file);
	return cmd_commit(&out, answer_all(s, q, out.out, status));
}

static int run(const struct command *c, int argc, char **argv)
{
	CLEANUP(arena_freep) struct arena *a = arena_new();
	struct questions q = { .n = 0 };
	struct words words, sources;
	int status;

	if (cmd_parse(c, groups, countof(groups), argc, argv, a, &words, &status))
		return status;
	if (sort_words(&words, a, &q, &sources) < 0 || parse_flow(&q) < 0)
		return STATUS_FAILED;
	return ask(a, &q, &sources);
}

const struct command command_path = {
	.name = "path",
	.arguments = "DEST... [SOURCE]",
	.doc = "which interface reaches DEST, and why",
	.about = "Prints which interface, gateway and source address the host of SOURCE, or this "
		 "host, uses for each address DEST: what its kernel answers, why, and what may "
		 "surprise you. A zone (fe80::1%eth0) names the interface. The exit status is 1 if "
		 "a DEST is unreachable.",
	.run = run,
};
