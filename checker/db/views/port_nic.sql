-- The NIC that a port without a NIC of its own stands on: a macvlan, an ipvlan, the port of a VRRP
-- address.
-- about: interface.lower
-- On a member of a bridge or a bond it shares the wire with the master.
SELECT i.host, i.name AS interface,
       coalesce(CASE WHEN l.master_kind IN ('bridge', 'bond', 'team') THEN l.master END,
                i.lower) AS nic
FROM interface i LEFT JOIN interface l ON l.host = i.host AND l.name = i.lower
WHERE i.lower IS NOT NULL AND i.link_netns IS NULL
  AND (i.kind IN ('macvlan', 'ipvlan') OR i.mac REGEXP '^00:00:5e:00:0[12]:')
