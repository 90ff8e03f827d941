import type { FastifyInstance } from 'fastify';
import type { IdentitySigner } from '../identity/index.ts';
import type { Logger } from '../logging/index.ts';
import type { ExecutableSubgraph } from './executable.ts';
import { identifiedContext } from './identified-request.ts';
import { parseSubgraphRequest } from './subgraph-request.ts';

/** `POST /graphql`: answers 200 with the result, errors included; other statuses mean that nothing was executed. */
export function addGraphqlRoute(
  app: FastifyInstance,
  { executable, signer, log }: { executable: ExecutableSubgraph; signer: IdentitySigner; log: Logger },
): void {
  app.post('/graphql', async (request, reply) => {
    const context = await identifiedContext(request, reply, { signer, log, purpose: 'graph' });
    return executable.execute(parseSubgraphRequest(request.body), context);
  });
}
