import { z } from 'zod';

/** All problems of the environment together, one line each. */
export class EnvironmentError extends Error {
  constructor(readonly problems: string[]) {
    super(`The environment is not usable:\n${problems.map(problem => `  - ${problem}`).join('\n')}`);
    this.name = 'EnvironmentError';
  }
}

/**
 * Checks environment variables against a zod shape. An empty variable counts as unset.
 * @throws EnvironmentError naming every variable that is missing or malformed.
 */
export function readEnvironment<Shape extends z.ZodRawShape>(
  shape: Shape,
  source: Record<string, string | undefined>,
): z.infer<z.ZodObject<Shape>> {
  const set = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''));
  const result = z.object(shape).safeParse(set);
  if (result.success) return result.data;
  throw new EnvironmentError(result.error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`));
}
