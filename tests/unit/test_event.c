/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/event.h"
#include "base/utf8.h"

struct vector {
	const char *in, *out;
};

static void print_scalar(FILE *out, const struct event *event)
{
	static const char *const names[] = { "t:", "null", "true", "false", "i:", "f:" };

	fprintf(out, " %s", names[event->scalar]);
	if (event->scalar == SCALAR_INT)
		fprintf(out, "%lld", (long long)event->number);
	else if (event->scalar == SCALAR_TEXT || event->scalar == SCALAR_FLOAT)
		text_visible_print(out, event->text);
}

/* The whole input as one line: "D {" … "}", keys with '=', then the error if there is one. */
static char *dump(enum event_syntax syntax, struct str text, bool places)
{
	static const char *const marks[] = { "END", "D", " {", " }", " [", " ]", " ", "" };
	CLEANUP(events_freep) struct events *e = events_new(syntax, "f", text);
	struct event event = { .type = EVENT_DOCUMENT };
	struct err err;
	char *line;
	size_t size;
	FILE *out = open_memstream(&line, &size);

	while (event.type != EVENT_END) {
		if (events_next(e, &event, &err) < 0) {
			fprintf(out, " !%s", err.text);
			break;
		}
		if (event.type == EVENT_END)
			break;
		fputs(marks[event.type], out);
		if (event.type == EVENT_KEY) {
			text_visible_print(out, event.text);
			fputc('=', out);
		} else if (event.type == EVENT_SCALAR) {
			print_scalar(out, &event);
		}
		if (places)
			fprintf(out, "@%u:%u", event.line, event.column);
	}
	fclose(out);
	return line;
}

/* A copy of the exact size, so that the sanitizer sees a read beyond it. */
static void check(enum event_syntax syntax, const char *in, size_t n, bool places, const char *out)
{
	char *copy = xmalloc(n), *line;

	memcpy(copy, in, n);
	line = dump(syntax, (struct str){ copy, n }, places);
	assert_string_equal(line, out);
	free(line);
	free(copy);
}

static void check_all(enum event_syntax syntax, const struct vector *v, size_t n, bool places)
{
	for (size_t i = 0; i < n; i++)
		check(syntax, v[i].in, strlen(v[i].in), places, v[i].out);
}

static void test_json_values(void **state)
{
	static const struct vector vectors[] = {
		{ "{}", "D { }" },
		{ " [ ] ", "D [ ]" },
		{ "{\"a\":[1,-2,0,-0,true,false,null,\"x\"]}",
		  "D { a= [ i:1 i:-2 i:0 i:0 true false null t:x ] }" },
		{ "[9223372036854775807,-9223372036854775808]",
		  "D [ i:9223372036854775807 i:-9223372036854775808 ]" },
		{ "[9223372036854775808,1.5,1e3,-0.0E-7]",
		  "D [ f:9223372036854775808 f:1.5 f:1e3 f:-0.0E-7 ]" },
		{ "\"a\\n\\t\\\"\\\\\\/b\"", "D t:a\\n\\t\"\\/b" },
		{ "\"\\u00e9\\ud83d\\ude00\"", "D t:\xC3\xA9\xF0\x9F\x98\x80" },
		{ "\"\xC3\xA9 0123456789\xF0\x9F\x98\x80 0123456789\"",
		  "D t:\xC3\xA9 0123456789\xF0\x9F\x98\x80 0123456789" },
		{ "{\"a\\u0062\":{\"b\":{}},\"c\":[[[]]]}", "D { ab= { b= { } } c= [ [ [ ] ] ] }" },
		{ "\xEF\xBB\xBF[1]", "D [ i:1 ]" },
		{ "7", "D i:7" },
	};

	(void)state;
	check_all(EVENT_JSON, vectors, countof(vectors), false);
}

