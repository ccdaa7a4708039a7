/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The functions that rules compare addresses and lists with.  All of them give
 * NULL for NULL, and for what is not of the kind they expect.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/regex.h"
#include "db/holds.h"
#include "db/state.h"
#include "policy/policy.h"

static struct str text_arg(sqlite3_value *v)
{
	const char *p =
		sqlite3_value_type(v) == SQLITE_TEXT ? (const char *)sqlite3_value_text(v) : NULL;

	return p ? (struct str){ p, (size_t)sqlite3_value_bytes(v) } : (struct str){ NULL, 0 };
}

/* An address, also one with a length behind it. */
bool function_ip(sqlite3_value *v, struct ip *ret)
{
	struct str text = text_arg(v);
	uint8_t len;

	return text.p && (ip_parse(text, ret) || ip_parse_with_len(text, ret, &len));
}

/* A subnet; an interface address with its length stands for its subnet. */
bool function_prefix(sqlite3_value *v, struct prefix *ret)
{
	struct str text = text_arg(v);
	struct ip ip;
	uint8_t len;

	if (!text.p)
		return false;
	if (prefix_parse(text, ret))
		return true;
	if (!ip_parse_with_len(text, &ip, &len))
		return false;
	*ret = prefix_of(ip, len);
	return prefix_known(*ret);
}

static void result_copy(sqlite3_context *ctx, const char *text)
{
	sqlite3_result_text(ctx, text, -1, SQLITE_TRANSIENT);
}

static void do_ip(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
	struct ip ip;

	(void)argc;
	if (function_ip(argv[0], &ip))
		result_copy(ctx, ip_text(ip).s);
}

static void do_ip_family(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
	struct ip ip;

	(void)argc;
	if (function_ip(argv[0], &ip))
		sqlite3_result_int(ctx, ip.family);
}

static void do_prefix_len(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
	struct prefix p;

	(void)argc;
	if (function_prefix(argv[0], &p))
		sqlite3_result_int(ctx, p.len);
}

static void do_in_subnet(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
	struct ip ip;
	struct prefix p;

	(void)argc;
	if (function_ip(argv[0], &ip) && function_prefix(argv[1], &p))
		sqlite3_result_int(ctx, prefix_has(p, ip));
}

static void do_subnet(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
	struct ip ip;
	sqlite3_int64 len = sqlite3_value_int64(argv[1]);

	(void)argc;
	if (function_ip(argv[0], &ip) && sqlite3_value_numeric_type(argv[1]) == SQLITE_INTEGER &&
	    len >= 0 && len <= ip_bits(ip))
		result_copy(ctx, prefix_text(prefix_of(ip, (unsigned)len)).s);
}

static void do_ip_is_link_local(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
	struct ip ip;

	(void)argc;
	if (function_ip(argv[0], &ip))
		sqlite3_result_int(ctx, ip_is_link_local(ip));
}

/* nth_address('10.0.0.0/24', 7): 10.0.0.7, NULL for the last address and what lies behind it. */
static void do_nth_address(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
	sqlite3_int64 n = sqlite3_value_int64(argv[1]);
	struct prefix p;
	unsigned bits;

	(void)argc;
	if (!function_prefix(argv[0], &p) || sqlite3_value_numeric_type(argv[1]) != SQLITE_INTEGER)
		return;
	bits = ip_bits(p.ip) - p.len;
	if (n < 0 || n > 255 || (bits < 9 && n >= (1 << bits) - 1))
		return;
	p.ip.bytes[ip_bits(p.ip) / 8 - 1] |= (uint8_t)n;
	result_copy(ctx, ip_text(p.ip).s);
}

static void do_overlaps(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
	struct prefix a, b;

	(void)argc;
	if (function_prefix(argv[0], &a) && function_prefix(argv[1], &b))
		sqlite3_result_int(ctx, prefix_overlaps(a, b));
}

