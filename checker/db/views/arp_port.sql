-- How ports that share an IPv4 subnet treat ARP: of each setting the larger of all and the port's.
-- about: shared_port
-- filter_all: the setting of all alone.  own: answers to the subnet leave through the port itself;
-- all_own: those of each port in the subnet do, or a port answers for the address of another.
WITH asked AS (
  SELECT s.host, s.stack, s.subnet, s.interface, s.address, s.sure, s.origin,
         (SELECT every(CASE WHEN NOT t.reachable OR t.interface <> s.interface THEN 0
                            WHEN t.certain THEN t.interface = s.interface END)
          FROM port_peer x JOIN path(x.host, x.peer, s.address, nullif(s.stack, '')) t
          WHERE x.host = s.host
            AND x.interface = s.interface -- equivalent: of one address on many ports each is asked
            AND x.address = s.address) AS own
  FROM shared_port s
),
together AS (
  SELECT host, stack, subnet, every(own) AS all_own FROM asked GROUP BY host, stack, subnet
)
SELECT s.host, s.stack, s.subnet, s.interface, s.address, s.sure, s.origin, s.own, g.all_own,
       e.filter AS filter_all,
       coalesce(max(e.announce, i.announce),
                CASE WHEN coalesce(e.announce, i.announce) >= 2 THEN 2 END) AS announce,
       coalesce(max(e.ignore, i.ignore), nullif(coalesce(e.ignore, i.ignore), 0)) AS ignore,
       coalesce(max(e.filter, i.filter), nullif(coalesce(e.filter, i.filter), 0)) AS filter
FROM asked s
JOIN together g ON g.host = s.host AND g.stack = s.stack AND g.subnet = s.subnet
LEFT JOIN arp_value e ON e.host = s.host AND e.interface = 'all'
LEFT JOIN arp_value i ON i.host = s.host AND i.interface = s.interface
