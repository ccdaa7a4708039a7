-- What a port is for: management, or what it serves besides.
SELECT m.host, m.interface, 'management' AS role, m.because FROM management_port m
UNION
SELECT s.host, s.interface, s.role, s.because FROM service_port s
