import type { FormattedExecutionResult } from 'graphql';
import { z } from 'zod';

const resultSchema = z
  .object({
    data: z.record(z.string(), z.unknown()).nullish(),
    errors: z.array(z.looseObject({ message: z.string() })).optional(),
  })
  .refine(({ data, errors }) => data !== undefined || errors !== undefined, 'neither data nor errors');

/** Reads what a subgraph sent. @throws ZodError when it is no GraphQL result. */
export function readRemoteResult(body: unknown): FormattedExecutionResult {
  resultSchema.parse(body);
  return body as FormattedExecutionResult;
}
