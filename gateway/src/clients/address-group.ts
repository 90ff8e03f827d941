import { isIPv6 } from 'node:net';

/**
 * By what an address is counted: itself, or for IPv6 the network of its first 64 bits, of which one client has all the addresses.
 * IPv4 written as IPv6 counts as IPv4. The answer is no address that could be connected to.
 */
export function addressGroup(address: string): string {
  if (!address.includes(':')) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped !== null) return mapped[1]!;
  const [plain = ''] = address.split('%', 1);
  if (!isIPv6(plain)) return address;
  const [head = '', tail] = plain.toLowerCase().split('::');
  const before = head === '' ? [] : head.split(':');
  // What follows "::" counts from the end, and reaches into the first 64 bits only when nothing much is left out.
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const length = 8 - (after.at(-1)?.includes('.') === true ? 1 : 0);
  const groups = [
    ...before,
    ...Array.from({ length: Math.max(0, length - before.length - after.length) }, () => '0'),
    ...after,
  ];
  return `${groups
    .slice(0, 4)
    .map(group => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
