/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "parse/linux/linux.h"

/* Quotes of the shell: '…' as it stands, "…" with backslash escapes. */
static struct text unquote(struct snapshot *s, struct str v)
{
	char plain[256];
	size_t n = 0;
	bool twice = v.n >= 2 && v.p[0] == '"' && v.p[v.n - 1] == '"';

	if (v.n >= 2 && v.p[0] == '\'' && v.p[v.n - 1] == '\'')
		return snapshot_text(s, (struct str){ v.p + 1, v.n - 2 });
	if (!twice)
		return snapshot_text(s, v);
	for (size_t i = 1; i + 1 < v.n && n < sizeof(plain); i++) {
		if (v.p[i] == '\\' && i + 2 < v.n)
			i++;
		plain[n++] = v.p[i];
	}
	return snapshot_text(s, (struct str){ plain, n });
}

struct text parse_os_release(struct snapshot *s, struct str text, const char *key)
{
	struct text found = { NULL };
	struct str line;

	while (str_line(&text, &line)) {
		struct str t = str_trim(line);
		size_t n = strlen(key);
		if (str_starts(t, key) && t.n > n && t.p[n] == '=')
			found = unquote(s, str_from(t, n + 1));
	}
	return found;
}
