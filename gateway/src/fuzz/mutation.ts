import type { Random } from './random.ts';

/** Snippets that parsers stumble over. */
const nasty = [
  '\0', '\u{feff}', '\u2028', '\ud800', '\udfff', '\\ud800', '\\u0000', '\\', '"', '""', '"""', "'", '`', '{', '}', '[', ']', '(', ')', ':', ',', '...',
  '$', '@', '#', '\n', '\r', '%00', '%ff', '%', '&', '=', '__proto__', 'constructor', 'toString', 'null', 'true', 'NaN', 'Infinity', '-0', '1e999',
  '-1e999', '9'.repeat(400), '0x10', '007', '1.', '.5', '٣', '😀', 'ﷺ', '\u202e', '{{'.repeat(50), '[['.repeat(50), 'a'.repeat(5000),
]; // prettier-ignore

/** A text with a few things deleted, repeated, exchanged or put in, or cut off. */
export function mutateText(text: string, random: Random): string {
  let result = text;
  for (let rounds = 1 + random.below(4); rounds > 0; rounds -= 1) result = mutateOnce(result, random);
  return result;
}

function mutateOnce(text: string, random: Random): string {
  const from = random.below(text.length + 1);
  const to = Math.min(text.length, from + 1 + random.below(12));
  const [before, middle, after] = [text.slice(0, from), text.slice(from, to), text.slice(to)];
  switch (random.below(7)) {
    case 0:
      return before;
    case 1:
      return before + after;
    case 2:
      return before + middle.repeat(2 + random.below(30)) + after;
    case 3:
      return before + random.pick(nasty) + middle + after;
    case 4:
      return before + random.pick(nasty) + after;
    case 5:
      return before + String.fromCharCode(random.below(random.chance(0.5) ? 128 : 65_536)) + after;
    default:
      return before + middle.slice(1) + middle.slice(0, 1) + after;
  }
}

/** Bytes of a text, some of them exchanged, so that they may be no UTF-8 any more. */
export function mutateBytes(text: string, random: Random): Buffer {
  const bytes = Buffer.from(text);
  for (let rounds = random.below(5); rounds > 0 && bytes.length > 0; rounds -= 1)
    bytes[random.below(bytes.length)] = random.below(256);
  return random.chance(0.2) ? bytes.subarray(0, random.below(bytes.length + 1)) : bytes;
}

/** A value of any JSON type, also of those that JavaScript treats in a special way. */
export function anyValue(random: Random, depth = 3): unknown {
  const kind = random.below(depth > 0 ? 12 : 9);
  switch (kind) {
    case 0:
      return null;
    case 1:
      return random.chance(0.5);
    case 2:
      return random.below(100);
    case 3:
      return random.pick([-1, 0.5, 2 ** 31, 2 ** 53, -(2 ** 63), 1e300, -0]);
    case 4:
      return '';
    case 5:
      return random.pick(nasty);
    case 6:
      return 'c1';
    case 7:
      return [];
    case 8:
      return {};
    case 9:
    case 10:
      return Array.from({ length: random.below(4) }, () => anyValue(random, depth - 1));
    default:
      return Object.fromEntries(
        Array.from({ length: random.below(4) }, () => [
          random.pick(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then', 'id', '', '0']),
          anyValue(random, depth - 1),
        ]),
      );
  }
}
