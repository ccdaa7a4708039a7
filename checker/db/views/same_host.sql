-- Two sources of one host: the same name, the source behind it apart, and a hardware address in common.
-- about: interface.mac
WITH named AS (
  SELECT i.host, i.mac, substr(i.host, 1, instr(i.host || ' (', ' (') - 1) AS name
  FROM interface i WHERE i.mac <> '00:00:00:00:00:00'
)
SELECT DISTINCT a.host, b.host AS other
FROM named a JOIN named b ON b.mac = a.mac AND b.name = a.name
WHERE b.host <> a.host
