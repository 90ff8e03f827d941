import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';

const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/** Whether a request has the token of those who run the gateway; nobody has one while none is set. */
export function isOperator({ headers }: Pick<FastifyRequest, 'headers'>, token: string | undefined): boolean {
  return token !== undefined && isSame(headers.authorization ?? '', `Bearer ${token}`);
}

/** Whether a request comes from this machine itself, through no proxy. */
export function isOnThisMachine({ headers, socket }: Pick<FastifyRequest, 'headers' | 'socket'>): boolean {
  return headers['x-forwarded-for'] === undefined && loopback.has(socket.remoteAddress ?? '');
}

function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