static void test_json_refused(void **state)
{
	static const struct vector vectors[] = {
		{ "", "D !f:1:1: expected a value, not the end of the input" },
		{ "[1,]", "D [ i:1 !f:1:4: expected a value, not ']'" },
		{ "{\"a\":1,}", "D { a= i:1 !f:1:8: expected a key in double quotes, not '}'" },
		{ "{a:1}", "D { !f:1:2: expected a key in double quotes, not 'a'" },
		{ "{\"a\" 1}", "D { a= !f:1:6: expected ':', not '1'" },
		{ "[1 2]", "D [ i:1 !f:1:4: expected ',' or ']', not '2'" },
		{ "[1}", "D [ i:1 !f:1:3: expected ',' or ']', not '}'" },
		{ "[1] x", "D [ i:1 ] !f:1:5: expected the end of the input, not 'x'" },
		{ "// c\n1", "D !f:1:1: expected a value, not '/'" },
		{ "[01]", "D [ i:0 !f:1:3: expected ',' or ']', not '1'" },
		{ "[1.]", "D [ !f:1:4: expected a digit, not ']'" },
		{ "[+1]", "D [ !f:1:2: expected a value, not '+'" },
		{ "[-]", "D [ !f:1:3: expected a digit, not ']'" },
		{ "[1e]", "D [ !f:1:4: expected a digit, not ']'" },
		{ "tru", "D !f:1:1: expected a value, not 't'" },
		{ "NaN", "D !f:1:1: expected a value, not 'N'" },
		{ "\"a", "D !f:1:3: the input ends within a string" },
		{ "\"a\\", "D !f:1:3: the input ends within a string" },
		{ "\"a\nb\"", "D !f:1:3: a control character within a string" },
		{ "\"\\x\"", "D !f:1:2: unknown escape in a string" },
		{ "\"\\u12\"", "D !f:1:2: \\u without four hexadecimal digits" },
		{ "\"\\u0x12\"", "D !f:1:2: \\u without four hexadecimal digits" },
		{ "\"\\ud800\"", "D !f:1:2: half of a surrogate pair" },
		{ "\"\\ud800\\u0041\"", "D !f:1:2: half of a surrogate pair" },
		{ "\"\\udc00\"", "D !f:1:2: half of a surrogate pair" },
		{ "\"\\u0000\"", "D !f:1:2: a NUL character in a text" },
		{ "\"\xC3\xA9\xFF\"", "D !f:1:3: invalid UTF-8" },
		{ "\"\xED\xA0\x80\"", "D !f:1:2: invalid UTF-8" },
		{ "\x1B[31m", "D !f:1:1: expected a value, not '\\x1B'" },
		{ "{\"a\":1,\n \"b\":2, \"\\u0061\":3}",
		  "D { a= i:1 b= i:2 !f:2:9: key 'a' stands twice in one mapping" },
	};

	(void)state;
	check_all(EVENT_JSON, vectors, countof(vectors), false);
}

static void test_places(void **state)
{
	static const struct vector json[] = {
		{ "{\n  \"\xC3\xA9\": \"\xE2\x82\xAC\", \"b\":\r\n[1]}\n",
		  "D@1:1 {@1:1 \xC3\xA9=@2:3 t:\xE2\x82\xAC@2:8 b=@2:13 [@3:1 i:1@3:2 ]@3:3 }@3:4" },
	};
	static const struct vector yaml[] = {
		{ "# c\na: 1\nb:\n  - \xC3\xA9: x\n",
		  "D@2:1 {@2:1 a=@2:1 i:1@2:4 b=@3:1 [@4:3 {@4:5 \xC3\xA9=@4:5 t:x@4:8 }@5:1 ]@5:1 }@5:1" },
	};

	(void)state;
	check_all(EVENT_JSON, json, countof(json), true);
	check_all(EVENT_YAML, yaml, countof(yaml), true);
}

