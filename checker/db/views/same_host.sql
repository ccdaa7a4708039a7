-- Two sources of one host: the same name, the source behind it apart, and a hardware address in common.
SELECT DISTINCT a.host, b.host AS other
FROM interface a JOIN interface b ON b.mac = a.mac
WHERE b.host <> a.host AND a.mac <> '00:00:00:00:00:00'
  AND substr(a.host, 1, instr(a.host || ' (', ' (') - 1) = substr(b.host, 1, instr(b.host || ' (', ' (') - 1)
