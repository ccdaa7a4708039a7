-- Ports that serve something besides management. The policy's roles speak first; where they are
-- silent about a role, the facts do.
-- about: policy_role, interface.services, storage_port
SELECT p.host, p.interface, p.role, 'policy' AS because FROM policy_port p
WHERE p.role NOT IN ('management', 'storage')
UNION
SELECT i.host, i.name, s.role, 'service'
FROM interface i JOIN (SELECT 'vmotion' AS role UNION SELECT 'ft' UNION SELECT 'vsan') s
WHERE has_word(i.services, s.role) AND NOT EXISTS (SELECT 1 FROM policy_role r
  WHERE r.role = s.role)
UNION
SELECT s.host, s.interface, 'storage', s.because FROM storage_port s
