/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmd/path_print.h"

static void print_hop(const struct page *p, const struct path_hop *h)
{
	if (ip_known(h->gateway))
		fprintf(p->out, " via %s", ip_text(h->gateway).s);
	fputs(" dev ", p->out);
	page_ink(p, INK_BOLD, h->interface ? h->interface : "?");
	if (ip_known(h->source))
		fprintf(p->out, " src %s", ip_text(h->source).s);
}

static void print_verdict(const struct page *p, const struct path *path)
{
	if (path->reachable) {
		print_hop(p, &path->hop);
		if (!path->certain)
			page_ink(p, INK_YELLOW, "  (not certain)");
		return;
	}
	fputc(' ', p->out);
	page_ink(p, INK_RED, path->known ? "unreachable: " : "not known: ");
	page_ink(p, INK_PLAIN, path->reason ? path->reason : "no route");
}

static void print_others(const struct page *p, const struct path *path)
{
	for (size_t i = 0; i < path->nalternatives; i++) {
		fputs("  or", p->out);
		if (path->alternatives[i].interface)
			print_hop(p, &path->alternatives[i]);
		else
			fputs(" unreachable", p->out);
		fputc('\n', p->out);
	}
	if (path->connection) {
		fputs("  TCP connection:", p->out);
		print_hop(p, path->connection);
		fputc('\n', p->out);
	}
}

static void print_step(const struct page *p, size_t number, const struct path_step *step)
{
	fprintf(p->out, "  %2zu. ", number);
	page_ink(p, INK_PLAIN, step->text);
	if (step->origin.file.s) {
		fputs("  ", p->out);
		page_ink(p, INK_DIM, step->origin.file.s);
		fprintf(p->out, ":%u", step->origin.line);
	}
	fputc('\n', p->out);
}

void path_print_text(const struct page *p, const struct path_answer *a, bool name_host, bool quiet)
{
	const struct path *path = &a->path;

	if (name_host) {
		page_ink(p, INK_PLAIN, a->host);
		fputs(": ", p->out);
	}
	page_ink(p, INK_BOLD, a->destination);
	print_verdict(p, path);
	fputc('\n', p->out);
	print_others(p, path);
	for (size_t i = 0; i < path->nsteps && !quiet; i++)
		print_step(p, i + 1, &path->steps[i]);
	for (size_t i = 0; i < path->nwarnings && !quiet; i++) {
		fputs("  ", p->out);
		page_ink(p, INK_YELLOW, "warning: ");
		page_ink(p, INK_PLAIN, path->warnings[i]);
		fputc('\n', p->out);
	}
}

static void json_ip(struct json *j, const char *key, struct ip ip)
{
	json_key(j, key);
	json_string(j, ip_known(ip) ? ip_text(ip).s : NULL);
}

static void json_named(struct json *j, const char *key, const char *text)
{
	json_key(j, key);
	json_string(j, text);
}

static void json_hop(struct json *j, const struct path_hop *h)
{
	json_named(j, "interface", h->interface);
	json_ip(j, "gateway", h->gateway);
	json_ip(j, "source", h->source);
}

static void json_others(struct json *j, const struct path *path)
{
	json_key(j, "alternatives");
	json_list(j);
	for (size_t i = 0; i < path->nalternatives; i++) {
		json_map(j);
		json_hop(j, &path->alternatives[i]);
		json_end(j);
	}
	json_end(j);
	json_key(j, "connection");
	if (path->connection) {
		json_map(j);
		json_hop(j, path->connection);
		json_end(j);
	} else {
		json_null(j);
	}
}

void path_print_json(struct json *j, const struct path_answer *a)
{
	const struct path *path = &a->path;

	json_map(j);
	json_named(j, "host", a->host);
	json_named(j, "destination", a->destination);
	json_key(j, "reachable");
	if (path->known)
		json_bool(j, path->reachable);
	else
		json_null(j);
	if (!path->reachable)
		json_named(j, "reason", path->reason);
	json_hop(j, &path->hop);
	json_named(j, "table", path->table);
	json_named(j, "route", path->route);
	json_key(j, "certain");
	json_bool(j, path->certain);
	json_others(j, path);
	json_key(j, "steps");
	json_list(j);
	for (size_t i = 0; i < path->nsteps; i++)
		json_string(j, path->steps[i].text);
	json_end(j);
	json_key(j, "warnings");
	json_list(j);
	for (size_t i = 0; i < path->nwarnings; i++)
		json_string(j, path->warnings[i]);
	json_end(j);
	json_end(j);
}
