import type { Random } from '../random.ts';

const texts = [
  '',
  'plain',
  'Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore',
  'quote " backslash \\ slash / tab \t line \n return \r nul \u0000 bell \u0007 delete \u007f',
  'é ü ß Ω ж 中 日本語 \u2028 \u2029 \ufeff',
  '😀 \u{1f469}\u200d\u{1f4bb} \u{10ffff} 𝒜',
  'lone \ud800 and \udc00 surrogates',
  '\udc00\ud800',
  '__proto__',
  'null',
  '{"data":{"_entities":[]}}',
  '"',
  '\\',
  '\u00e9'.repeat(40),
];
const integers = [0, 1, -1, 7, 42, 1000, 2147483647, -2147483648];
const floats = [0, 0.1, -0.5, 1e21, 1.7976931348623157e308, 5e-324, 123456789.12345678, 2 ** 53, -1e-7, 3];
const bigs = [9007199254740991, 1e30, -12345678901234567e3, 4, '18446744073709551615'];
const json = [
  { nested: { list: [1, 'two', null, { three: 3 }], empty: {} }, id: 'not an id', __typename: 'NotAType' },
  [],
  {},
  [[1], [], [[null]]],
  'text é',
  12.5,
  false,
  { z: 1, a: 2, '10': 3, '2': 4, 'key "é😀"': '\ud800' },
];

/** A value of a scalar, by the scalar's name; scalars that the specification does not name hold text. */
export function scalarValue(name: string, random: Random): unknown {
  switch (name) {
    case 'Int':
      return random.chance(0.5) ? random.pick(integers) : random.integer(1000);
    case 'Float':
      return random.chance(0.7) ? random.pick(floats) : random.next() * 1000;
    case 'Boolean':
      return random.chance(0.5);
    case 'JSON':
      return structuredClone(random.pick(json));
    case 'Long':
      return random.pick(bigs);
    case 'DateTime':
      return new Date(random.integer(2 ** 31) * 1000).toISOString();
    default:
      return random.chance(0.6) ? `${random.pick(texts)}${random.integer(100)}` : random.pick(texts);
  }
}

/** A value that nothing but its entity has: odd texts too, since keys travel through representations. */
export function keyValue(type: string, field: string, scalar: string, index: number): unknown {
  if (scalar === 'Int') return index + 1;
  const odd = index === 2 ? ' é"\\😀' : '';
  return `${type}/${field}/${index}${odd}`;
}
