-- The switch at the other end of each port, by LLDP or CDP; NULL where several answer there.
-- about: link_neighbour
-- CDP tells no chassis id: that of the same name counts, where LLDP was heard as well.
WITH named AS (
  SELECT n.host, n.name, min(n.chassis) AS chassis FROM link_neighbour n
  WHERE n.name IS NOT NULL
  GROUP BY n.host, n.name HAVING min(n.chassis) = max(n.chassis)
)
SELECT n.host, n.interface,
       CASE WHEN count(DISTINCT coalesce(n.chassis, m.chassis, n.name)) = 1
            THEN min(coalesce(n.chassis, m.chassis, n.name)) END AS switch,
       min(coalesce(n.name, n.chassis)) AS name
FROM link_neighbour n LEFT JOIN named m ON m.host = n.host AND m.name = n.name
GROUP BY n.host, n.interface
