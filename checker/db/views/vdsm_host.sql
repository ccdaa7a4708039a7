-- Hosts that VDSM manages, by their own word or by the source routing rules that only it makes.
-- about: host.vdsm, routing_rule
SELECT h.host FROM host h WHERE h.vdsm
UNION
SELECT r.host FROM routing_rule r WHERE r.priority = 3200