/* has_word('management, vmotion', 'vmotion'): is it in the list, comma between? */
static void do_has_word(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
	struct str list = text_arg(argv[0]), word = text_arg(argv[1]), piece;
	bool found = false;

	(void)argc;
	if (!list.p || !word.p)
		return;
	while (!found && str_split(&list, ',', &piece))
		found = str_same(str_trim(piece), word);
	sqlite3_result_int(ctx, found);
}

/* Patterns stand in a rule or in the policy: few, asked for each row. */
static struct regex *regex_for(sqlite3_context *ctx, struct db *db, struct str pattern)
{
	struct pattern *p = &db->patterns[db->last_pattern];
	struct err err;

	if (p->regex && str_eq(pattern, p->text))
		return p->regex;
	for (size_t i = 0; i < countof(db->patterns); i++)
		if (db->patterns[i].regex && str_eq(pattern, db->patterns[i].text)) {
			db->last_pattern = i;
			return db->patterns[i].regex;
		}
	db->last_pattern = db->next_pattern++ % countof(db->patterns);
	p = &db->patterns[db->last_pattern];
	regex_free(p->regex);
	free(p->text);
	p->text = NULL;
	p->regex = regex_new(pattern, &err);
	if (p->regex)
		p->text = strndup(pattern.p, pattern.n);
	else
		sqlite3_result_error(ctx, err.text, -1);
	return p->regex;
}

/* `text REGEXP pattern` is regexp(pattern, text). */
static void do_regexp(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
	struct str pattern = text_arg(argv[0]), text = text_arg(argv[1]);
	struct regex *r;
	struct err err;
	int found;

	(void)argc;
	if (!pattern.p || !text.p)
		return;
	r = regex_for(ctx, sqlite3_user_data(ctx), pattern);
	if (!r)
		return;
	found = regex_match(r, text, NULL, 0, &err);
	if (found < 0)
		sqlite3_result_error(ctx, err.text, -1);
	else
		sqlite3_result_int(ctx, found);
}

static void do_param(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
	const struct db *db = sqlite3_user_data(ctx);
	const char *name = (const char *)sqlite3_value_text(argv[0]);
	const struct policy_param *p = name ? policy_param(db->policy, name) : NULL;

	(void)argc;
	if (p && p->is_number)
		sqlite3_result_int64(ctx, p->number);
	else if (p)
		sqlite3_result_text(ctx, p->text, -1, SQLITE_STATIC);
}

/* The next number of a dotted version; false at its end, and at what is no number. */
static bool next_part(struct str *rest, uint64_t *ret)
{
	size_t n = 0;

	while (n < rest->n && isdigit((unsigned char)rest->p[n]))
		n++;
	if (!str_to_u64(str_upto(*rest, n), ret))
		return false;
	*rest = str_from(*rest, n + (n < rest->n && rest->p[n] == '.'));
	return true;
}

/* version_at_least('6.7.0', '6.5'): a part that is not there is 0. */
static void do_version_at_least(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
	struct str have = text_arg(argv[0]), want = text_arg(argv[1]);
	uint64_t a, b;

	(void)argc;
	if (!have.n || !isdigit((unsigned char)have.p[0]) || !want.n)
		return;
	for (;;) {
		if (!next_part(&want, &b))
			break;
		if (!next_part(&have, &a))
			a = 0;
		if (a != b) {
			sqlite3_result_int(ctx, a > b);
			return;
		}
	}
	sqlite3_result_int(ctx, 1);
}

/* The words that join_words has seen so far. */
struct words_seen {
	char **v;
	size_t n, size;
};

enum { WORDS_LIMIT = 4 << 20 };

