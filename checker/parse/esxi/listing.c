/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "parse/esxi/listing.h"

#include <string.h>

#include "base/ip.h"
#include "base/mac.h"

#define MAY .must = false
#define MUST .must = true
#define LAST .last = true
#define MUST_LAST .must = true, .last = true
#define LISTING(name) static const struct esxi_title name[] = {
#define TITLE(words, column_kind, ...) \
	{ .title = words, .kind = ESXI_KIND_##column_kind, __VA_ARGS__ },
#define END { .title = NULL } };
#include "parse/esxi/listings.def"
#undef LISTING
#undef TITLE
#undef END

static const struct esxi_title *const listings[] = {
#define LISTING(name) name,
#define TITLE(words, column_kind, ...)
#define END
#include "parse/esxi/listings.def"
#undef LISTING
#undef TITLE
#undef END
};

static bool is_taken(const struct esxi_header *h, const struct esxi_title *t)
{
	for (size_t i = 0; i < h->n; i++)
		if (h->columns[i] == t)
			return true;
	return false;
}

/* "IPv4 Net": all that is left of the header is the beginning of a title. */
static bool begins_title(const char *title, struct str rest)
{
	return rest.n < strlen(title) && strncasecmp(rest.p, title, rest.n) == 0;
}

static const struct esxi_title *cut_title(const struct esxi_title *listing,
					  const struct esxi_header *h, struct str rest)
{
	for (const struct esxi_title *t = listing; t->title; t++)
		if (!is_taken(h, t) && begins_title(t->title, rest))
			return t;
	return NULL;
}

static const struct esxi_title *title_at(const struct esxi_title *listing,
					 const struct esxi_header *h,
					 const struct esxi_row_words *w, size_t at, size_t *ret_n)
{
	const struct esxi_title *best = NULL;

	*ret_n = 0;
	for (const struct esxi_title *t = listing; t->title; t++) {
		size_t n = is_taken(h, t) ? 0 : esxi_row_phrase(w, at, t->title);
		if (n > *ret_n) {
			best = t;
			*ret_n = n;
		}
	}
	return best;
}

/* Cut within these, another thing looks whole: vmk1 of vmk12, 10.1.1.5 of 10.1.1.50. */
static bool hides_a_cut(enum esxi_kind kind)
{
	switch (kind) {
	case ESXI_KIND_NOTE:
	case ESXI_KIND_MASK:
	case ESXI_KIND_MAC:
	case ESXI_KIND_BOOL:
	case ESXI_KIND_LINK:
	case ESXI_KIND_DUPLEX:
	case ESXI_KIND_ORIGIN:
	case ESXI_KIND_STATE:
	case ESXI_KIND_LEARNT: return false;
	default: return true;
	}
}

static bool is_whole(const struct esxi_title *listing, const struct esxi_header *h)
{
	for (const struct esxi_title *t = listing; t->title; t++)
		if (t->must && !is_taken(h, t))
			return false;
	return h->n > 1;
}

static bool parse_as(const struct esxi_title *listing, const struct esxi_row_words *w,
		     struct esxi_header *h)
{
	*h = (struct esxi_header){ .n = 0 };
	for (size_t at = 0, n; at < w->n && h->n < ESXI_MOST_COLUMNS; at += n) {
		const struct esxi_title *t = title_at(listing, h, w, at, &n);
		if (!t) {
			t = cut_title(listing, h, esxi_row_text(w, at, w->n));
			n = w->n - at;
			h->cut = true;
		}
		if (!t)
			return false;
		h->columns[h->n++] = t;
	}
	if (!is_whole(listing, h))
		return false;
	h->cut |= !h->columns[h->n - 1]->last &&
		  hides_a_cut(h->columns[h->n - 1]->kind);
	return true;
}

bool esxi_header_parse(struct str line, struct esxi_header *ret)
{
	struct esxi_row_words w;

	if (line.n > 1024)
		return false;
	esxi_row_split(&w, line);
	for (size_t i = 0; w.n > 1 && i < countof(listings); i++)
		if (parse_as(listings[i], &w, ret))
			return true;
	return false;
}

static bool is_one_of(const char *const *words, size_t n, struct str word)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq_nocase(word, words[i]))
			return true;
	return false;
}

#define IS_ONE_OF(word, ...) \
	is_one_of((const char *const[]){ __VA_ARGS__ }, \
		  countof(((const char *const[]){ __VA_ARGS__ })), word)

static bool is_numbered(struct str word, const char *stem)
{
	uint64_t n;

	return str_starts(word, stem) && str_to_u64(str_from(word, strlen(stem)), &n);
}

/* Also masked, or misread by a machine: four parts with dots between. */
static bool is_address(struct str word)
{
	struct ip ip;
	size_t dots = 0;

	if (ip_parse(str_upto(word, str_find(word, '%')), &ip) || str_eq(word, "N/A"))
		return true;
	for (size_t i = 0; i < word.n; i++) {
		char c = word.p[i];
		dots += c == '.';
		if (c != '.' && c != '*' && !(c >= '0' && c <= '9') && !strchr("xXoOlI", c))
			return false;
	}
	return dots == 3;
}

