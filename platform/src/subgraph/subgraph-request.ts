import { z } from 'zod';
import { BadUserInputError } from '../errors/index.ts';
import type { SubgraphRequest } from './executable.ts';

const requestSchema = z.object({
  query: z.string().min(1),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});

/** @throws BadUserInputError when a body is no GraphQL request. */
export function parseSubgraphRequest(body: unknown): SubgraphRequest {
  const parsed = requestSchema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new BadUserInputError('The body is no GraphQL request.', parsed.error.issues[0]?.path.join('.') ?? '');
}
