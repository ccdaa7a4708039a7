/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "format/page.h"

#include "base/utf8.h"

static const char *ink_code(enum ink ink)
{
	switch (ink) {
	case INK_PLAIN: return "";
	case INK_BOLD: return "\033[1m";
	case INK_DIM: return "\033[2m";
	case INK_RED: return "\033[1;31m";
	case INK_YELLOW: return "\033[1;33m";
	case INK_BLUE: return "\033[1;34m";
	case INK_GREEN: return "\033[1;32m";
	case INK_CYAN: return "\033[36m";
	}
	return "";
}

void page_begin(const struct page *p, enum ink ink)
{
	if (p->color)
		fputs(ink_code(ink), p->out);
}

void page_end(const struct page *p, enum ink ink)
{
	if (p->color && ink != INK_PLAIN)
		fputs("\033[0m", p->out);
}

unsigned page_ink(const struct page *p, enum ink ink, const char *text)
{
	page_begin(p, ink);
	text_visible_print(p->out, str_of(text));
	page_end(p, ink);
	return (unsigned)text_visible_width(str_of(text));
}

static void new_line(const struct page *p, unsigned indent)
{
	fprintf(p->out, "\n%*s", (int)indent, "");
}

/* A word ends at a blank, or at a line break of the text's author. */
static bool next_word(struct str *rest, struct str *ret_word)
{
	size_t n = 0;

	*rest = str_trim(*rest);
	while (n < rest->n && rest->p[n] != ' ' && rest->p[n] != '\t' && rest->p[n] != '\n')
		n++;
	*ret_word = str_upto(*rest, n);
	*rest = str_from(*rest, n);
	return n > 0;
}

unsigned page_words(const struct page *p, unsigned column, unsigned indent, struct str text)
{
	bool first = true;
	struct str word;

	while (next_word(&text, &word)) {
		unsigned width = (unsigned)text_visible_width(word);

		if (column + !first + width > p->width && column > indent) {
			new_line(p, indent);
			column = indent;
		} else if (!first) {
			fputc(' ', p->out);
			column++;
		}
		text_visible_print(p->out, word);
		column += width;
		first = false;
	}
	return column;
}

void page_line(const struct page *p, unsigned indent, const char *text)
{
	fprintf(p->out, "%*s", (int)indent, "");
	page_words(p, indent, indent + 2, str_of(text));
	fputc('\n', p->out);
}

unsigned page_inked_item(const struct page *p, unsigned column, unsigned indent, unsigned gap,
			 enum ink ink, const char *text)
{
	unsigned width = (unsigned)text_visible_width(str_of(text));

	if (column > indent && column + gap + width > p->width) {
		new_line(p, indent);
		column = indent;
	} else if (column > indent) {
		fprintf(p->out, "%*s", (int)gap, "");
		column += gap;
	}
	return column + page_ink(p, ink, text);
}

unsigned page_item(const struct page *p, unsigned column, unsigned indent, unsigned gap,
		   const char *text)
{
	return page_inked_item(p, column, indent, gap, INK_PLAIN, text);
}

void page_commands(const struct page *p, unsigned indent, const char *lines)
{
	struct str rest = str_of(lines), line;

	while (str_line(&rest, &line)) {
		fprintf(p->out, "%*s", (int)indent, "");
		text_visible_print(p->out, line);
		fputc('\n', p->out);
	}
}

void page_prompt(const struct page *p, unsigned column, unsigned indent, const char *lines)
{
	struct str rest = str_of(lines), line;
	const char *mark = "$ ";

	while (str_line(&rest, &line)) {
		fprintf(p->out, "%*s%s", (int)(indent - column), "", mark);
		page_begin(p, INK_CYAN);
		text_visible_print(p->out, line);
		page_end(p, INK_CYAN);
		fputc('\n', p->out);
		column = 0;
		mark = "  ";
	}
}
