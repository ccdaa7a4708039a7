/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/plain.h"

#define IN(literal) { "" literal, sizeof(literal) - 1 }

static void test_plain(void **state)
{
	static const struct { struct str in; const char *out; } vectors[] = {
		{ IN(""), "" },
		{ IN("vmk0  10.0.0.1\n"), "vmk0  10.0.0.1\n" },
		{ IN("caf\xc3\xa9\n"), "caf\xc3\xa9\n" },
		{ IN("a\r\nb\r\n"), "a\nb\n" },
		{ IN("a\r\r\nb\r\n"), "a\nb\n" },
		{ IN("a\rb\rc"), "a\nb\nc" },
		{ IN("\xef\xbb\xbfName\r\n"), "Name\n" },
		{ IN("\xef\xbb\xbf"), "" },
		{ IN("\xff\xfe" "a\0\r\0\n\0"), "a\n" },
		{ IN("\xfe\xff\0a\0\n"), "a\n" },
		{ IN("\xff\xfe" "a\0\n"), "a" },
		{ IN("\xff\xfe\x3d\xd8\x00\xde"), "\xf0\x9f\x98\x80" },
		{ IN("\xff\xfe\x3d\xd8" "a\0"), "\xef\xbf\xbd" "a" },
		{ IN("N\0a\0m\0e\0\r\0\n\0"), "Name\n" },
		{ IN("\0N\0a\0m\0e"), "Name" },
		{ IN("a\xc2\xa0\xc2\xa0 b\n"), "a   b\n" },
		/* Typed, and corrected; drawn again from the left. */
		{ IN("~ # esxclo\b\x1b[Ki network\n"), "~ # esxcli network\n" },
		{ IN("~ # es\r~ # esxcli\n"), "~ # esxcli\n" },
		{ IN("~ # history\r\x1b[2K~ # ls\n"), "~ # ls\n" },
		{ IN("abXcd\x1b[3D\x1b[Pcd\n"), "abcd\n" },
		{ IN("ab\x1b[9Dx\x1b[9Cy\x1b[1Gz\n"), "zby\n" },
		/* Colours, a title, a screen drawn anew. */
		{ IN("\x1b]0;root@esx:~\a\x1b[1;32mUp\x1b[0m\x1b(B\n"), "Up\n" },
		{ IN("\x1b]2;x\x1b\\Up\n"), "Up\n" },
		{ IN("old\x1b[H\x1b[2Jnew\n"), "old\nnew\n" },
		/* Cut off, or never meant so. */
		{ IN("a\x1b"), "a" },
		{ IN("a\x1b["), "a" },
		{ IN("a\x1b[12\nb"), "a\nb" },
		{ IN("a\x1b]no end\nb"), "ano end\nb" },
		{ IN("a\x1b[99999999999999999999Cb\b\b\b\bx"), "xb" },
	};
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < countof(vectors); i++) {
		struct str out = plain_text(a, vectors[i].in);
		assert_int_equal(out.n, strlen(vectors[i].out));
		assert_memory_equal(out.p, vectors[i].out, out.n);
	}
	arena_free(a);
}

/* What is plain is not copied. */
static void test_same(void **state)
{
	struct str in = STR("vmk0\n");

	(void)state;
	assert_ptr_equal(plain_text(NULL, in).p, in.p);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_plain),
					    cmocka_unit_test(test_same) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
