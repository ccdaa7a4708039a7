-- Subnets with an enabled VMkernel port whose services were not read.
-- about: interface.kind=vmknic
SELECT DISTINCT p.host, p.subnet FROM port p
WHERE p.kind = 'vmknic' AND p.services IS NULL AND NOT p.is_host AND coalesce(p.admin, 1)
