/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a command asks for: all of a list, or what an option or a pipe picks of it. */
#include <string.h>

#include "parse/esxi/reader.h"

/* Options that say how to print, not what. */
static bool is_of_form(struct str word)
{
	static const char *const forms[] = { "--formatter", "--format-param", "--debug", "--list" };

	for (size_t i = 0; i < countof(forms); i++)
		if (str_starts(word, forms[i]))
			return true;
	return false;
}

static const char *const long_names[] = {
	"adapter", "interface-name", "netstack", "nic-name", "vswitch-name", "portgroup-name",
	"name",	   "nic",	     "isid",	 "device",   "path",	     "vds-name",
	"version", "cid",
};

/* The letter that a long name stands for matters where the reader takes account of it itself. */
static bool is_own(const struct esxi_format *f, struct str option)
{
	size_t end = str_find(option, '=');

	if (!f->own || option.n < 2)
		return false;
	if (option.p[1] != '-')
		return strchr(f->own, option.p[1]);
	if (str_eq(str_upto(option, end), "--netstack"))
		return strchr(f->own, 'N');
	return str_eq(str_upto(option, end), "--adapter") && strchr(f->own, 'd');
}

static bool picks_typed(const struct esxi_format *f, struct str args)
{
	struct str word;

	while (str_word(&args, &word)) {
		if (str_eq(word, "|") || str_eq(word, ";") || str_eq(word, "&&"))
			return false;
		if (word.n > 1 && word.p[0] == '-' && !is_of_form(word) && !is_own(f, word))
			return true;
	}
	return false;
}

static bool divides(char c)
{
	return c == '-' || c == '_' || c == ' ' || c == '=';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* "-i-vmk1" in a file's name: one letter behind a dash, and a value. */
static bool picks_letter(const struct esxi_format *f, struct str at)
{
	if (at.n < 4 || at.p[0] != '-' || !is_letter(at.p[1]) || !divides(at.p[2]))
		return false;
	return !(f->own && strchr(f->own, at.p[1]));
}

static bool picks_long(const struct esxi_format *f, struct str at)
{
	if (!str_starts(at, "--"))
		return false;
	for (size_t i = 0; i < countof(long_names); i++) {
		size_t n = strlen(long_names[i]);
		struct str word = str_upto(str_from(at, 2), n);
		if (str_eq(word, long_names[i]) && at.n > n + 3 && divides(at.p[n + 2]))
			return !is_own(f, str_upto(at, n + 2));
	}
	return false;
}

static bool picks_named(const struct esxi_format *f, struct str args)
{
	for (size_t i = 0; i < args.n; i++) {
		bool begins = i == 0 || divides(args.p[i - 1]);
		if (begins && (picks_letter(f, str_from(args, i)) || picks_long(f, str_from(args, i))))
			return true;
	}
	return false;
}

/* What a pager shows, or tee keeps, is all of it. */
bool esxi_is_piped(const struct esxi_capture *c)
{
	struct str rest = str_from(c->args, str_find(c->args, '|') + 1), word = STR("");
	static const char *const whole[] = { "more", "less", "cat", "tee" };

	if (!c->exact || !rest.n)
		return false;
	str_word(&rest, &word);
	for (size_t i = 0; i < countof(whole); i++)
		if (str_eq(word, whole[i]))
			return str_find(rest, '|') < rest.n;
	return true;
}

/* "esxcfg-vswitch -l vSwitch1" lists that one. */
static bool names_switch(struct str args)
{
	struct str word;

	while (str_word(&args, &word))
		if (word.p[0] != '-' && !strchr("0123456789><&|;", word.p[0]))
			return true;
	return false;
}

bool esxi_asks_for_part(const struct esxi_format *f, const struct esxi_capture *c)
{
	if (esxi_is_piped(c))
		return true;
	if (!f->take)
		return c->exact && (f->parts & 1u << ESXI_PART_STANDARD) && names_switch(c->args);
	return c->exact ? picks_typed(f, c->args) : picks_named(f, c->args);
}