static bool is_network(struct str word)
{
	struct ip ip;
	uint8_t len;

	return str_eq_nocase(word, "default") || ip_parse_with_len(word, &ip, &len) ||
	       is_address(word);
}

static bool is_mask(struct str word)
{
	struct ip ip;
	uint8_t len;
	uint64_t n;

	if (str_to_u64(word, &n))
		return n <= 128;
	return str_eq(word, "N/A") || (ip_parse(word, &ip) && netmask_to_len(ip, &len));
}

/* 00:50:56:6a:xx:xx is one that somebody masked. */
static bool is_mac(struct str word)
{
	if (str_eq_nocase(word, "(incomplete)") || str_eq(word, "N/A"))
		return true;
	for (size_t i = 0; i < word.n; i++) {
		char c = word.p[i];
		bool hex = (c >= '0' && c <= '9') || (c && strchr("abcdefABCDEFxX*", c));
		if (i % 3 == 2 ? c != ':' : !hex)
			return false;
	}
	return word.n == 17;
}

static bool is_number(struct str word)
{
	int64_t n;

	return str_to_i64(word, &n);
}

static bool is_server(struct str word)
{
	for (size_t i = 0; i < word.n; i++)
		if (word.p[i] == '/' || (unsigned char)word.p[i] <= ' ')
			return false;
	return word.n > 0;
}

/* Is the word of the kind? strict: also where a name could be any word, a likely one. */
static bool is_kind(enum esxi_kind kind, struct str word, bool strict)
{
	switch (kind) {
	case ESXI_KIND_TEXT:
	case ESXI_KIND_NOTE:
	case ESXI_KIND_WORD: return word.n > 0;
	case ESXI_KIND_SWITCH: return !strict || is_numbered(word, "vSwitch");
	case ESXI_KIND_PORT: return is_numbered(word, "vmk");
	case ESXI_KIND_NIC: return is_numbered(word, "vmnic") || is_numbered(word, "vusb");
	case ESXI_KIND_HBA: return is_numbered(word, "vmhba");
	case ESXI_KIND_ADDRESS: return is_address(word);
	case ESXI_KIND_NETWORK: return is_network(word);
	case ESXI_KIND_MASK: return is_mask(word);
	case ESXI_KIND_MAC: return is_mac(word);
	case ESXI_KIND_NUMBER:
	case ESXI_KIND_EXPIRY: return is_number(word);
	case ESXI_KIND_BOOL: return IS_ONE_OF(word, "true", "false");
	case ESXI_KIND_LINK: return IS_ONE_OF(word, "Up", "Down");
	case ESXI_KIND_DUPLEX: return IS_ONE_OF(word, "Full", "Half", "Auto");
	case ESXI_KIND_ORIGIN:
		return IS_ONE_OF(word, "STATIC", "MANUAL", "DHCP", "NONE", "AUTO", "DYNAMIC",
				 "REDIRECT", "UNKNOWN", "AUTOCONF", "RA", "SLAAC", "DHCPV6",
				 "PREFERRED", "DEPRECATED", "TENTATIVE", "DUPLICATE", "INVALID");
	case ESXI_KIND_STATE:
		return IS_ONE_OF(word, "Reachable", "Stale", "Incomplete", "Delay", "Probe",
				 "Failed", "Permanent");
	case ESXI_KIND_LEARNT:
		return IS_ONE_OF(word, "Dynamic", "Static", "Unknown", "Auto", "Autoconf");
	case ESXI_KIND_SERVER: return is_server(word);
	case ESXI_KIND_PATH: return str_starts(word, "/");
	case ESXI_KIND_TARGET:
		return str_starts(word, "iqn.") || str_starts(word, "eui.") ||
		       str_starts(word, "naa.");
	case ESXI_KIND_SET:
		return is_numbered(word, "vmk") || IS_ONE_OF(word, "None", "N/A", "-");
	}
	return false;
}

static bool may_be_empty(enum esxi_kind kind)
{
	return kind == ESXI_KIND_NOTE || kind == ESXI_KIND_STATE || kind == ESXI_KIND_LEARNT ||
	       kind == ESXI_KIND_SET || kind == ESXI_KIND_EXPIRY;
}

/* May more words follow the first one? */
static bool goes_on(enum esxi_kind kind, bool strict)
{
	return kind == ESXI_KIND_TEXT || kind == ESXI_KIND_NOTE ||
	       (!strict && (kind == ESXI_KIND_SWITCH || kind == ESXI_KIND_PATH));
}

static enum esxi_kind kind_of(const struct esxi_header *h, size_t column)
{
	return h->cut && column + 1 == h->n ? ESXI_KIND_NOTE : h->columns[column]->kind;
}

