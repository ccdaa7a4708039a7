/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "parse/config/claim.h"

bool claim_address(struct arena *a, struct claim *c, struct str text)
{
	struct ip ip;
	uint8_t len;

	text = str_trim(text);
	if (!ip_parse(text, &ip) && !ip_parse_with_len(text, &ip, &len))
		return false;
	if (c->n_addresses < CLAIM_ADDRESSES_MOST) {
		c->addresses = arena_grow(a, c->addresses, c->n_addresses, sizeof(*c->addresses));
		c->addresses[c->n_addresses++] = ip;
	}
	return true;
}

static bool fits(struct str glob, struct str name);

/* One character, or a set of them: "[0-9]", "[!ab]". */
static bool fits_set(struct str *glob, char c)
{
	bool not = glob->n > 1 && (glob->p[1] == '!' || glob->p[1] == '^'), in = false;
	size_t i = 1 + not;

	for (bool first = true; i < glob->n && (first || glob->p[i] != ']'); first = false, i++) {
		char low = glob->p[i], high = low;
		if (i + 2 < glob->n && glob->p[i + 1] == '-' && glob->p[i + 2] != ']')
			high = glob->p[i += 2];
		in |= c >= low && c <= high;
	}
	if (i >= glob->n)
		return false;
	*glob = str_from(*glob, i + 1);
	return in != not;
}

static bool fits_one(struct str *glob, char c)
{
	if (glob->p[0] == '[')
		return fits_set(glob, c);
	if (glob->p[0] != '?' && glob->p[0] != c)
		return false;
	*glob = str_from(*glob, 1);
	return true;
}

/* The last '*' alone is gone back to, so the time is the product of the two lengths at most. */
static bool fits(struct str glob, struct str name)
{
	struct str star = { NULL, 0 }, from = name;

	while (name.n) {
		struct str rest = glob;
		if (glob.n && glob.p[0] == '*') {
			star = glob = str_from(glob, 1);
			from = name;
		} else if (glob.n && fits_one(&rest, name.p[0])) {
			glob = rest;
			name = str_from(name, 1);
		} else if (star.p) {
			glob = star;
			name = from = str_from(from, 1);
		} else {
			return false;
		}
	}
	while (glob.n && glob.p[0] == '*')
		glob = str_from(glob, 1);
	return glob.n == 0;
}

/* Names of interfaces have 15 characters. */
enum { NAME_MOST = 64 };

bool claim_globs_fit(struct str globs, struct str name)
{
	struct str word;
	bool not = globs.n && globs.p[0] == '!', found = false;

	if (name.n > NAME_MOST)
		return false;
	if (not)
		globs = str_from(globs, 1);
	while (str_word(&globs, &word))
		found |= fits(word, name);
	return found != not;
}
