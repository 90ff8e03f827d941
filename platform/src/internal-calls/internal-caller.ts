import type { z } from 'zod';
import { createRequestContext, type RequestContext } from '../context/index.ts';
import { AppError, DownstreamServiceError, type ErrorCode } from '../errors/index.ts';
import { identityHeader, type IdentitySigner } from '../identity/index.ts';
import { activeSpan, traceParentHeader, traceParentOf } from '../tracing/index.ts';
import { runProcedure, type Procedures } from './procedures.ts';

export interface InternalCall<Output> {
  service: string;
  procedure: string;
  input: unknown;
  /** What the caller needs of the answer. */
  output: z.ZodType<Output>;
  context?: Pick<RequestContext, 'requestId' | 'viewer'> & Partial<RequestContext>;
}

/** Calls procedures of other services, in this process or over HTTP. */
export interface InternalCaller {
  /** @throws AppError as the other service threw it, or DownstreamServiceError when it cannot be reached or answers nonsense. */
  call<Output>(call: InternalCall<Output>): Promise<Output>;
}

/** For services that run in this process. `procedures` may still be filled after this call. */
export function createLocalCaller(procedures: ReadonlyMap<string, Procedures>): InternalCaller {
  return {
    async call({ service, procedure, input, output, context }) {
      const offered = procedures.get(service);
      if (offered === undefined) throw new DownstreamServiceError(service);
      return output.parse(await runProcedure(offered, procedure, input, createRequestContext(context)));
    },
  };
}

export interface HttpCallerOptions {
  /** The calling service's name. */
  caller: string;
  /** Base addresses by service, for example `http://127.0.0.1:4011`. */
  addresses: Readonly<Record<string, string>>;
  signer: IdentitySigner;
  fetch?: typeof fetch;
  timeoutMs?: number;
}

/** For services behind HTTP: `POST /internal/<procedure>`, signed. */
export function createHttpCaller({
  caller,
  addresses,
  signer,
  fetch = globalThis.fetch,
  timeoutMs = 10_000,
}: HttpCallerOptions): InternalCaller {
  return {
    async call({ service, procedure, input, output, context }) {
      const address = addresses[service];
      if (address === undefined) throw new DownstreamServiceError(service);
      const identity = { caller, viewer: context?.viewer ?? null, requestId: context?.requestId };
      const token = signer.sign(identity, 'procedures');
      const span = context?.span ?? activeSpan();
      let response: Response;
      let body: unknown;
      try {
        response = await fetch(`${address}/internal/${procedure}`, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            [identityHeader]: token,
            ...(span !== undefined && { [traceParentHeader]: traceParentOf(span) }),
          },
          body: JSON.stringify(input),
          signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(context?.signal ? [context.signal] : [])]),
        });
        body = await response.json();
      } catch (error) {
        // Whoever asked gave up: the service is not to blame.
        context?.signal?.throwIfAborted();
        throw new DownstreamServiceError(service, error);
      }
      if (response.ok) {
        const answer = output.safeParse(body);
        if (answer.success) return answer.data;
        throw new DownstreamServiceError(service, answer.error);
      }
      const { message, extensions } = (body ?? {}) as { message?: string; extensions?: { code?: ErrorCode } };
      if (message === undefined || extensions?.code === undefined) throw new DownstreamServiceError(service, body);
      throw new AppError(message, { code: extensions.code, extensions });
    },
  };
}
