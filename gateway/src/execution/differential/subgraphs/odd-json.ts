import type { Random } from '../random.ts';

/** JSON text of a value that is right but unusual: white space, escapes where none are needed, numbers with exponents. */
export function writeOddJson(value: unknown, random: Random): string {
  const space = () => (random.chance(0.2) ? random.pick([' ', '\n', '\t', '\r\n  ']) : '');
  const text = (content: string) => {
    const plain = JSON.stringify(content);
    if (!random.chance(0.3)) return plain;
    const escaped = Array.from({ length: content.length }, (_character, index) => {
      const unit = content.charCodeAt(index);
      if (unit === 0x2f) return '\\/';

      const alone = unit < 0x20 || unit === 0x22 || unit === 0x5c || unit > 0x7e;
      return alone || random.chance(0.2) ? `\\u${unit.toString(16).padStart(4, '0')}` : content.charAt(index);
    });
    return `"${escaped.join('')}"`;
  };
  const number = (content: number) => {
    const plain = JSON.stringify(content);
    if (!/^-?\d+$/.test(plain) || !random.chance(0.2)) return plain;
    return random.pick([`${plain}.0`, `${plain}e0`, `${plain}E+0`]);
  };
  const write = (content: unknown): string => {
    if (typeof content === 'string') return text(content);
    if (typeof content === 'number') return number(content);
    if (Array.isArray(content)) return `[${space()}${content.map(write).join(`${space()},${space()}`)}${space()}]`;
    if (typeof content === 'object' && content !== null) {
      const entries = Object.entries(content)
        .filter(([, entry]) => entry !== undefined)
        .map(([key, entry]) => `${JSON.stringify(key)}${space()}:${space()}${write(entry)}`);
      return `{${space()}${entries.join(`${space()},${space()}`)}${space()}}`;
    }
    return JSON.stringify(content) ?? 'null';
  };
  return `${space()}${write(value)}${space()}`;
}
