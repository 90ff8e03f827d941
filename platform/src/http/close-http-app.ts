import type { FastifyInstance } from 'fastify';

/** Stops accepting, lets running requests finish for at most `graceMs`, then cuts what is left. */
export async function closeHttpApp(app: FastifyInstance, graceMs: number): Promise<void> {
  const cut = setTimeout(() => app.server.closeAllConnections(), graceMs);
  try {
    await app.close();
  } finally {
    clearTimeout(cut);
  }
}
