-- Physical NICs of ESX and ESXi by each hardware address that they have or were made with.
-- about: interface.mac, interface.permanent_mac
SELECT i.host, i.name, i.mac AS mac FROM interface i
WHERE i.kind IN ('vmnic', 'physical') AND i.mac IS NOT NULL
UNION
SELECT i.host, i.name, i.permanent_mac FROM interface i
WHERE i.kind IN ('vmnic', 'physical') AND i.permanent_mac IS NOT NULL
