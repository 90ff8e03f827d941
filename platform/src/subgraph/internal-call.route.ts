import type { FastifyInstance } from 'fastify';
import { answerErrorsAsJson } from '../http/index.ts';
import type { IdentitySigner } from '../identity/index.ts';
import { runProcedure, type Procedures } from '../internal-calls/index.ts';
import type { Logger } from '../logging/index.ts';
import { identifiedContext } from './identified-request.ts';

/** `POST /internal/<procedure>`: JSON in and out; errors as `{ message, extensions: { code } }`, as `createHttpCaller` reads them. */
export async function addInternalCallRoute(
  app: FastifyInstance,
  { procedures, signer, log }: { procedures: Procedures; signer: IdentitySigner; log: Logger },
): Promise<void> {
  answerErrorsAsJson(app, log, error => error);
  app.post<{ Params: { procedure: string } }>('/internal/:procedure', async (request, reply) => {
    const context = await identifiedContext(request, reply, { signer, log, purpose: 'procedures' });
    const output = await runProcedure(procedures, request.params.procedure, request.body, context);
    return reply.type('application/json').send(JSON.stringify(output ?? null));
  });
}
