/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unistd.h>

#include <cmocka.h>

#include "base/shell.h"
#include "base/utf8.h"

static void test_forms(void **state)
{
	static const struct {
		const char *in, *out;
	} vectors[] = {
		{ "eth0.100", "eth0.100" },
		{ "iqn.1998-01.com.example:a,b@c%d/e=f+g",
		  "iqn.1998-01.com.example:a,b@c%d/e=f+g" },
		{ "", "''" },
		{ "a b", "'a b'" },
		{ "it's", "'it'\\''s'" },
		{ "$(id)", "'$(id)'" },
		{ "~", "'~'" },
		{ "=ls", "'=ls'" },
		{ "-x", "-x" },
		{ "\xC3\xA9", "'\xC3\xA9'" },
		{ "\x1B[31m", "\"$(printf '\\033[31m')\"" },
		{ "a\nb", "\"$(printf 'a\\012b')\"" },
		{ "a\n", "\"$(printf 'a')\"\"${IFS#??}\"" },
		{ "\n", "\"${IFS#??}\"" },
		{ "-\t'%\\!", "\"$(printf '\\055\\011\\047%%\\\\\\041')\"" },
		{ "\xFF", "\"$(printf '\\377')\"" },
		{ "\xE2\x80\xAE", "\"$(printf '\\342\\200\\256')\"" },
	};
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < countof(vectors); i++)
		assert_string_equal(shell_word(a, vectors[i].in), vectors[i].out);
	arena_free(a);
}

/* Runs the word and reads what the shell made of it. */
static void assert_survives(const char *shell, struct arena *a, const char *text)
{
	const char *word = shell_word(a, text);
	char got[1024];
	FILE *out;
	size_t n;
	char *command;

	assert_int_equal(utf8_valid_length(str_of(word)), strlen(word));
	assert_string_equal(text_visible(a, str_of(word)), word);
	assert_int_equal(setenv("WORD_UNDER_TEST", word, 1), 0);
	command = arena_printf(a, "exec %s -c \"printf '%%s' $WORD_UNDER_TEST; printf .\"", shell);
	out = popen(command, "r");
	n = fread(got, 1, sizeof(got) - 1, out);
	got[n] = '\0';
	assert_int_equal(pclose(out), 0);
	assert_string_equal(got, arena_printf(a, "%s.", text));
}

static void each_string(const char *shell)
{
	static const char *const hostile[] = {
		"", " ", "'", "''", "\"", "\\", "\\n", "$HOME", "`id`", "$(id)", "a'b\"c", "*",
		"?", "[a]", "{a,b}", "~root", "#x", "a;b", "a&b", "a|b", "<x", ">x", "(x)", "!",
		"!!", "a\nb", "\n", "\n\n", "a\n\n", "\na", "a\n \n", "\t", "\r", "\x1B]0;x\x07",
		"%s%n", "\x1B%s\\033%%", "-n\x01", "--\x01", "-\n", "\x7F", "\xC2\x9B" "31m",
		"\xFF\xFE\n", "\xE2\x80\xAE" "abc", "\xED\xA0\x80", "'\x01'\n'", "\x01" "777",
		"\x01" "\\0", "a\xC3", "=ls", "x=y", "if", "\"$(printf x)\"\x01", "${IFS#??}\n",
		"!\x01!", "\xF0\x9F\x98\x80\x01",
	};
	struct arena *a = arena_new();
	char all[256];

	for (size_t i = 0; i < countof(hostile); i++)
		assert_survives(shell, a, hostile[i]);
	for (unsigned i = 0; i < 255; i++)
		all[i] = (char)(i + 1);
	all[255] = '\0';
	assert_survives(shell, a, all);
	assert_survives(shell, a, all + 128);
	arena_free(a);
}

static void test_dash(void **state)
{
	(void)state;
	each_string("dash");
}

static void test_bash(void **state)
{
	(void)state;
	if (access("/bin/bash", X_OK) < 0)
		skip();
	each_string("bash");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_dash),
		cmocka_unit_test(test_bash),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
