-- Intended ports of an endpoint that are in no subnet of the port that unbound traffic to it leaves
-- through.
-- about: intended_port
SELECT DISTINCT w.host, w.endpoint, w.interface AS elected, i.interface
FROM unbound_way w
JOIN intended_port i ON i.host = w.host AND i.endpoint = w.endpoint AND i.interface <> w.interface
WHERE NOT EXISTS (SELECT 1 FROM port a
                  JOIN port b ON b.host = a.host AND b.subnet = a.subnet AND b.stack = a.stack
                  WHERE a.host = w.host AND a.interface = w.interface AND b.interface = i.interface
                    AND NOT a.is_host)
