import { isIPv6 } from 'node:net';
import { RateLimitedError } from '@polyphony/platform/errors';
import type { RateLimit, RateLimiter } from '@polyphony/platform/rate-limits';

/**
 * Counts one action of a client address. Requests without a known address, as from our own processes, are not counted.
 * @throws RateLimitedError when the address has used up its window
 */
export async function limitAddress(
  rateLimiter: RateLimiter,
  { action, address, limit }: { action: string; address: string | undefined; limit: RateLimit },
): Promise<void> {
  if (address === undefined) return;
  const { allowed, retryAfterSeconds } = await rateLimiter.consume(`users:${action}:${networkOf(address)}`, limit);
  if (!allowed) throw new RateLimitedError(retryAfterSeconds);
}

/** One client of IPv6 has a whole /64 network to pick addresses from; one of IPv4 has its address. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const groups = [...left, ...Array.from({ length: zeros }, () => '0'), ...right].slice(0, 4);
  return `${groups.map(group => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}