static void test_yaml_values(void **state)
{
	static const struct vector vectors[] = {
		{ "", "" },
		{ "a: 1\n---\nb: 2\n", "D { a= i:1 }D { b= i:2 }" },
		{ "[~, null, '', x, \"1\", '~']", "D [ null null t: t:x t:1 t:~ ]" },
		{ "a:\nb: yes\nc: true\nd: False\n", "D { a= null b= t:yes c= true d= false }" },
		{ "[0x1F, -7, +7, 010, 1.5, 1e3, .inf, 10.0.0.1, 00:50:56:00:00:01, 1:30, '.', ., 1-2, 0x]",
		  "D [ i:31 i:-7 i:7 i:10 f:1.5 f:1e3 f:.inf t:10.0.0.1 t:00:50:56:00:00:01 t:1:30 t:. t:. t:1-2 t:0x ]" },
		{ "[-9223372036854775808, 9223372036854775808, 0xFFFFFFFFFFFFFFFF]",
		  "D [ i:-9223372036854775808 f:9223372036854775808 t:0xFFFFFFFFFFFFFFFF ]" },
		{ "a: |\n  x\n  y\nb: >\n  z\n", "D { a= t:x\\ny\\n b= t:z\\n }" },
		{ "{\"a\": {\"b\": [1, \"\\/\"]}}", "D { a= { b= [ i:1 t:/ ] } }" },
		{ "- a: 1\n  b: [x]\n- {}\n- c: {d: {}}\n  e: f\n",
		  "D [ { a= i:1 b= [ t:x ] } { } { c= { d= { } } e= t:f } ]" },
		{ "'<<': 1\n", "D { <<= i:1 }" },
	};

	(void)state;
	check_all(EVENT_YAML, vectors, countof(vectors), false);
}

static void test_yaml_refused(void **state)
{
	static const struct vector vectors[] = {
		{ "a: &x 1\n", "D { a= !f:1:4: anchors and aliases are not supported" },
		{ "a: *x\n", "D { a= !f:1:4: anchors and aliases are not supported" },
		{ "a: !!str 1\n", "D { a= !f:1:4: tags are not supported" },
		{ "a: ! 1\n", "D { a= !f:1:4: tags are not supported" },
		{ "- !x {a: 1}\n", "D [ !f:1:3: tags are not supported" },
		{ "%TAG !a! x\n---\na: 1\n", "!f:1:1: tags are not supported" },
		{ "---\na: '%TAG'\n...\n%TAG !a! x\n---\n1\n", "!f:4:1: tags are not supported" },
		{ "<<: {a: 1}\n", "D { !f:1:1: merge keys are not supported" },
		{ "? [a]\n: 1\n", "D { !f:1:3: a key must be a word, not a collection" },
		{ "a: 1\nb: 2\n'a': 3\n",
		  "D { a= i:1 b= i:2 !f:3:1: key 'a' stands twice in one mapping" },
		{ "a: \"\\0\"\n", "D { a= !f:1:4: a NUL character in a text" },
		{ "a: \xFF\n", "!f:1:4: invalid leading UTF-8 octet" },
		{ "a: \x1B\n", "!f:1:4: control characters are not allowed" },
		{ "a: [1\n",
		  "D { a= [ i:1 !f:2:1: did not find expected ',' or ']' (while parsing a flow sequence)" },
		{ "\ta: 1\n",
		  "!f:1:1: found character that cannot start any token (while scanning for the next token)" },
	};

	(void)state;
	for (size_t i = 0; i < countof(vectors); i++) {
		char *line = dump(EVENT_YAML, str_of(vectors[i].in), false);
		const char *got = line[0] == ' ' ? line + 1 : line;
		assert_string_equal(got, vectors[i].out);
		free(line);
	}
}

