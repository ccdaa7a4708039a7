/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Between the files that read what iscsiadm prints: its lines, told apart. */
#ifndef PARSE_ISCSI_ISCSIADM_H
#define PARSE_ISCSI_ISCSIADM_H

#include "parse/iscsi/iscsi.h"

/* "tcp: [1] 10.0.0.1:3260,1 iqn.x (non-flash)": the first four words. */
bool iscsiadm_session_words(struct str line, struct str word[static 4]);

/* "st0 tcp,<empty>,<empty>,ens1f0,<empty>": the name may hold blanks, the rest does not. */
bool iscsiadm_iface_fields(struct str line, struct str *ret_name, struct str *ret_fields);

bool iscsiadm_is_portal(struct str word);
bool iscsiadm_is_node_line(struct str line);

/* Nothing, or a word that stands for it. */
bool iscsiadm_is_none(struct str v);

/* Is it a line that such a text has, or a message of command and shell? No blank around it. */
bool iscsiadm_is_line(enum iscsiadm_kind kind, struct str line);

#endif
