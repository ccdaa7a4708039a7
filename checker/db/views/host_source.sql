-- What tells two sources of one host: its name, without the source behind it, and hardware
-- addresses.
-- about: interface.mac
SELECT DISTINCT i.host, substr(i.host, 1, instr(i.host || ' (', ' (') - 1) AS name, i.mac
FROM interface i WHERE i.mac <> '00:00:00:00:00:00'
