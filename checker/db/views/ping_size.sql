-- The bytes of a ping that fills a packet of each interface; 56 where the MTU is not known.
-- about: interface
SELECT i.host, i.name AS interface, f.family, coalesce(i.mtu - f.headers, 56) AS size
FROM interface i CROSS JOIN (SELECT 4 AS family, 28 AS headers UNION ALL SELECT 6, 48) f
