# SPDX-License-Identifier: GPL-2.0-or-later
# Real TCP connections for the tests of fixes, bound to a device or a source where a socket would be.
package TCP;
use strict;
use warnings;
use Errno qw(EINPROGRESS ECONNREFUSED);
use Socket qw(:DEFAULT inet_pton inet_ntop pack_sockaddr_in6 unpack_sockaddr_in6);
use constant { BINDTODEVICE => 25, NONBLOCK => 0x800, PATIENCE => 0.4 };

sub address {
	my ($text, $port) = @_;
	return $text =~ /:/ ? pack_sockaddr_in6($port, inet_pton(AF_INET6, $text))
			    : pack_sockaddr_in($port, inet_pton(AF_INET, $text));
}

sub own {
	my ($socket) = @_;
	my $name = getsockname $socket;
	return (inet_ntop(AF_INET, (unpack_sockaddr_in($name))[1]), (unpack_sockaddr_in($name))[0])
		if sockaddr_family($name) == AF_INET;
	return (inet_ntop(AF_INET6, (unpack_sockaddr_in6($name))[1]), (unpack_sockaddr_in6($name))[0]);
}

# Each of [DESTINATION, PORT, DEVICE or '', SOURCE or ''] is tried at once; for each 'open', 'refused' or '', then the
# source address and port.
sub reach {
	my (@wanted) = @_;
	my (@answers, @sockets);
	my $until = 0;
	for my $i (0 .. $#wanted) {
		my ($to, $port, $device, $source) = @{ $wanted[$i] };
		$answers[$i] = [''];
		my $family = $to =~ /:/ ? AF_INET6 : AF_INET;
		socket(my $s, $family, SOCK_STREAM | NONBLOCK, 0) or die "socket: $!";
		next if $device && !setsockopt $s, SOL_SOCKET, BINDTODEVICE, "$device\0";
		next if $source && !bind $s, address($source, 0);
		if (connect $s, address($to, $port)) { $answers[$i] = ['open', own($s)] }
		elsif ($! == ECONNREFUSED) { $answers[$i] = ['refused'] }
		elsif ($! == EINPROGRESS) { $sockets[$i] = $s; $until ||= PATIENCE }
	}
	for (my $left = $until; $left > 0 && grep({ defined } @sockets); $left -= 0.01) {
		my $bits = '';
		defined $sockets[$_] and vec($bits, fileno $sockets[$_], 1) = 1 for 0 .. $#sockets;
		my $ready = $bits;
		select undef, $ready, undef, 0.01;
		for my $i (0 .. $#sockets) {
			next unless defined $sockets[$i] && vec($ready, fileno $sockets[$i], 1);
			my $error = unpack 'i', getsockopt($sockets[$i], SOL_SOCKET, SO_ERROR);
			$answers[$i] = $error == 0 ? ['open', own($sockets[$i])] : [$error == ECONNREFUSED ? 'refused' : ''];
			undef $sockets[$i];
		}
	}
	return @answers;
}

1;
