/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "parse/prompt.h"

#include <ctype.h>
#include <string.h>

enum {
	LINE_MOST = 4096,
	HEADING_MOST = 400,
	NAME_MOST = 253,
	GROUP_MOST = 120,
	TAIL_MOST = 160, /* between a host's name and the sign */
	TAIL_WORDS = 5,
	DECORATIONS = 6,
	SIGNS_TRIED = 8,
	AGAIN_MOST = 4, /* prompts in one line, of Enter alone */
};

/* What stands before the command; length 0: no prompt. */
struct stem {
	size_t length;
	struct str host;
	enum command_kind least; /* that must follow, unless nothing does */
};

static char char_at(struct str s, size_t i)
{
	return i < s.n ? s.p[i] : '\0';
}

static bool is_in(char c, const char *set)
{
	return c && strchr(set, c);
}

static bool is_letter(char c)
{
	return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

static size_t name_length(struct str s, const char *signs)
{
	size_t n = 0;

	while (n < s.n && n < NAME_MOST && (is_letter(s.p[n]) || is_in(s.p[n], signs)))
		n++;
	return n;
}

/* "(venv)", "[0]", "<root@web01>": to its end; 0 where it is none. */
static size_t group_length(struct str s)
{
	static const char opens[] = "([{<", closes[] = ")]}>";
	const char *open = is_in(char_at(s, 0), opens) ? strchr(opens, s.p[0]) : NULL;
	size_t n;

	if (!open)
		return 0;
	n = str_find(str_upto(s, GROUP_MOST), closes[open - opens]);
	return n < s.n && n < GROUP_MOST ? n + 1 : 0;
}

static size_t digits_length(struct str s)
{
	size_t n = 0;

	while (isdigit((unsigned char)char_at(s, n)))
		n++;
	return n;
}

/* A time, a date, an exit status. */
static size_t number_length(struct str s)
{
	size_t n = 0;

	while (isdigit((unsigned char)char_at(s, n)) ||
	       (n && is_in(char_at(s, n), ":.-/TZ")))
		n++;
	return n && char_at(s, n) == ' ' ? n : 0;
}

/* Of words alone: "[]" and "[{…}]" are JSON that did not end its line. */
static bool is_note(struct str group)
{
	bool word = false;

	for (size_t i = 1; i + 1 < group.n; i++) {
		word |= is_letter(group.p[i]);
		if (!is_letter(group.p[i]) && !is_in(group.p[i], " :.-_/~+|*"))
			return false;
	}
	return word;
}

/* What some put before their prompt: "(venv) ", "12:00:01 ", boxes and arrows. */
static size_t decoration_length(struct str s)
{
	size_t n = 0;

	for (unsigned i = 0; i < DECORATIONS; i++) {
		size_t from = n, group = group_length(str_from(s, n));
		if (is_note(str_upto(str_from(s, n), group)))
			n += group;
		n += number_length(str_from(s, n));
		while ((unsigned char)char_at(s, n) >= 0x80 || is_in(char_at(s, n), "\\*` "))
			n++;
		if (n == from)
			break;
	}
	return n;
}

static bool is_path(struct str word)
{
	return str_starts(word, "~") || str_starts(word, "/");
}

/* A word between host and sign: where one is, a branch, a status. */
static bool is_tail_word(struct str word)
{
	size_t n = name_length(word, ":");

	return is_path(word) || group_length(word) == word.n ||
	       digits_length(word) == word.n || (unsigned char)word.p[0] >= 0x80 ||
	       (n && n < word.n && word.p[n] == '(');
}

/* tail: "", ":/etc", " ~ ", ":~ (main) ", " Documents " of zsh. */
static bool is_tail(struct str tail, char sign)
{
	struct str word;
	unsigned words = 0;
	bool free = str_starts(tail, ":") && char_at(tail, 1) != ' ';

	tail = str_starts(tail, ":") ? str_from(tail, 1) : tail;
	while (str_word(&tail, &word)) {
		bool named = !words && (free || (sign == '%' && !str_trim(tail).n)) &&
			     name_length(word, "~/._-+") == word.n;
		if (++words > TAIL_WORDS || !(named || is_tail_word(word)))
			return false;
	}
	return true;
}

/* To behind the sign of a prompt; 0 where there is none. */
static size_t tail_length(struct str s)
{
	for (size_t i = 0; i < s.n && i < TAIL_MOST; i++) {
		char next = char_at(s, i + 1);
		if (!is_in(s.p[i], "#$%>"))
			continue;
		if (next && next != ' ' && next != '\t' &&
		    (s.p[i] == '>' || !command_begins(str_from(s, i + 1))))
			continue;
		return is_tail(str_upto(s, i), s.p[i]) ? i + 1 : 0;
	}
	return 0;
}

/* Behind ']' of "[root@web01 ~]"; ESXi has no sign there. */
static size_t bracket_length(struct str s, bool square)
{
	size_t n = is_in(char_at(s, 0), "#$%>") ? 1 : 0;

	if (!n && is_in(char_at(s, 0), " (/~["))
		n = tail_length(s);
	return n || square ? n : SIZE_MAX;
}

/* user@host, behind decorations. */
static struct stem user_stem(struct str s)
{
	struct stem none = { .length = 0 }, stem = { .length = 0 };
	size_t open = is_in(char_at(s, 0), "[<({"), n = open, tail;

	n += name_length(str_from(s, n), "._-+\\$");
	if (n == open || char_at(s, n) != '@')
		return none;
	stem.host = str_from(s, n + 1);
	stem.host = str_upto(stem.host, name_length(stem.host, "._-"));
	n += 1 + stem.host.n;
	if (!stem.host.n)
		return none;
	if (open) {
		size_t group = group_length(s);
		tail = group > n ? bracket_length(str_from(s, group), s.p[0] == '[') : SIZE_MAX;
		stem.length = tail == SIZE_MAX ? 0 : group + tail;
		return stem;
	}
	tail = tail_length(str_from(s, n));
	stem.length = tail ? n + tail : 0;
	/* "root@web01:/data # what lies there" */
	if (tail > 1 && str_starts(str_from(s, n), ":/") && s.p[n + tail - 2] == ' ')
		stem.least = COMMAND_PROGRAM;
	return stem;
}

/* "web01:~ # " of SUSE, "web01 ~ # " of Gentoo. */
static struct stem host_stem(struct str s)
{
	size_t n = name_length(s, "._-"), tail;
	struct stem stem = { .host = str_upto(s, n) };

	if (!n || !is_in(char_at(s, n), ": ") || !is_path(str_from(s, n + 1)))
		return (struct stem){ .length = 0 };
	tail = tail_length(str_from(s, n));
	stem.length = tail ? n + tail : 0;
	stem.least = s.p[n + 1] == '~' ? COMMAND_NONE : COMMAND_PROGRAM;
	return stem;
}

/* "~ # ", "/ # ", "/etc $ " of busybox. */
static struct stem path_stem(struct str s)
{
	struct stem stem = { .length = is_path(s) ? tail_length(s) : 0 };

	if (s.p[0] == '/' && char_at(s, 1) != ' ')
		stem.least = COMMAND_PROGRAM;
	return stem;
}

/* "bash-5.1$ ", "-sh-4.4# " */
static struct stem shell_stem(struct str s)
{
	size_t n = char_at(s, 0) == '-', word = n;

	while (islower((unsigned char)char_at(s, n)))
		n++;
	if (n < word + 2 || !str_ends(str_upto(s, n), "sh") || char_at(s, n) != '-' ||
	    !isdigit((unsigned char)char_at(s, n + 1)))
		return (struct stem){ .length = 0 };
	n++;
	while (isdigit((unsigned char)char_at(s, n)) || char_at(s, n) == '.')
		n++;
	return (struct stem){ .length = is_in(char_at(s, n), "#$%>") ? n + 1 : 0 };
}

/* "web01# ", "switch> ": but for the command behind it, it may be anything. */
static struct stem word_stem(struct str s)
{
	size_t n = name_length(s, "._-");
	struct stem stem = { .host = str_upto(s, n), .least = COMMAND_SURE };

	if (n && isalpha((unsigned char)s.p[0]) && is_in(char_at(s, n), "#$%>") &&
	    str_trim(str_from(s, n + 1)).n)
		stem.length = n + 1;
	return stem;
}

/* "└─# ": the lower half of a prompt of two lines; "➜  ~ " */
static struct stem arrow_stem(struct str s)
{
	size_t n = decoration_length(s), path = 0;
	bool drawn = (unsigned char)char_at(s, 0) >= 0x80;

	if (!drawn)
		return (struct stem){ .length = 0 };
	if (is_in(char_at(s, n), "#$%") && is_in(char_at(s, n + 1), " "))
		return (struct stem){ .length = n + 1 };
	if (is_path(str_from(s, n)))
		path = str_find(str_from(s, n), ' ');
	return (struct stem){ .length = n + path, .least = COMMAND_SURE };
}

/* "vi-admin@vma:~[esx01]> esxcli …": such a command needs no prompt that is known. */
static struct stem esx_stem(struct str s)
{
	unsigned tried = 0;

	for (size_t i = 0; i + 1 < s.n && tried < SIGNS_TRIED; i++) {
		if (!is_in(s.p[i], "#$]>"))
			continue;
		tried++;
		if (command_begins(str_from(s, i + 1)) &&
		    command_of(str_from(s, i + 1)).kind == COMMAND_ESX)
			return (struct stem){ .length = i + 1, .least = COMMAND_ESX };
	}
	return (struct stem){ .length = 0 };
}

/* Does the line go on as the stem wants it?  Several prompts may stand in a line. */
static bool is_stem(const struct stem *stem, struct str s)
{
	struct str rest = str_trim(str_from(s, stem->length));

	if (!stem->length)
		return false;
	return !stem->least || (!rest.n && stem->least < COMMAND_SURE) ||
	       command_of(rest).kind >= stem->least;
}

static struct stem stem_of(struct str s)
{
	static struct stem (*const forms[])(struct str s) = { host_stem,  path_stem,  shell_stem,
							      arrow_stem, word_stem, esx_stem };
	size_t before = decoration_length(s);
	struct stem stem = user_stem(str_from(s, before));

	stem.length += stem.length ? before : 0;
	for (size_t i = 0; !is_stem(&stem, s) && i < countof(forms); i++)
		stem = forms[i](s);
	return is_stem(&stem, s) ? stem : (struct stem){ .length = 0 };
}

/* "┌──(root㉿kali)-[~]": its lower half follows. */
static bool is_upper_half(struct str s)
{
	return str_starts(s, "\xe2\x94\x8c") || str_starts(s, "\xe2\x95\xad");
}

/* "[vi-admin@vma /][esx01]$": the prompt of vMA names the host that commands go to. */
static struct str target_of(struct str stem)
{
	struct str name;

	stem = str_upto(stem, stem.n ? stem.n - 1 : 0);
	if (!str_ends(stem, "]"))
		return (struct str){ NULL, 0 };
	stem = str_upto(stem, stem.n - 1);
	name = str_take_last(&stem, '[');
	return stem.n && name.n && name_length(name, "._-") == name.n ?
		       name :
		       (struct str){ NULL, 0 };
}

static struct prompt full_prompt(struct str line)
{
	struct prompt p = { .kind = PROMPT_NONE, .typed = line };

	if (is_upper_half(line))
		return (struct prompt){ .kind = PROMPT_FULL, .stem = line };
	for (unsigned i = 0; i < AGAIN_MOST && p.typed.n; i++) {
		struct stem stem = stem_of(p.typed);
		if (!stem.length || (i && stem.least))
			break;
		p.kind = PROMPT_FULL;
		p.host = stem.host;
		p.typed = str_trim(str_from(p.typed, stem.length));
	}
	p.stem = str_trim(str_upto(line, (size_t)(p.typed.p - line.p)));
	p.command = command_of(p.typed);
	if (p.command.kind == COMMAND_ESX && target_of(p.stem).n)
		p.host = target_of(p.stem);
	return p;
}

static bool is_fence(struct str s)
{
	static const char *const tags[] = { "[code", "[/code", "<pre", "</pre", "<code", "</code",
					    "{code", "{noformat", "[pre", "[/pre" };

	if (str_starts(s, "```") || str_starts(s, "~~~"))
		return true;
	for (size_t i = 0; i < countof(tags); i++)
		if (str_starts(s, tags[i]) && is_in(s.p[s.n - 1], "]>}") &&
		    group_length(s) == s.n)
			return true;
	return false;
}

static size_t run_length(struct str s)
{
	size_t n = 0;

	while (n < s.n && s.p[n] == s.p[0])
		n++;
	return n;
}

bool prompt_is_ruler(struct str line)
{
	line = str_trim(line);
	return line.n > 3 && is_in(line.p[0], "-=*#_~+") && run_length(line) == line.n;
}

static bool has_letter(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (isalpha((unsigned char)s.p[i]))
			return true;
	return false;
}

/* "=== Routes ===": the same signs at both ends. */
static bool is_title(struct str s)
{
	size_t end = 0;

	if (s.n < 8 || !is_in(s.p[0], "-=*#") || run_length(s) < 3)
		return false;
	while (end < s.n && s.p[s.n - 1 - end] == s.p[0])
		end++;
	return end >= 3 && has_letter(s);
}

/* "# ip route", "$ ip route", "+ ip route" */
static struct prompt sign_prompt(struct str line)
{
	size_t n = line.p[0] == '+' ? run_length(line) : 1;
	struct prompt p = { .stem = str_upto(line, n), .typed = str_trim(str_from(line, n)) };
	enum command_kind least = is_in(line.p[0], "#+") ? COMMAND_LIKELY :
				  is_in(line.p[0], "$%") ? COMMAND_PROGRAM :
							   COMMAND_SURE;

	if (!is_in(line.p[0], "#$%>+"))
		return (struct prompt){ .kind = PROMPT_NONE };
	if (char_at(line, n) != ' ' && (line.p[0] == '+' || line.p[0] == '%'))
		return (struct prompt){ .kind = PROMPT_NONE };
	while (p.typed.n && is_in(p.typed.p[p.typed.n - 1], "=*#-: "))
		p.typed.n--;
	p.command = command_of(p.typed);
	if (char_at(line, n) != ' ' && least < COMMAND_SURE)
		least = COMMAND_SURE;
	if (p.command.kind >= least)
		p.kind = line.p[0] == '+' ? PROMPT_TRACE : PROMPT_SIGN;
	return p;
}

/* "2. ip route", "2) ip route" */
static struct str without_number(struct str s)
{
	size_t n = digits_length(s);

	return n && is_in(char_at(s, n), ".)") && char_at(s, n + 1) == ' ' ?
		       str_trim(str_from(s, n + 1)) :
		       s;
}

/* "Output of ip route" */
static struct str without_label(struct str s)
{
	static const char *const labels[] = { "the",	 "output", "result", "results",
					      "of",	 "from",   "for",    "command",
					      "running", "run",	   "exec",   "executing",
					      "cmd" };
	struct str rest = s, word;

	while (str_word(&rest, &word)) {
		bool label = false;
		word = str_ends(word, ":") ? str_upto(word, word.n - 1) : word;
		for (size_t i = 0; i < countof(labels); i++)
			label |= str_eq_nocase(word, labels[i]);
		if (!label)
			break;
		s = str_trim(rest);
	}
	return s;
}

static struct str undecorated(struct str s)
{
	while (s.n && is_in(s.p[0], "=*#-_`'\"$>[( "))
		s = str_from(s, 1);
	while (s.n && is_in(s.p[s.n - 1], "=*#-_`'\":]) "))
		s.n--;
	return s;
}

/* "=== ip route ===", "Output of `ip route`:" */
static struct prompt heading(struct str line)
{
	struct str inner = undecorated(line);
	struct prompt p = { .kind = PROMPT_NONE };

	p.typed = undecorated(without_label(without_number(inner)));
	if (command_begins(p.typed))
		p.command = command_of(p.typed);
	if (p.command.kind >= COMMAND_SURE)
		p.kind = inner.n < line.n || p.command.kind == COMMAND_ESX ? PROMPT_HEADING :
									     PROMPT_BARE;
	else if (is_title(line))
		p = (struct prompt){ .kind = PROMPT_HEADING };
	p.stem = str_upto(line, 0);
	return p;
}

struct prompt prompt_of(struct str line)
{
	struct prompt p = { .kind = PROMPT_NONE };

	line = str_trim(line);
	if (!line.n || line.n > LINE_MOST)
		return p;
	if (is_fence(line))
		return (struct prompt){ .kind = PROMPT_FENCE, .stem = line };
	p = full_prompt(line);
	if (!p.kind)
		p = sign_prompt(line);
	if (!p.kind && line.n < HEADING_MOST)
		p = heading(line);
	return p;
}

size_t prompt_behind(struct str line)
{
	for (size_t i = 1; i < line.n; i++) {
		struct str rest = str_from(line, i);
		struct stem stem;
		if (line.p[i] != '[' || line.p[i - 1] == ' ' || !is_letter(char_at(line, i + 1)))
			continue;
		stem = user_stem(str_upto(rest, GROUP_MOST + TAIL_MOST));
		if (stem.length && is_in(line.p[i + stem.length - 1], "#$"))
			return i;
	}
	return line.n;
}
