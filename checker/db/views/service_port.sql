-- Ports that serve something besides management. The policy's roles speak first; where they are silent about a role, the facts do.
-- about: policy_role, interface.services, storage_port
SELECT DISTINCT i.host, i.name AS interface, r.role, 'policy' AS because
FROM interface i JOIN policy_role r
WHERE r.role NOT IN ('management', 'storage')
  AND (i.name REGEXP r.interface_pattern OR i.portgroup REGEXP r.portgroup_pattern
       OR EXISTS (SELECT 1 FROM port p WHERE p.host = i.host AND p.interface = i.name AND in_subnet(p.address, r.subnet)))
UNION
SELECT i.host, i.name, s.role, 'service'
FROM interface i JOIN (SELECT 'vmotion' AS role UNION SELECT 'ft' UNION SELECT 'vsan') s
WHERE has_word(i.services, s.role) AND NOT EXISTS (SELECT 1 FROM policy_role r WHERE r.role = s.role)
UNION
SELECT s.host, s.interface, 'storage', s.because FROM storage_port s
