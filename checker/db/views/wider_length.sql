-- Prefix lengths of ports, with each shorter one of their stack.
-- about: primary_port
WITH lengths AS MATERIALIZED (SELECT DISTINCT host, stack, family, prefixlen FROM primary_port)
SELECT n.host, n.stack, n.family, n.prefixlen, w.prefixlen AS wider
FROM lengths n JOIN lengths w ON w.host = n.host AND w.stack = n.stack AND w.family = n.family
WHERE w.prefixlen < n.prefixlen
