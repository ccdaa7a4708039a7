/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Search in what is sorted. */
#ifndef BASE_SEARCH_H
#define BASE_SEARCH_H

#include <stddef.h>

/*
 * The place of the first of n elements that is not before the key, or n where
 * all are.  compare(key, element) is as for bsearch(): above 0 where the element
 * comes before the key.  One that says 1 for equal ones too gives the place
 * behind them.  It is inline so that a comparison in the same file costs no call.
 */
static inline size_t lower_bound(const void *key, const void *elements, size_t n, size_t size,
				 int (*compare)(const void *key, const void *element))
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (compare(key, (const char *)elements + middle * size) > 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

#endif
