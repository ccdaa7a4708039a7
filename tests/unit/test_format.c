/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "format/format.h"

static const struct rule one_nic = {
	.id = "one-nic-per-subnet",
	.severity = SEVERITY_WARNING,
	.why = "Linux sends by one of the ports, whichever came first. The others stay idle.",
};
static const struct rule mtu = { .id = "mtu-fits-lower",
				 .severity = SEVERITY_ERROR,
				 .why = "Frames are lost." };
static const struct rule session = { .id = "session-follows-binding", .severity = SEVERITY_ERROR };

static const struct fact facts[] = {
	{ .name = "ports", .type = FACT_TEXT, .text = "eth1, eth2" },
	{ .name = "elected", .type = FACT_TEXT, .text = "eth1" },
	{ .name = "routes", .type = FACT_NUMBER, .number = 2 },
	{ .name = "bond-steady", .type = FACT_TEXT, .text = "eth2 flaps", .quiet = true },
	{ .name = "speed", .type = FACT_NULL },
};
static const struct fix fixes[] = {
	{ .say = "Take eth2 out of the subnet", .run = "ip addr del 10.10.10.12/24 dev eth2" },
	{ .say = "Or bind the sessions" },
};
static const struct fix verify[] = { { .run = "ping -I eth1 -M do -s 8972 10.10.10.50" } };

static const struct finding non_compliant[] = {
	{ .host = "web01",
	  .subject = "10.10.10.0/24",
	  .verdict = VERDICT_NON_COMPLIANT,
	  .message =
		  "eth1 and eth2 both have an address in 10.10.10.0/24; the unbound leaves by eth1",
	  .severity = SEVERITY_WARNING,
	  .origin = { "planned.yaml", 14 },
	  .quote = "- { interface: eth1 }",
	  .facts = facts,
	  .nfacts = countof(facts),
	  .fixes = fixes,
	  .nfixes = countof(fixes),
	  .verify = verify,
	  .nverify = countof(verify),
	  .fingerprint = "0123456789abcdef0123456789abcdef" },
	{ .host = "web01",
	  .subject = "10.10.20.0/24",
	  .verdict = VERDICT_NON_COMPLIANT,
	  .message = "the same again",
	  .severity = SEVERITY_WARNING,
	  .fixes = fixes,
	  .nfixes = countof(fixes) },
};
static const struct finding hostile[] = {
	{ .host = "web01", .subject = "eth1\033[2J\xff", .verdict = VERDICT_NON_COMPLIANT,
	  .message = "\033]0;title\007", .severity = SEVERITY_ERROR },
};
static const struct finding others[] = {
	{ .host = "web02", .subject = "a", .verdict = VERDICT_COMPLIANT, .message = "a is well" },
	{ .host = "web02", .subject = "b", .verdict = VERDICT_NOT_EVALUATED, .message = "b",
	  .reason = "the table iscsi_session was not read" },
	{ .host = "web02", .subject = "c", .verdict = VERDICT_WAIVED, .message = "c is not",
	  .reason = "until the move" },
};

static const struct outcome outcomes[] = {
	{ .rule = &mtu,
	  .state = OUTCOME_EVALUATED,
	  .findings = hostile,
	  .nfindings = 1 },
	{ .rule = &one_nic,
	  .state = OUTCOME_EVALUATED,
	  .findings = non_compliant,
	  .nfindings = 2 },
	{ .rule = &mtu, .state = OUTCOME_NOT_APPLICABLE, .reason = "no VLAN" },
	{ .rule = &one_nic,
	  .state = OUTCOME_BROKEN,
	  .reason = "r/a.yaml:7: no such column: mtuu" },
	{ .rule = &session,
	  .state = OUTCOME_EVALUATED,
	  .findings = others,
	  .nfindings = 3 },
};

/* Of which the first two are web01's, the others web02's. */
struct told {
	const struct outcome *outcomes;
	size_t n;
};

static const struct report_host *tell(void *store, size_t place, enum report_depth depth,
				      struct arena *a)
{
	const struct told *told = store;
	size_t first = told->n < 2 ? told->n : 2;
	struct report_host *h = arena_alloc(a, sizeof(*h));

	*h = place ? (struct report_host){ .name = "web02" }
		   : (struct report_host){ .name = "web01",
					   .platform = "linux",
					   .version = "6.1",
					   .kind = "native",
					   .source = "planned.yaml" };
	h->outcomes = told->outcomes + (place ? first : 0);
	h->noutcomes = depth == REPORT_HEADS ? 0 : place ? told->n - first : first;
	return h;
}

/* The report of two hosts; the caller frees the text. */
static char *render(const struct format *format, struct format_options o, const struct outcome *v,
		    size_t n)
{
	static const unsigned by_input[] = { 0, 1 };
	static const struct summary hosts[] = { { .non_compliant = 3, .errors = 1, .warnings = 2 },
						{ .compliant = 1 } };
	static const struct summary nothing[2];
	struct told told = { v, n };
	struct report r = { .nhosts = 2,
			    .summaries = n ? hosts : nothing,
			    .by_input = by_input,
			    .host = tell,
			    .store = &told,
			    .summary = { .hosts = 2,
					 .compliant = 1,
					 .non_compliant = 3,
					 .waived = 1,
					 .not_evaluated = 1,
					 .not_applicable = 1,
					 .broken = 1,
					 .errors = 1,
					 .warnings = 2 } };
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!n)
		r.summary = (struct summary){ .hosts = 2 };
	o.version = "1.2.3";
	format->render(out, &r, &o);
	fclose(out);
	return text;
}

