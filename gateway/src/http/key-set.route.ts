import type { FastifyInstance } from 'fastify';
import type { KeySet } from '../authentication/index.ts';

/** `GET /.well-known/jwks.json`: the keys that our access tokens can be verified with. */
export function addKeySetRoute(app: FastifyInstance, keySet: KeySet): void {
  app.get('/.well-known/jwks.json', async (_request, reply) =>
    reply
      .header('cache-control', 'public, max-age=300')
      .header('access-control-allow-origin', '*')
      .send(await keySet.current()),
  );
}
