/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "parse/esxi/row_words.h"

#include <string.h>

#include "base/ip.h"
#include "base/mac.h"

enum { MOST_LINE = 4096 };

size_t esxi_row_phrase(const struct esxi_row_words *w, size_t at, const char *phrase)
{
	struct str rest = str_of(phrase), word;
	size_t n = 0;

	while (str_word(&rest, &word)) {
		struct str here = esxi_row_word(w, at + n++);
		if (here.n != word.n || strncasecmp(here.p, word.p, word.n) != 0)
			return 0;
	}
	return n;
}

bool esxi_row_has(const struct esxi_row_words *w, const char *phrase)
{
	for (size_t i = 0; i < w->n; i++)
		if (esxi_row_phrase(w, i, phrase))
			return true;
	return false;
}

static bool is_numbered(struct str word)
{
	static const char *const stems[] = { "",      "vmk",   "vmnic",   "vmhba",
					     "vusb",  "vswif", "vSwitch", "dvUplink" };
	uint64_t n;

	for (size_t i = 0; i < countof(stems); i++)
		if (str_starts(word, stems[i]) && str_to_u64(str_from(word, strlen(stems[i])), &n))
			return true;
	return false;
}

/* A word that no one would take for a part of a name. */
static bool is_plain(struct str word)
{
	static const char *const words[] = { "true",	  "false",     "up",	    "down",
					     "enabled",	  "disabled",  "static",    "dhcp",
					     "manual",	  "none",      "dynamic",   "unknown",
					     "compliant", "active",    "logged_in", "listen",
					     "both",	  "supported", "available", "mounted",
					     "N/A",	  "IPv4",      "srcport",   "link" };
	struct mac mac;
	struct ip ip;

	if (word.n > 1 && word.p[word.n - 1] == ',')
		word.n--;
	for (size_t i = 0; i < countof(words); i++)
		if (str_eq_nocase(word, words[i]))
			return true;
	return is_numbered(word) || ip_parse(word, &ip) || mac_parse(word, &mac);
}

static bool all_plain(struct str words)
{
	struct str word;

	while (str_word(&words, &word))
		if (!is_plain(word))
			return false;
	return true;
}

static struct str last_word(struct str words)
{
	struct str word = STR("");

	while (str_word(&words, &word))
		;
	return word;
}

static bool is_blank(struct str s, size_t i)
{
	return i < s.n && (s.p[i] == ' ' || s.p[i] == '\t');
}

static struct str bare(struct str text, bool row)
{
	for (size_t i = 1; i < text.n && text.n <= MOST_LINE; i++) {
		struct str before = str_trim(str_upto(text, i));
		if (text.p[i] != '#' || !is_blank(text, i - 1) || (row && !before.n))
			continue;
		if (i > 1 && is_blank(text, i - 2))
			return before;
		if (is_blank(text, i + 1) && (row ? is_plain(last_word(before)) : all_plain(before)))
			return before;
	}
	return text;
}

struct str esxi_bare_value(struct str value)
{
	return str_trim(bare(value, false));
}

struct str esxi_bare_row(struct str row)
{
	struct str text = bare(row, true);

	/* Columns are counted from the line's begin. */
	return (struct str){ row.p, (size_t)(text.p + text.n - row.p) };
}
