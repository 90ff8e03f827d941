import type { z } from 'zod';
import { AppError, BadUserInputError, NotFoundError } from '../errors/index.ts';
import type { RequestContext } from '../context/index.ts';
import { activeSpan, endSpan, startSpan, withSpan } from '../tracing/index.ts';

/** A function that one service offers to the others beside the graph. Input and output are JSON. */
export interface Procedure {
  readonly input: z.ZodType;
  run(input: never, context: RequestContext): Promise<unknown>;
}
export type Procedures = Readonly<Record<string, Procedure>>;

/** Ties a procedure's input schema to its handler. */
export function procedure<Schema extends z.ZodType>(
  input: Schema,
  run: (input: z.infer<Schema>, context: RequestContext) => Promise<unknown>,
): Procedure {
  return { input, run };
}

/** Checks the input and runs a procedure. @throws NotFoundError, BadUserInputError, or what the procedure throws. */
export async function runProcedure(
  procedures: Procedures,
  name: string,
  input: unknown,
  context: RequestContext,
): Promise<unknown> {
  const found = Object.hasOwn(procedures, name) ? procedures[name] : undefined;
  if (found === undefined) throw new NotFoundError(`Procedure "${name}"`);
  const parsed = found.input.safeParse(input);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new BadUserInputError(issue?.message ?? 'The input is malformed.', issue?.path.join('.') ?? '');
  }
  return runTraced(name, context, within => found.run(parsed.data as never, within));
}

/** Makes the procedure a span where its caller is traced. */
async function runTraced(
  name: string,
  context: RequestContext,
  run: (context: RequestContext) => Promise<unknown>,
): Promise<unknown> {
  const parent = context.span ?? activeSpan();
  if (parent === undefined) return run(context);
  const span = startSpan(`call ${name}`, parent, { kind: 'server', attributes: { 'rpc.method': name } });
  try {
    const output = await withSpan(span, () => run(span === undefined ? context : { ...context, span }));
    endSpan(span);
    return output;
  } catch (error) {
    endSpan(span, error instanceof AppError ? error.code : 'INTERNAL_SERVER_ERROR');
    throw error;
  }
}
