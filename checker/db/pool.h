/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Memory for SQLite.  To prepare a statement takes and gives back thousands of
 * small blocks; here they stay with their thread, by size, for the next one.
 * A thread may hold so much and no more.
 */
#ifndef DB_POOL_H
#define DB_POOL_H

/* As sqlite3_mem_methods wants them. NULL: no memory, or over the limit. */
void *pool_take(int n);
void pool_give(void *p);
void *pool_retake(void *p, int n);
int pool_size(void *p);
int pool_round(int n);

#endif
