-- Ports that serve storage (ESXi: vMotion and FT too) and not management: the way out is not
-- theirs.
-- about: service_port
SELECT DISTINCT s.host, s.interface, s.role
FROM service_port s JOIN host h ON h.host = s.host
WHERE (s.role = 'storage' OR h.platform = 'esxi' AND s.role IN ('vmotion', 'ft'))
  AND NOT EXISTS (SELECT 1 FROM management_port m
                  WHERE m.host = s.host AND m.interface = s.interface)
