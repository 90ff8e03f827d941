import { LRUCache } from 'lru-cache';
import { toLatin1Json } from '@polyphony/platform/text';

/** Operations ask for the same names over and over: one string for all of them stays in the processor's cache. */
const known = new LRUCache<string, string>({ max: 20_000 });

/** The JSON text in front of a field's value: `{"name":` for an object's first field, `,"name":` for the others. */
export function keyLiteral(key: string, isFirst: boolean): string {
  const text = `${isFirst ? '{' : ','}${toLatin1Json(key)}:`;
  const same = known.get(text);
  if (same !== undefined) return same;
  known.set(text, text);
  return text;
}