static void assert_has(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("%s\n--- does not hold ---\n%s", text, part);
}

static void test_text_tells_all(void **state)
{
	char *text = render(&format_text, (struct format_options){ .width = 80 }, outcomes,
			    countof(outcomes));

	(void)state;
	assert_has(text, "web01  Linux 6.1  native planned.yaml\n"
		"1 error, 2 warnings; start with 1. 2 of 3 have a command.\n");
	assert_has(text, " 2 WARNING  eth1 and eth2 both have an address in 10.10.10.0/24; the unbound\n"
		"            leaves by eth1  one-nic-per-subnet\n"
		"     |  - { interface: eth1 }   planned.yaml:14\n"
		"     and    the same again\n"
		"     why    Linux sends by one of the ports, whichever came first.\n"
		"     also   eth2 flaps (bond-steady)\n"
		"     fix    Take eth2 out of the subnet\n"
		"            $ ip addr del 10.10.10.12/24 dev eth2\n"
		"     fix    Or bind the sessions\n"
		"     check  $ ping -I eth1 -M do -s 8972 10.10.10.50\n");
	assert_has(text, "  one-nic-per-subnet: r/a.yaml:7: no such column: mtuu\n");
	assert_has(text, "  1: the table iscsi_session was not read (session-follows-binding)\n");
	assert_has(text, "2 hosts: 1 error, 2 warnings, 1 broken rule\n"
		"1 compliant, 3 non-compliant, 1 waived, 1 not evaluated, 1 not applicable\n");
	assert_null(strstr(text, "a is well"));
	assert_true(strstr(text, "mtu-fits-lower") < strstr(text, "one-nic-per-subnet"));
	free(text);
}

static void test_text_is_safe(void **state)
{
	char *text = render(&format_text, (struct format_options){ .width = 80 }, outcomes,
			    countof(outcomes));

	(void)state;
	assert_null(strchr(text, '\033'));
	assert_null(strchr(text, '\007'));
	assert_has(text, "\\x1B]0;title\\x07");
	free(text);
}

static void test_text_verbose(void **state)
{
	char *text =
		render(&format_text, (struct format_options){ .verbose = true, .policy = "p.yaml" },
		       outcomes, countof(outcomes));

	(void)state;
	assert_has(text, "compliant       session-follows-binding a: a is well\n");
	assert_has(text, "waived          session-follows-binding c: until the move\n");
	assert_has(text, "not-applicable  mtu-fits-lower: no VLAN\n");
	assert_has(text, "The others\n            stay idle.\n");
	assert_has(text, "policy: p.yaml\n");
	assert_has(text, "     facts  ports=\"eth1, eth2\"; routes=2\n");
	free(text);
}

static void test_text_of_nothing(void **state)
{
	char *text = render(&format_text, (struct format_options){ .width = 80 }, NULL, 0);

	(void)state;
	assert_string_equal(text, "web01  Linux 6.1  native planned.yaml  nothing was evaluated\n"
		"web02  nothing was evaluated\n\n2 hosts: nothing was evaluated\n"
		"0 compliant, 0 non-compliant, 0 waived, 0 not evaluated, 0 not applicable\n");
	free(text);
	text = render(&format_text, (struct format_options){ .silent = true }, NULL, 0);
	assert_string_equal(text, "");
	free(text);
}

static void test_json_has_its_keys(void **state)
{
	char *text = render(&format_json, (struct format_options){ .width = 80 }, outcomes,
			    countof(outcomes));

	(void)state;
	assert_has(text, "\"uplint\": \"1.2.3\"");
	assert_has(text, "\"schema\": 1");
	assert_has(text, "\"routes\": 2");
	assert_has(text, "\"speed\": null");
	assert_has(text, "\"origin\": null");
	assert_has(text, "\"status\": \"not-applicable\"");
	assert_has(text, "\"reason\": \"until the move\"");
	assert_null(strchr(text, '\033'));
	free(text);
}

/* Results alone, a line each, and the summary as the last. */
static void test_jsonl_is_lines(void **state)
{
	char *text = render(&format_jsonl, (struct format_options){ .width = 80 }, outcomes,
			    countof(outcomes));
	size_t lines = 0;

	(void)state;
	for (const char *p = text; (p = strchr(p, '\n')); p++) {
		assert_true(!p[1] || p[1] == '{');
		lines++;
	}
	assert_int_equal(lines, 7);
	assert_has(text, "\n{\"type\":");
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text_tells_all),
		cmocka_unit_test(test_text_is_safe),
		cmocka_unit_test(test_text_verbose),
		cmocka_unit_test(test_text_of_nothing),
		cmocka_unit_test(test_json_has_its_keys),
		cmocka_unit_test(test_jsonl_is_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
