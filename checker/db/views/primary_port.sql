-- The first address of each port in each of its subnets, of ports that are not known to be down.
-- about: port
SELECT DISTINCT host, stack, interface, family, address, prefixlen, subnet, origin
FROM port WHERE NOT is_host AND NOT coalesce(secondary, 0) AND coalesce(admin, 1)
