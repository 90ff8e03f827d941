import type { IncomingMessage } from 'node:http';

/**
 * The client's address: that of the connection, or, behind proxies we trust, the entry of `x-forwarded-for` that the outermost of
 * them wrote. Entries further left are the client's own claims.
 */
export function clientAddress(request: IncomingMessage, trustedProxies: number): string {
  const direct = request.socket.remoteAddress ?? 'unknown';
  if (trustedProxies === 0) return direct;
  const forwarded = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map(entry => entry.trim())
    .filter(entry => entry !== '' && entry.length <= 64);
  return forwarded[Math.max(0, forwarded.length - trustedProxies)] ?? direct;
}