static void add_word(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
	struct words_seen *seen = sqlite3_aggregate_context(ctx, sizeof(*seen));
	const char *text = (const char *)sqlite3_value_text(argv[0]);

	(void)argc;
	if (!seen || !text || seen->size > WORDS_LIMIT)
		return;
	if ((seen->n & (seen->n - 1)) == 0)
		seen->v = xrealloc(seen->v, seen->n ? seen->n * 2 : 1, sizeof(*seen->v));
	seen->size += strlen(text) + 2;
	seen->v[seen->n++] = strcpy(xmalloc(strlen(text) + 1), text);
}

/* eth2 before eth10: runs of digits compare as numbers. */
static int compare_natural(const char *a, const char *b)
{
	for (; *a && *b; a++, b++) {
		if (isdigit((unsigned char)*a) && isdigit((unsigned char)*b)) {
			size_t na, nb;
			a += strspn(a, "0");
			b += strspn(b, "0");
			na = strspn(a, "0123456789");
			nb = strspn(b, "0123456789");
			if (na != nb)
				return na < nb ? -1 : 1;
			int order = strncmp(a, b, na);
			if (order)
				return order;
			a += na;
			b += nb;
			if (!*a || !*b)
				break;
		}
		if (*a != *b)
			return (unsigned char)*a < (unsigned char)*b ? -1 : 1;
	}
	return (*a != 0) - (*b != 0);
}

static int compare_words(const void *a, const void *b)
{
	const char *x = *(char *const *)a, *y = *(char *const *)b;
	int order = compare_natural(x, y);

	return order ? order : strcmp(x, y);
}

static char *joined(const struct words_seen *seen)
{
	char *text = sqlite3_malloc64(seen->size + 1), *end = text;

	for (size_t i = 0; text && i < seen->n; i++) {
		if (i && strcmp(seen->v[i], seen->v[i - 1]) == 0)
			continue;
		if (i)
			end = stpcpy(end, ", ");
		end = stpcpy(end, seen->v[i]);
	}
	return text;
}

static void finish_words(sqlite3_context *ctx)
{
	struct words_seen *seen = sqlite3_aggregate_context(ctx, 0);

	if (!seen || !seen->n)
		return;
	qsort(seen->v, seen->n, sizeof(*seen->v), compare_words);
	if (seen->size > WORDS_LIMIT)
		sqlite3_result_error_toobig(ctx);
	else
		sqlite3_result_text(ctx, joined(seen), -1, sqlite3_free);
	for (size_t i = 0; i < seen->n; i++)
		free(seen->v[i]);
	free(seen->v);
}

int function_register(struct db *db)
{
	enum { FLAGS = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS };
	static const struct {
		const char *name;
		int argc;
		void (*f)(sqlite3_context *ctx, int argc, sqlite3_value **argv);
	} functions[] = {
		{ "ip", 1, do_ip },
		{ "ip_family", 1, do_ip_family },
		{ "prefix_len", 1, do_prefix_len },
		{ "in_subnet", 2, do_in_subnet },
		{ "subnet", 2, do_subnet },
		{ "overlaps", 2, do_overlaps },
		{ "has_word", 2, do_has_word },
		{ "holds", 2, holds_call },
		{ "regexp", 2, do_regexp },
		{ "param", 1, do_param },
		{ "ip_is_link_local", 1, do_ip_is_link_local },
		{ "nth_address", 2, do_nth_address },
		{ "version_at_least", 2, do_version_at_least },
	};
	int rc = SQLITE_OK;

	for (size_t i = 0; i < countof(functions) && rc == SQLITE_OK; i++)
		rc = sqlite3_create_function(db->sql, functions[i].name, functions[i].argc, FLAGS,
					     db, functions[i].f, NULL, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_create_function(db->sql, "join_words", 1, FLAGS, db, NULL, add_word,
					     finish_words);
	return rc == SQLITE_OK ? aggregate_register(db) : rc;
}

void function_clear(struct db *db)
{
	for (size_t i = 0; i < countof(db->patterns); i++) {
		regex_free(db->patterns[i].regex);
		free(db->patterns[i].text);
	}
}
