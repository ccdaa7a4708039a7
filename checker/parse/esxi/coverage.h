/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which tables of an ESXi host were read, and what is missing for the others. */
#ifndef PARSE_ESXI_COVERAGE_H
#define PARSE_ESXI_COVERAGE_H

#include "parse/esxi/facts.h"

/* After the rows are written. */
void esxi_cover(struct esxi *x, unsigned host);

#endif