static bool is_unit(struct str word)
{
	return str_eq_nocase(word, "sec");
}

static bool suits(enum esxi_kind kind, struct str cell)
{
	struct esxi_row_words w;

	esxi_row_split(&w, cell);
	if (kind == ESXI_KIND_EXPIRY)
		return w.n == 2 && is_kind(kind, w.v[0], true) && is_unit(w.v[1]);
	return w.n && is_kind(kind, w.v[0], false) && (w.n == 1 || goes_on(kind, false));
}

bool esxi_header_suits(const struct esxi_header *h, const struct str *cells)
{
	for (size_t i = 0; i < h->n; i++)
		if (cells[i].n ? !suits(kind_of(h, i), cells[i]) : !may_be_empty(kind_of(h, i)))
			return false;
	return true;
}

bool esxi_header_bears(const struct esxi_header *h, const struct str *cells)
{
	for (size_t i = 0; i < h->n; i++) {
		enum esxi_kind kind = kind_of(h, i);
		if (kind != ESXI_KIND_EXPIRY && !goes_on(kind, false) &&
		    str_find(cells[i], ' ') < cells[i].n)
			return false;
	}
	return true;
}

/*
 * In how many ways (two stands for more) the words from i on are those of the columns from j on,
 * and whether the first of them goes on with the column's text.
 */
struct division {
	const struct esxi_header *h;
	const struct esxi_row_words *w;
	size_t columns;
	bool strict;
	uint8_t begins[ESXI_MOST_WORDS + 2][ESXI_MOST_COLUMNS + 1];
	uint8_t inside[ESXI_MOST_WORDS + 2][ESXI_MOST_COLUMNS + 1]; /* of column j - 1 */
};

static uint8_t at_most_two(unsigned n)
{
	return n > 2 ? 2 : (uint8_t)n;
}

static void count(struct division *d, size_t i, size_t j)
{
	enum esxi_kind kind = kind_of(d->h, j);
	struct str word = esxi_row_word(d->w, i);
	unsigned n = may_be_empty(kind) ? d->begins[i][j + 1] : 0;

	if (kind == ESXI_KIND_EXPIRY) {
		if (is_unit(esxi_row_word(d->w, i + 1)) && is_kind(kind, word, true))
			n += d->begins[i + 2][j + 1];
	} else if (i < d->w->n && d->inside[i + 1][j + 1] && is_kind(kind, word, d->strict)) {
		n += d->inside[i + 1][j + 1];
	}
	d->begins[i][j] = at_most_two(n);
}

/* Ways to go on behind a word of column j - 1: with the next column, or with a further word. */
static void count_inside(struct division *d, size_t i, size_t j)
{
	unsigned n = d->begins[i][j];

	if (i < d->w->n && goes_on(kind_of(d->h, j - 1), d->strict))
		n += d->inside[i + 1][j];
	d->inside[i][j] = at_most_two(n);
}

static bool divides_once(struct division *d)
{
	memset(d->begins, 0, sizeof(d->begins));
	memset(d->inside, 0, sizeof(d->inside));
	d->begins[d->w->n][d->columns] = 1;
	for (size_t j = d->columns; j > 0; j--) {
		for (size_t i = d->w->n + 1; i-- > 0;)
			count_inside(d, i, j);
		for (size_t i = d->w->n + 1; i-- > 0;)
			count(d, i, j - 1);
	}
	return d->begins[0][0] == 1;
}

static size_t cell_end(const struct division *d, size_t i, size_t j)
{
	enum esxi_kind kind = kind_of(d->h, j);

	if (may_be_empty(kind) && d->begins[i][j + 1])
		return i;
	if (kind == ESXI_KIND_EXPIRY)
		return i + 2;
	for (i++; i < d->w->n && !d->begins[i][j + 1];)
		i++;
	return i;
}

/* The last columns that hold anything cannot be told apart, nor need they be. */
static size_t columns_told(const struct esxi_header *h)
{
	size_t n = h->n;

	while (n > 1 && kind_of(h, n - 1) == ESXI_KIND_NOTE && kind_of(h, n - 2) == ESXI_KIND_NOTE)
		n--;
	return n;
}

bool esxi_header_divide(const struct esxi_header *h, struct str row, struct str *ret_cells)
{
	struct esxi_row_words w;
	struct division d = { .h = h, .w = &w, .columns = columns_told(h), .strict = true };
	size_t at = 0;

	esxi_row_split(&w, row);
	if (!w.n || w.n == ESXI_MOST_WORDS || esxi_row_is_quoted(&w))
		return false;
	if (!divides_once(&d)) {
		d.strict = false;
		if (!divides_once(&d))
			return false;
	}
	for (size_t j = 0; j < h->n; j++) {
		size_t end = j < d.columns ? cell_end(&d, at, j) : at;
		ret_cells[j] = esxi_row_text(&w, at, end);
		at = end;
	}
	return true;
}
