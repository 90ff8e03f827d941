import type { FastifyReply } from 'fastify';

/** The headers that the reply has so far, for writing them past fastify. */
export function rawHeaders(reply: FastifyReply): Record<string, string> {
  return Object.fromEntries(
    Object.entries(reply.getHeaders()).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : String(value),
    ]),
  );
}
