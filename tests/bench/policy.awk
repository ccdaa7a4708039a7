# SPDX-License-Identifier: GPL-2.0-or-later
# awk -v n=N -f policy.awk: the policy for the shape "policy": N subnets of
# storage, N of another role, N portals and servers that are expected.
BEGIN {
	print "roles:\n  storage:\n    interfaces: [^none]\n    subnets:"
	for (i = 0; i < n; i++)
		print "      - 10." int(i / 250) "." i % 250 ".0/24"
	print "  vmotion:\n    subnets:"
	for (i = 0; i < n; i++)
		print "      - 11." int(i / 250) "." i % 250 ".0/24"
	print "expect:\n  portals:"
	for (i = 0; i < n; i++)
		print "    - 10." int(i / 250) "." i % 250 ".50"
	print "  nfs_servers:"
	for (i = 0; i < n; i++)
		print "    - 10." int(i / 250) "." i % 250 ".51"
}
