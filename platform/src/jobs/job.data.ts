import { BadUserInputError } from '../errors/index.ts';
import type { JobKind } from './job.kind.ts';

const deepest = 20;

/**
 * Checks that data survives its way through the database unchanged and fits.
 *
 * @throws TypeError for a value that JSON cannot hold (a Date, undefined, NaN, a class instance, a cycle)
 * @throws BadUserInputError when it is larger than its kind allows
 */
export function checkJobData<Data>(kind: JobKind<Data>, data: Data): Data {
  const parsed = kind.parse(data);
  requireJson(parsed, 'data', deepest);
  const bytes = Buffer.byteLength(JSON.stringify(parsed));
  if (bytes > kind.maximumDataBytes) {
    throw new BadUserInputError(
      `The data of a job "${kind.name}" is ${bytes} bytes, more than ${kind.maximumDataBytes}.`,
      'data',
    );
  }
  return parsed;
}

function requireJson(value: unknown, path: string, depth: number): void {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return;
  if (typeof value === 'number' && Number.isFinite(value)) return;
  if (typeof value === 'object' && depth > 0 && (Array.isArray(value) || isPlain(value))) {
    for (const [key, child] of Object.entries(value)) requireJson(child, `${path}.${key}`, depth - 1);
    return;
  }
  throw new TypeError(`The job's ${path} is nothing that JSON can hold.`);
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
