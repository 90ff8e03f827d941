import type { FastifyInstance } from 'fastify';

/** Stops accepting, lets running requests finish for at most `graceMs`, then cuts what is left. */
export async function closeHttpApp(app: FastifyInstance, graceMs: number): Promise<void> {
  // A connection whose request finishes during the close becomes idle, and its client would keep it open.
  const sweep = setInterval(() => app.server.closeIdleConnections(), 50);
  const cut = setTimeout(() => app.server.closeAllConnections(), graceMs);
  try {
    await app.close();
  } finally {
    clearInterval(sweep);
    clearTimeout(cut);
  }
}
