import { BadUserInputError } from '@polyphony/platform/errors';
import type { SettingsValues } from './user-settings.document.ts';

/** Of a user's settings as a whole, as JSON text. */
export const settingsMaxBytes = 64 * 1024;
export const settingsMaxDepth = 16;
const keyMaxLength = 200;
/** The driver takes an object with `_bsontype` for one of its own. */
const reservedKeys: ReadonlySet<string> = new Set(['__proto__', '_bsontype']);

const field = 'values';

/**
 * Checks the changes that a client sends.
 * @throws BadUserInputError naming `values` unless they are a JSON object within the bounds
 */
export function checkSettingsChanges(changes: unknown): SettingsValues {
  if (!isObject(changes)) throw new BadUserInputError('The values of settings are a JSON object.', field);
  checkNesting(changes, 1);
  checkSize(changes);
  return changes;
}

/**
 * Takes the changes over into the settings: each key of `changes` replaces the one there was, null removes it.
 * @throws BadUserInputError naming `values` when the result is too large
 */
export function mergeSettings(settings: SettingsValues, changes: SettingsValues): SettingsValues {
  const merged = new Map([...Object.entries(settings), ...Object.entries(changes)]);
  const values = Object.fromEntries([...merged].filter(([, value]) => value !== null && value !== undefined));
  checkSize(values);
  return values;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Goes no deeper than allowed, so that no nesting can exhaust the stack. */
function checkNesting(value: unknown, depth: number): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth > settingsMaxDepth) {
    throw new BadUserInputError(`Settings nest at most ${settingsMaxDepth} levels.`, field, { max: settingsMaxDepth });
  }
  for (const [key, inner] of Object.entries(value)) {
    if (!Array.isArray(value)) checkKey(key);
    checkNesting(inner, depth + 1);
  }
}

/** Keys that the store or JavaScript would read as something else are refused. */
function checkKey(key: string): void {
  const isStorable = !reservedKeys.has(key) && !key.startsWith('$') && !key.includes('\0');
  if (key !== '' && key.length <= keyMaxLength && isStorable) return;
  throw new BadUserInputError(
    `A key of settings has 1 to ${keyMaxLength} characters, does not begin with "$", and is none of ${[...reservedKeys].join(', ')}.`,
    field,
  );
}

function checkSize(values: SettingsValues): void {
  if (Buffer.byteLength(JSON.stringify(values)) <= settingsMaxBytes) return;
  throw new BadUserInputError(`Settings take at most ${settingsMaxBytes} bytes as JSON.`, field, {
    max: settingsMaxBytes,
  });
}
