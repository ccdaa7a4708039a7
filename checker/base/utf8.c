/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

struct range {
	uint32_t first, last;
};

static const struct range combining[] = {
	{ 0x0300, 0x036F }, { 0x0483, 0x0489 }, { 0x0591, 0x05BD }, { 0x05BF, 0x05BF },
	{ 0x05C1, 0x05C2 }, { 0x05C4, 0x05C5 }, { 0x05C7, 0x05C7 }, { 0x0610, 0x061A },
	{ 0x064B, 0x065F }, { 0x0670, 0x0670 }, { 0x06D6, 0x06DC }, { 0x06DF, 0x06E4 },
	{ 0x06E7, 0x06E8 }, { 0x06EA, 0x06ED }, { 0x0900, 0x0902 }, { 0x093C, 0x093C },
	{ 0x0941, 0x0948 }, { 0x094D, 0x094D }, { 0x0E31, 0x0E31 }, { 0x0E34, 0x0E3A },
	{ 0x0E47, 0x0E4E }, { 0x1AB0, 0x1AFF }, { 0x1DC0, 0x1DFF }, { 0x20D0, 0x20F0 },
	{ 0x302A, 0x302D }, { 0x3099, 0x309A }, { 0xFE00, 0xFE0F }, { 0xFE20, 0xFE2F },
	{ 0xE0100, 0xE01EF },
};

static const struct range wide[] = {
	{ 0x1100, 0x115F }, { 0x231A, 0x231B }, { 0x2329, 0x232A }, { 0x23E9, 0x23EC },
	{ 0x23F0, 0x23F0 }, { 0x23F3, 0x23F3 }, { 0x25FD, 0x25FE }, { 0x2614, 0x2615 },
	{ 0x2648, 0x2653 }, { 0x26AA, 0x26AB }, { 0x26BD, 0x26BE }, { 0x26D4, 0x26D4 },
	{ 0x2705, 0x2705 }, { 0x270A, 0x270B }, { 0x2728, 0x2728 }, { 0x274C, 0x274C },
	{ 0x2753, 0x2757 }, { 0x2795, 0x2797 }, { 0x2B1B, 0x2B1C }, { 0x2B50, 0x2B50 },
	{ 0x2E80, 0x303E }, { 0x3041, 0x33FF }, { 0x3400, 0x4DBF }, { 0x4E00, 0x9FFF },
	{ 0xA000, 0xA4CF }, { 0xA960, 0xA97C }, { 0xAC00, 0xD7A3 }, { 0xF900, 0xFAFF },
	{ 0xFE30, 0xFE6F }, { 0xFF00, 0xFF60 }, { 0xFFE0, 0xFFE6 }, { 0x16FE0, 0x18AFF },
	{ 0x1B000, 0x1B2FF }, { 0x1F300, 0x1F64F }, { 0x1F680, 0x1F6FF }, { 0x1F900, 0x1F9FF },
	{ 0x1FA70, 0x1FAFF }, { 0x20000, 0x3FFFD },
};

static const struct range hidden[] = {
	{ 0x00, 0x1F }, { 0x7F, 0x9F }, { 0x00AD, 0x00AD }, { 0x034F, 0x034F },
	{ 0x061C, 0x061C }, { 0x115F, 0x1160 }, { 0x17B4, 0x17B5 }, { 0x180B, 0x180F },
	{ 0x200B, 0x200F }, { 0x2028, 0x202E }, { 0x2060, 0x206F }, { 0x3164, 0x3164 },
	{ 0xFEFF, 0xFEFF }, { 0xFFA0, 0xFFA0 }, { 0xFFF9, 0xFFFB }, { 0x1D173, 0x1D17A },
	{ 0xE0000, 0xE00FF },
};

static int compare_code(const void *code, const void *element)
{
	const struct range *range = element;
	uint32_t c = *(const uint32_t *)code;

	return (c > range->last) - (c < range->first);
}

static bool among(const struct range *ranges, size_t n, uint32_t code)
{
	return bsearch(&code, ranges, n, sizeof(*ranges), compare_code);
}

