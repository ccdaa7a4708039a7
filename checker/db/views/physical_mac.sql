-- MAC addresses of physical NICs; `team`: what shares one address on purpose, `machine`: sources of
-- one host have one; `vague`: it may be no NIC at all.
-- about: interface.mac
-- A virtual function below its synthetic NIC (Azure), and the legs of a failover device, have that
-- as master.
-- A port of a switch chip (DSA) has the address of the NIC that it stands on.
SELECT i.host, i.name AS interface, i.mac, i.kind IS NULL AS vague, i.origin,
       coalesce(i.master, CASE WHEN EXISTS (SELECT 1 FROM interface m
                                            WHERE m.host = i.host AND m.master = i.name)
                               THEN i.name END) AS team,
       substr(i.host, 1, instr(i.host || ' (', ' (') - 1) AS machine
FROM interface i
WHERE coalesce(i.kind, 'physical') IN ('physical', 'vmnic') AND i.lower IS NULL
  AND coalesce(i.admin, 1)
  AND i.mac <> '00:00:00:00:00:00'
