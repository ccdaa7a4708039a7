/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rule/about.h"

#include "model/schema.h"

bool about_counts(const struct about_column *c, const struct cell *cell)
{
	return cell_known(cell) && (!c->value.n || str_eq(c->value, cell->text.s));
}

/* The column, or column=value. */
static int add_column(enum table_id table, struct str text, struct about *about, struct err *err)
{
	const struct table *t = schema_table(table);
	const struct column *c;
	struct str value = text, name;

	str_split(&value, '=', &name);
	name = value.n ? name : text;
	c = table_column(t, name);
	if (!c)
		return err_set(err, "table %s has no column '%.*s'", t->name, (int)name.n, name.p);
	if (c->computed)
		return err_set(err, "%s.%s is worked out, not stored", t->name, c->name);
	if (value.n && c->type != CELL_text)
		return err_set(err, "%s.%s is no text", t->name, c->name);
	if (about->ncolumns == ABOUT_COLUMNS_MOST)
		return err_set(err, "more than %d columns", ABOUT_COLUMNS_MOST);
	about->columns[about->ncolumns++] = (struct about_column){
		.table = (unsigned)table,
		.column = (unsigned)(c - t->columns),
		.value = value,
	};
	return 0;
}

static int add_name(struct str name, about_view *view, struct about *about, struct err *err)
{
	struct str rest = name, table;
	enum table_id id;
	unsigned number;

	str_split(&rest, '.', &table);
	if (schema_find(table, &id)) {
		if (table.n < name.n)
			return add_column(id, rest, about, err);
		about->tables |= (uint64_t)1 << id;
		return 0;
	}
	if (!view(name, &number))
		return err_set(err, "no table or view '%.*s'", (int)name.n, name.p);
	about->views[number / 64] |= (uint64_t)1 << number % 64;
	return 0;
}

int about_resolve(const struct words *names, about_view *view, struct about *ret_about,
		  struct err *err)
{
	*ret_about = (struct about){ .tables = 0 };
	for (size_t i = 0; i < names->n; i++)
		if (add_name(str_of(names->v[i]), view, ret_about, err) < 0)
			return -1;
	return 0;
}

int about_resolve_list(struct str names, about_view *view, struct about *ret_about,
		       struct err *err)
{
	struct str name;

	*ret_about = (struct about){ .tables = 0 };
	while (str_split(&names, ',', &name))
		if (add_name(str_trim(name), view, ret_about, err) < 0)
			return -1;
	return 0;
}

const char *about_words(struct arena *a, const struct words *names)
{
	char *text = arena_strdup(a, "no ");

	for (size_t i = 0; i < names->n; i++)
		text = arena_printf(a, "%s%s%s", text, i ? " or " : "", names->v[i]);
	for (char *p = text; *p; p++)
		if (*p == '_')
			*p = ' ';
	return text;
}
