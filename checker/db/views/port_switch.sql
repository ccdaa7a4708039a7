-- The switch at the other end of each port, by LLDP or CDP: its chassis id, else its name alone.
-- about: link_neighbour
-- CDP tells no chassis id: that of the same name counts, where LLDP was heard as well.
-- Both are NULL where several devices answer, or several chassis go by one name.
WITH named AS (
  SELECT n.host, n.name, min(n.chassis) AS chassis, min(n.chassis) = max(n.chassis) AS sure
  FROM link_neighbour n WHERE n.name IS NOT NULL
  GROUP BY n.host, n.name HAVING min(n.chassis) IS NOT NULL
),
heard AS (
  SELECT n.host, n.interface, n.name,
         coalesce(n.chassis, CASE WHEN m.sure THEN m.chassis END) AS chassis,
         CASE WHEN n.chassis IS NULL AND m.name IS NULL THEN n.name END AS bare_name
  FROM link_neighbour n LEFT JOIN named m ON m.host = n.host AND m.name = n.name
)
SELECT h.host, h.interface, min(coalesce(h.name, h.chassis)) AS name,
       CASE WHEN count(DISTINCT coalesce(h.chassis, h.bare_name)) = 1
                 AND count(*) = count(h.chassis)
            THEN min(h.chassis) END AS chassis,
       CASE WHEN count(DISTINCT h.bare_name) = 1 AND count(*) = count(h.bare_name)
            THEN min(h.bare_name) END AS bare_name
FROM heard h
GROUP BY h.host, h.interface
