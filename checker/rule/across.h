/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Is each row of a query's answer the affair of one host alone?  Then hosts are
 * examined one by one, and no more than one of them need be in memory.
 *
 * It is where in every SELECT all that has a host is tied together by equality
 * of `host`, groups and windows are within a host, and the answer bears it.
 */
#ifndef RULE_ACROSS_H
#define RULE_ACROSS_H

#include "base/str.h"
#include "rule/driving.h"

/* Does it look at several hosts at a time?  True also of what is not
 * understood. */
bool across_hosts(struct str query, driving_view *view);

#endif
