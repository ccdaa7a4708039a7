/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/shell.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

/* '=' in front is a command's path to zsh. */
static bool is_bare(struct str s)
{
	static const char plain[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_@%+=:,./-";

	return s.n && s.p[0] != '=' && strspn(s.p, plain) == s.n;
}

static bool can_be_shown(struct str s)
{
	uint32_t code;

	while (s.n) {
		unsigned n = utf8_decode(s, &code);
		if (!n || utf8_is_hidden(code))
			return false;
		s = str_from(s, n);
	}
	return true;
}

static void print_quoted(FILE *out, struct str s)
{
	fputc('\'', out);
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\'')
			fputs("'\\''", out);
		else
			fputc(s.p[i], out);
	}
	fputc('\'', out);
}

/*
 * One character within the format of printf(1), in single quotes, within a
 * command substitution, in double quotes.  '!' is history to an interactive
 * bash even there; '-' would begin an option of printf.
 */
static size_t print_in_format(FILE *out, struct str s, bool first)
{
	uint32_t code = 0;
	unsigned n = utf8_decode(s, &code);

	if (n && (code == '%' || code == '\\')) {
		fprintf(out, "%c%c", (char)code, (char)code);
	} else if (!n || utf8_is_hidden(code) || code == '\'' || code == '!' ||
		   (first && code == '-')) {
		n = n ? n : 1;
		for (unsigned i = 0; i < n; i++)
			fprintf(out, "\\%03o", (unsigned)(unsigned char)s.p[i]);
	} else {
		fwrite(s.p, 1, n, out);
	}
	return n;
}

/* A command substitution loses the newlines at its end; the third character of IFS is one. */
static void print_as_printf(FILE *out, struct str s)
{
	size_t newlines = 0;
	bool first = true;

	for (; s.n && s.p[s.n - 1] == '\n'; s.n--)
		newlines++;
	if (s.n) {
		fputs("\"$(printf '", out);
		for (; s.n; first = false)
			s = str_from(s, print_in_format(out, s, first));
		fputs("')\"", out);
	}
	for (; newlines; newlines--)
		fputs("\"${IFS#??}\"", out);
}

void shell_word_print(FILE *out, const char *text)
{
	struct str s = str_of(text);

	if (is_bare(s))
		fputs(text, out);
	else if (can_be_shown(s))
		print_quoted(out, s);
	else
		print_as_printf(out, s);
}

char *shell_word(struct arena *a, const char *text)
{
	char *word, *copy;
	size_t size;
	FILE *out = open_memstream(&word, &size);

	if (!out)
		abort();
	shell_word_print(out, text);
	if (fclose(out) != 0)
		abort();
	copy = arena_str(a, (struct str){ word, size });
	free(word);
	return copy;
}
