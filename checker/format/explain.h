/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Rules themselves, for people and programs.
 */
#ifndef FORMAT_EXPLAIN_H
#define FORMAT_EXPLAIN_H

#include "format/page.h"
#include "model/rule.h"

/* A line for each: severity, id, title. */
void explain_list(const struct page *p, const struct rule *const *rules, size_t n);

/* All that one rule says. */
void explain_rule(const struct page *p, const struct rule *r);

/* {"uplint": …, "schema": 1, "rules": […]} */
void explain_json(FILE *out, const char *version, const struct rule *const *rules, size_t n);

#endif
