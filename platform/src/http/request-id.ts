import { randomUUID } from 'node:crypto';

export const requestIdHeader = 'x-request-id';
const acceptable = /^[\w.:-]{8,128}$/;

/** Takes over a caller's request id when it is short and harmless in logs; makes one otherwise. */
export function requestIdFrom(header: string | string[] | undefined): string {
  return typeof header === 'string' && acceptable.test(header) ? header : randomUUID();
}
