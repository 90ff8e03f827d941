import { z } from 'zod';
import { BadUserInputError } from '@polyphony/platform/errors';
import type { GraphRequest } from '../execution/index.ts';

const requestSchema = z.object({
  query: z.string().min(1),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
  extensions: z.record(z.string(), z.unknown()).nullish(),
});

/** Reads the operation from a JSON body or, for GET, from query parameters. @throws BadUserInputError. */
export function parseEventStreamRequest(method: string, body: unknown, parameters: unknown): GraphRequest {
  const source = method === 'GET' ? fromParameters(parameters as Record<string, unknown>) : body;
  const parsed = requestSchema.safeParse(source);
  if (parsed.success) return parsed.data;
  const field = parsed.error.issues[0]?.path.join('.') ?? '';
  throw new BadUserInputError('The request is no GraphQL operation.', field);
}

function fromParameters(parameters: Record<string, unknown>): Record<string, unknown> {
  const source: Record<string, unknown> = { ...parameters };
  for (const name of ['variables', 'extensions']) {
    if (typeof source[name] !== 'string') continue;
    try {
      source[name] = JSON.parse(source[name]);
    } catch {
      throw new BadUserInputError(`The parameter "${name}" is not JSON.`, name);
    }
  }
  return source;
}
