-- Addresses of the host itself, but those of loopback, with the interfaces that they are on.
-- about: address
SELECT a.host, a.address, join_words(a.interface) AS interfaces
FROM address a JOIN interface i ON i.host = a.host AND i.name = a.interface
WHERE i.kind IS NOT 'loopback' AND a.address IS NOT NULL
GROUP BY a.host, a.address
