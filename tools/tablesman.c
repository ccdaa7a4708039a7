/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes uplint-tables(5) from model/tables.def. */
#include <stdio.h>

#include "base/str.h"
#include "model/schema.h"

static const char head[] =
	".\\\" SPDX-License-Identifier: GPL-2.0-or-later\n"
	".\\\" Written by tools/tablesman.c from checker/model/tables.def.\n"
	".Dd November 20, 2026\n"
	".Dt UPLINT-TABLES 5\n"
	".Os\n"
	".Sh NAME\n"
	".Nm uplint-tables\n"
	".Nd fact tables of uplint\n"
	".Sh DESCRIPTION\n"
	"All that\n"
	".Xr uplint 1\n"
	"can know of a host stands in these tables.\n"
	"Rules and\n"
	".Ic uplint query\n"
	"read them with SQL; the same names are the keys of a native snapshot,\n"
	".Xr uplint-snapshot 5 .\n"
	".Pp\n"
	"Each table has a column\n"
	".Va host ,\n"
	"the name of the host, and a hidden one,\n"
	".Va origin ,\n"
	"the file and line that a row comes from.\n"
	".Dv NULL\n"
	"is what is not known; it is never a default.\n"
	"A column marked\n"
	".Em computed\n"
	"is worked out from others, and a table marked\n"
	".Em derived\n"
	"from other tables: neither is a key of a snapshot.\n"
	".Pp\n"
	"The types are\n"
	".Cm text ;\n"
	".Cm num ,\n"
	"an integer;\n"
	".Cm tri ,\n"
	"1 or 0;\n"
	".Cm ip ,\n"
	"an address;\n"
	".Cm prefix ,\n"
	"a network such as 10.0.0.0/24;\n"
	".Cm mac ,\n"
	"a hardware address.\n"
	"Addresses are texts in SQL: they are compared through functions, such as\n"
	".Fn in_subnet ,\n"
	"never as text.\n"
	".Sh TABLES\n";

static const char tail[] =
	".Sh SEE ALSO\n"
	".Xr uplint 1 ,\n"
	".Xr uplint-rules 5 ,\n"
	".Xr uplint-snapshot 5\n";

/* Running text in short lines; what roff would take for its own is escaped. */
static void print_text(const char *text)
{
	struct str rest = str_of(text), word;
	size_t column = 0;

	while (str_word(&rest, &word)) {
		if (column)
			putchar(column + word.n > 70 ? '\n' : ' ');
		column = column + word.n > 70 ? 0 : column;
		if (!column && (*word.p == '.' || *word.p == '\''))
			fputs("\\&", stdout);
		for (size_t i = 0; i < word.n; i++) {
			if (word.p[i] == '\\')
				fputs("\\e", stdout);
			else
				putchar(word.p[i]);
		}
		column += word.n + 1;
	}
	putchar('\n');
}

static void print_table(const struct table *t)
{
	printf(".Ss %s%s\n", t->name, t->derived ? " (derived)" : "");
	print_text(t->doc);
	printf(".Bl -tag -width \"suppress_prefixlen\" -compact\n");
	for (size_t i = 0; i < t->ncolumns; i++) {
		const struct column *c = &t->columns[i];

		printf(".It Va %s\n.Cm %s%s :\n", c->name, cell_type_name(c->type),
		       c->computed ? " ,\n.Em computed" : "");
		print_text(c->doc);
	}
	printf(".El\n");
}

int main(void)
{
	fputs(head, stdout);
	for (enum table_id id = 0; id < TABLE_COUNT; id++)
		print_table(schema_table(id));
	fputs(tail, stdout);
	return fflush(stdout) || ferror(stdout) ? 1 : 0;
}
