import { isSecretName, redactText } from './redact.ts';

const limits = { depth: 5, entries: 50, textLength: 2000, keyLength: 100, totalLength: 16_000 };

/** Cuts text, saying so. */
export function boundText(text: string, maxLength: number): string {
  return text.length <= maxLength ? text : `${text.slice(0, maxLength)}... [${text.length - maxLength} more]`;
}

/**
 * A copy of a log entry's context that is safe to keep: JSON only, bounded in depth, width and total size (16,000 characters),
 * secret-looking names and credentials inside of text redacted.
 */
export function boundContext(context: Record<string, unknown>): Record<string, unknown> {
  const bounded = boundObject(context, 0);
  const { length } = JSON.stringify(bounded);
  if (length <= limits.totalLength) return bounded;
  return { truncated: true, length, keys: Object.keys(bounded) };
}

function boundObject(object: object, depth: number): Record<string, unknown> {
  const entries = Object.entries(object);
  const bounded = Object.fromEntries(
    entries.slice(0, limits.entries).map(([name, value]) => [storableName(name), boundEntry(name, value, depth)]),
  );
  if (entries.length > limits.entries) bounded['truncated'] = entries.length - limits.entries;
  return bounded;
}

function boundEntry(name: string, value: unknown, depth: number): unknown {
  const canHoldSecret = typeof value === 'string' || (typeof value === 'object' && value !== null);
  return canHoldSecret && isSecretName(name) ? '[redacted]' : boundValue(value, depth + 1);
}

function boundValue(value: unknown, depth: number): unknown {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'string') return boundText(redactText(value.slice(0, 4 * limits.textLength)), limits.textLength);
  if (typeof value !== 'object') return value === undefined ? null : boundText(String(value), limits.textLength);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (depth >= limits.depth) return Array.isArray(value) ? '[array]' : '[object]';
  if (!Array.isArray(value)) return boundObject(value, depth);
  const items = value.slice(0, limits.entries).map(item => boundValue(item, depth + 1));
  if (value.length > limits.entries) items.push(`[${value.length - limits.entries} more]`);
  return items;
}

/** MongoDB gives names that start with `$` or contain dots a meaning of their own, its driver `_bsontype`. */
function storableName(name: string): string {
  const storable = name.slice(0, limits.keyLength).replaceAll('.', '_').replaceAll('\0', '').replace(/^\$+/, '_');
  if (storable === '_bsontype') return 'bsontype';
  return storable === '__proto__' ? '_proto_' : storable;
}
