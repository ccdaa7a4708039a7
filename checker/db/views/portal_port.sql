-- Ports that a portal can be bound to: up, in its subnet by the longest prefix, one for each NIC.
-- about: near_port
-- Members of a bond, team or bridge have no traffic of their own, and a port that stands on another
-- port of the subnet (macvlan, VRRP) is that NIC again.
-- own_port: no master of a kind that is not known may carry what is sent here.
SELECT DISTINCT n.host, n.address, n.stack, n.interface, n.subnet, n.linked,
       NOT EXISTS (SELECT 1 FROM doubtful_member d
                   WHERE d.host = n.host AND d.interface = n.interface) AS own_port
FROM near_port n
WHERE n.place = 1
  AND NOT EXISTS (SELECT 1 FROM stacked_on s
                  CROSS JOIN near_port o ON o.host = s.host AND o.interface = s.lower
                  WHERE s.host = n.host AND s.upper = n.interface AND s.lower <> n.interface
                    AND o.address = n.address AND o.place = 1)