static void test_xml_values(void **state)
{
	static const struct vector vectors[] = {
		{ "<a/>", "D a= { }" },
		{ "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a b=\"1\" c='x&amp;y'>\n <d>t</d>\n <d/>\n</a>\n",
		  "D a= { @b= t:1 @c= t:x&y d= { #text= t:t } d= { } }" },
		{ "<a>x<!-- c -->y&lt;&#65;<![CDATA[<z>]]><b/> z </a>",
		  "D a= { #text= t:xy<A<z> b= { } #text= t: z  }" },
		{ "\xEF\xBB\xBF<a>\xC3\xA9</a>", "D a= { #text= t:\xC3\xA9 }" },
		{ "<a>null</a>", "D a= { #text= t:null }" },
		{ "<n:a xmlns:n='u'/>", "D n:a= { @xmlns:n= t:u }" },
	};
	static const struct vector places[] = {
		{ "<a>\n \xC3\xA9<b\n x='1'/>\n</a>\n",
		  "D@1:1 a=@1:1 {@1:1 #text=@1:4 t:\\n \xC3\xA9@1:4 b=@2:3 {@2:3 @x=@2:3 t:1@2:3 }@3:9 }@4:1" },
	};

	(void)state;
	check_all(EVENT_XML, vectors, countof(vectors), false);
	check_all(EVENT_XML, places, countof(places), true);
}

static void test_xml_refused(void **state)
{
	static const struct vector vectors[] = {
		{ "", "D !f:1:1: no element found" },
		{ "<a>", "D a= { !f:1:4: no element found" },
		{ "<a></b>", "D a= { !f:1:6: mismatched tag" },
		{ "<a/><b/>", "D a= { } !f:1:5: junk after document element" },
		{ "<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>",
		  "D !f:1:13: document type declarations are not supported" },
		{ "<a>&x;</a>", "D a= { !f:1:4: undefined entity" },
		{ "<a>\n\xFF</a>", "D a= { !f:2:1: not well-formed (invalid token)" },
		{ "<a b='1' b='2'/>", "D !f:1:10: duplicate attribute" },
	};

	(void)state;
	check_all(EVENT_XML, vectors, countof(vectors), false);
}

static int read_all(enum event_syntax syntax, struct str text, struct err *err)
{
	CLEANUP(events_freep) struct events *e = events_new(syntax, "f", text);
	struct event event;

	do {
		if (events_next(e, &event, err) < 0)
			return -1;
	} while (event.type != EVENT_END);
	return 0;
}

static void test_bounds(void **state)
{
	static const enum event_syntax both[] = { EVENT_JSON, EVENT_YAML };
	char deep[130], *text = xmalloc(1024 * 1024 + 3);
	struct err err;

	(void)state;
	memset(deep, '[', 65);
	memset(deep + 65, ']', 65);
	memset(text, 'x', 1024 * 1024 + 3);
	text[0] = text[1024 * 1024 + 1] = text[1024 * 1024 + 2] = '"';
	for (size_t i = 0; i < countof(both); i++) {
		assert_int_equal(read_all(both[i], (struct str){ deep, 130 }, &err), -1);
		assert_string_equal(err.text, "f:1:65: nested deeper than 64");
		assert_int_equal(read_all(both[i], (struct str){ deep + 1, 128 }, &err), 0);
		text[1024 * 1024 + 1] = '"';
		assert_int_equal(read_all(both[i], (struct str){ text, 1024 * 1024 + 2 }, &err), 0);
		text[1024 * 1024 + 1] = 'x';
		assert_int_equal(read_all(both[i], (struct str){ text, 1024 * 1024 + 3 }, &err),
				 -1);
		assert_string_equal(err.text, "f:1:1: text longer than 1048576 bytes");
	}
	free(text);
}