static unsigned length_of(unsigned char lead)
{
	if (lead < 0x80)
		return 1;
	if (lead < 0xC2 || lead > 0xF4)
		return 0;
	return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

unsigned utf8_decode(struct str s, uint32_t *ret_code)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const unsigned char *p = (const unsigned char *)s.p;
	unsigned n;
	uint32_t code;

	if (!s.n)
		return 0;
	n = length_of(p[0]);
	if (!n || n > s.n)
		return 0;
	code = n == 1 ? p[0] : p[0] & (0xFFu >> (n + 1));
	for (unsigned i = 1; i < n; i++) {
		if ((p[i] & 0xC0) != 0x80)
			return 0;
		code = code << 6 | (p[i] & 0x3F);
	}
	if (code < least[n] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
		return 0;
	*ret_code = code;
	return n;
}

unsigned utf8_encode(uint32_t code, char out[static 4])
{
	unsigned n = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
	static const unsigned lead[] = { 0, 0, 0xC0, 0xE0, 0xF0 };

	for (unsigned i = n - 1; i > 0; i--, code >>= 6)
		out[i] = (char)(0x80 | (code & 0x3F));
	out[0] = (char)(lead[n] | code);
	return n;
}

size_t utf8_valid_length(struct str s)
{
	size_t at = 0;
	uint32_t code;

	while (at < s.n) {
		unsigned n = (signed char)s.p[at] >= 0 ? 1 : utf8_decode(str_from(s, at), &code);
		if (!n)
			break;
		at += n;
	}
	return at;
}

bool utf8_is_hidden(uint32_t code)
{
	return among(hidden, countof(hidden), code);
}

unsigned utf8_width(uint32_t code)
{
	if (code < 0x300)
		return 1;
	if (among(combining, countof(combining), code))
		return 0;
	return among(wide, countof(wide), code) ? 2 : 1;
}

/* One character of the visible form and its width; "\u{10FFFF}" is the longest. */
struct piece {
	char s[12];
	unsigned width;
};

static bool take_piece(struct str *rest, struct piece *piece)
{
	uint32_t code = 0;
	unsigned n;
	int length;

	if (!rest->n)
		return false;
	n = utf8_decode(*rest, &code);
	if (n && !utf8_is_hidden(code)) {
		memcpy(piece->s, rest->p, n);
		piece->s[n] = '\0';
		piece->width = utf8_width(code);
		*rest = str_from(*rest, n);
		return true;
	}
	if (n && (code == '\n' || code == '\t'))
		length = snprintf(piece->s, sizeof(piece->s), "\\%c", code == '\n' ? 'n' : 't');
	else if (n > 1)
		length = snprintf(piece->s, sizeof(piece->s), "\\u{%04X}", code);
	else
		length = snprintf(piece->s, sizeof(piece->s), "\\x%02X", (unsigned char)rest->p[0]);
	piece->width = (unsigned)length;
	*rest = str_from(*rest, n ? n : 1);
	return true;
}

/* Length of the start that is plain ASCII: most text is so to its end, and shows as it is. */
static size_t plain_length(struct str s)
{
	size_t n = 0;

	while (n < s.n && s.p[n] >= ' ' && s.p[n] <= '~')
		n++;
	return n;
}

char *text_visible(struct arena *a, struct str s)
{
	struct str rest = s;
	struct piece piece;
	size_t n = 0;
	char *text, *end;

	if (plain_length(s) == s.n)
		return arena_str(a, s);
	while (take_piece(&rest, &piece))
		n += strlen(piece.s);
	end = text = arena_array(a, n + 1, 1);
	for (rest = s; take_piece(&rest, &piece);)
		end = stpcpy(end, piece.s);
	return text;
}

void text_visible_print(FILE *out, struct str s)
{
	struct piece piece;
	size_t plain = plain_length(s);

	fwrite(s.p, 1, plain, out);
	s = str_from(s, plain);
	while (take_piece(&s, &piece))
		fputs(piece.s, out);
}

struct text_shown text_shown(struct str s)
{
	static const char ellipsis[] = "\xE2\x80\xA6";
	struct text_shown shown = { "" };
	struct piece piece;
	size_t n = 0;

	while (take_piece(&s, &piece)) {
		size_t more = strlen(piece.s);
		if (n + more + sizeof(ellipsis) > sizeof(shown.s)) {
			strcpy(shown.s + n, ellipsis);
			break;
		}
		strcpy(shown.s + n, piece.s);
		n += more;
	}
	return shown;
}

size_t text_visible_width(struct str s)
{
	struct piece piece;
	size_t width = plain_length(s);

	s = str_from(s, width);
	while (take_piece(&s, &piece))
		width += piece.width;
	return width;
}
