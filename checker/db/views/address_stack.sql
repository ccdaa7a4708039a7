-- Every address, also of loopback and link-local ones, with the stack of its interface.
-- about: address
SELECT a.host, a.interface, a.subnet, a.peer,
       CASE WHEN i.kind = 'vswif' THEN 'console' WHEN i.stack = 'defaultTcpipStack' THEN ''
            ELSE coalesce(i.stack, '') END AS stack
FROM address a LEFT JOIN interface i ON i.host = a.host AND i.name = a.interface