static void test_xml_bounds(void **state)
{
	char *text = xmalloc(1024 * 1024 + 16), deep[65 * 7];
	size_t n = 0;
	struct err err;

	(void)state;
	for (unsigned i = 0; i < 65; i++)
		n += (size_t)sprintf(deep + n, "<a>");
	assert_int_equal(read_all(EVENT_XML, (struct str){ deep, n }, &err), -1);
	assert_string_equal(err.text, "f:1:193: nested deeper than 64");
	memset(text, 'x', 1024 * 1024 + 16);
	memcpy(text, "<a>", 3);
	memcpy(text + 3 + 1024 * 1024, "</a>", 4);
	assert_int_equal(read_all(EVENT_XML, (struct str){ text, 1024 * 1024 + 7 }, &err), 0);
	memcpy(text + 3 + 1024 * 1024, "x</a>", 5);
	assert_int_equal(read_all(EVENT_XML, (struct str){ text, 1024 * 1024 + 8 }, &err), -1);
	assert_string_equal(err.text, "f:1:4: text longer than 1048576 bytes");
	memset(text, 'x', 1024 * 1024 + 16);
	memcpy(text, "<a b='", 6);
	memcpy(text + 7 + 1024 * 1024, "'/>", 3);
	assert_int_equal(read_all(EVENT_XML, (struct str){ text, 1024 * 1024 + 10 }, &err), -1);
	assert_string_equal(err.text, "f:1:1: text longer than 1048576 bytes");
	free(text);
}

/* Many keys in one mapping: none lost, the double one found, whatever the size of the table. */
static void test_many_keys(void **state)
{
	struct err err;
	char *text;
	size_t size;

	(void)state;
	for (unsigned keys = 1; keys < 3000; keys = keys * 2 + 1) {
		FILE *out = open_memstream(&text, &size);
		for (unsigned i = 0; i < keys; i++)
			fprintf(out, "%s\"key%u\":{\"key0\":1}", i ? ",\n" : "{", i);
		fflush(out);
		fputs("}", out);
		fflush(out);
		assert_int_equal(read_all(EVENT_JSON, (struct str){ text, size }, &err), 0);
		fseek(out, -1, SEEK_CUR);
		fputs(",\n\"key0\":1}", out);
		fclose(out);
		assert_int_equal(read_all(EVENT_JSON, (struct str){ text, size }, &err), -1);
		assert_non_null(strstr(err.text, ":1: key 'key0' stands twice in one mapping"));
		free(text);
	}
}

static void test_skip(void **state)
{
	CLEANUP(events_freep) struct events *e = events_new(
		EVENT_JSON, "f", STR("{\"a\":{\"b\":[1,{}]},\"c\":2,\"d\":[[],3],\"e\":4}"));
	struct event event;
	struct err err;

	(void)state;
	events_next(e, &event, &err);
	events_next(e, &event, &err);
	for (const char *key = "ac"; *key; key++) {
		events_next(e, &event, &err);
		assert_int_equal(event.type, EVENT_KEY);
		assert_int_equal(event.text.p[0], *key);
		assert_int_equal(events_skip(e, &event, &err), 0);
	}
	events_next(e, &event, &err);
	events_next(e, &event, &err);
	assert_int_equal(event.type, EVENT_LIST);
	assert_int_equal(events_skip(e, &event, &err), 0);
	events_next(e, &event, &err);
	assert_true(str_eq(event.text, "e"));
}

static void test_syntax(void **state)
{
	(void)state;
	assert_int_equal(event_syntax_of(STR(" \n{")), EVENT_JSON);
	assert_int_equal(event_syntax_of(STR("[")), EVENT_JSON);
	assert_int_equal(event_syntax_of(STR("\xEF\xBB\xBF<a/>")), EVENT_XML);
	assert_int_equal(event_syntax_of(STR("---\n{}")), EVENT_YAML);
	assert_int_equal(event_syntax_of(STR("")), EVENT_YAML);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_json_values),  cmocka_unit_test(test_json_refused),
		cmocka_unit_test(test_places),       cmocka_unit_test(test_yaml_values),
		cmocka_unit_test(test_yaml_refused), cmocka_unit_test(test_xml_values),
		cmocka_unit_test(test_xml_refused),  cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_xml_bounds),   cmocka_unit_test(test_many_keys),
		cmocka_unit_test(test_skip),         cmocka_unit_test(test_syntax),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
