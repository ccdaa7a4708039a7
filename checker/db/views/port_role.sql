-- What a port is for: management, or what it serves besides.
-- about: management_port, service_port
SELECT m.host, m.interface, 'management' AS role, m.because FROM management_port m
UNION
SELECT s.host, s.interface, s.role, s.because FROM service_port s
