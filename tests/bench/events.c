/* SPDX-License-Identifier: GPL-2.0-or-later */
/* events FILE: the least that anyone has to do who reads that YAML: has libyaml take it apart, and counts the events. */
#include <stdio.h>
#include <yaml.h>

int main(int argc, char **argv)
{
	FILE *in = argc == 2 ? fopen(argv[1], "re") : NULL;
	unsigned long count = 0;
	yaml_event_type_t type;
	yaml_parser_t parser;
	yaml_event_t event;

	if (!in || !yaml_parser_initialize(&parser)) {
		fputs("events: the file cannot be read\n", stderr);
		return 2;
	}
	yaml_parser_set_input_file(&parser, in);
	do {
		if (!yaml_parser_parse(&parser, &event)) {
			fprintf(stderr, "events: %s: %s\n", argv[1], parser.problem);
			return 2;
		}
		type = event.type;
		yaml_event_delete(&event);
		count++;
	} while (type != YAML_STREAM_END_EVENT);
	yaml_parser_delete(&parser);
	fclose(in);
	printf("%lu events\n", count);
	return 0;
}
