-- Two sources of one host: the same name and a hardware address in common.
SELECT DISTINCT a.host, b.host AS other
FROM interface a JOIN interface b ON b.mac = a.mac
WHERE b.host <> a.host
  AND (b.host LIKE a.host || ' (%' OR a.host LIKE b.host || ' (%'
       OR substr(a.host, 1, instr(a.host || ' (', ' (')) = substr(b.host, 1, instr(b.host || ' (', ' (')))
