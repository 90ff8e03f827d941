import { toLatin1Json } from '@polyphony/platform/text';
import type { FieldSequence, Reader } from '../program/reader.ts';
import type { SharedObjects } from './shared-objects.ts';
import { emptyObject, maxListDepth, type ObjectValue, type Value } from '../program/value.ts';

/**
 * Reads the JSON text of a subgraph's answer by prediction: the operation says which keys come in which order, so they are compared
 * rather than parsed, and leaves are cut out as they are. Anything else than predicted (other order, white space, errors) throws
 * `unpredicted`, and the answer is parsed like any JSON instead: what is read is JSON, but for control characters in strings, of which
 * only line breaks and tabs are looked for.
 *
 * The text and the place in it are of this module, not arguments: this loop is most of what the gateway does, and reading never waits.
 */
let text = '';
let at = 0;
let hasEscapes = false;
/** Where objects are noted that several places share; null where each place has its own. */
let shared: SharedObjects | null = null;
/** Those that remember an object. */
const remembering: Reader[] = [];

/** Thrown when an answer is not as predicted. Nothing is kept of what was read. */
export const unpredicted = new Error('The answer is not in the predicted form.');

/** Characters of JSON. */
const quote = 34;
const plus = 43;
const comma = 44;
const minus = 45;
const point = 46;
const zero = 48;
const nine = 57;
const upperE = 69;
const open = 91;
const backslash = 92;
const close = 93;
const lowerE = 101;
const lowerF = 102;
const lowerN = 110;
const lowerT = 116;
const openBrace = 123;
const closeBrace = 125;

/**
 * Reads `{"data":<object>}`.
 * @param sharedObjects takes up objects that places with equal text share; null when no two places may share one.
 * @throws unpredicted.
 */
export function readRootText(answer: string, reader: Reader, sharedObjects: SharedObjects | null): Value {
  try {
    begin(answer, sharedObjects);
    // Where there is none, what follows says why.
    if (text.charCodeAt(at) !== openBrace) throw unpredicted;
    const root = readObject(reader);
    end();
    return root;
  } finally {
    release();
  }
}

/**
 * Reads `{"data":{"<alias>":[<entity>,...],...}}`.
 * @param typenames of each list, the JSON text of the type names that were asked for, in order.
 * @throws unpredicted.
 */
export function readEntitiesText(
  answer: string,
  literals: readonly string[],
  readers: readonly Reader[],
  typenames: readonly (readonly string[])[],
  sharedObjects: SharedObjects | null,
): Value[][] {
  try {
    begin(answer, sharedObjects);
    const lists: Value[][] = [];
    for (let index = 0; index < readers.length; index++) {
      expect(literals[index]!);
      lists.push(readEntities(readers[index]!, typenames[index]!));
    }
    if (text.charCodeAt(at) !== closeBrace) throw unpredicted;
    at++;
    end();
    return lists;
  } finally {
    release();
  }
}

function begin(answer: string, sharedObjects: SharedObjects | null): void {
  shared = sharedObjects;
  text = answer;
  at = 8;
  hasEscapes = answer.includes('\\');
  if (!answer.startsWith('{"data":') || answer.includes('\n') || answer.includes('\t') || answer.includes('\r'))
    throw unpredicted;
}

function end(): void {
  if (text.charCodeAt(at) !== closeBrace || at + 1 !== text.length) skipExtensions();
}

/** Extensions of subgraphs are not passed on. Errors may come behind them. */
function skipExtensions(): void {
  if (!text.startsWith(',"extensions":{', at)) throw unpredicted;
  const rest = parseOrThrow(`{${text.substring(at + 1)}`);
  if (Object.keys(rest as object).length > 1) throw unpredicted;
}

function parseOrThrow(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw unpredicted;
  }
}

function expect(literal: string): void {
  if (!text.startsWith(literal, at)) throw unpredicted;
  at += literal.length;
}

function readEntities(reader: Reader, typenames: readonly string[]): Value[] {
  if (text.charCodeAt(at) !== open) throw unpredicted;
  at++;
  const entities: Value[] = [];
  if (typenames.length === 0) {
    expect(']');
    return entities;
  }
  let lastTypename = '';
  let sequence: FieldSequence | null = null;
  for (let index = 0; ; index++) {
    // One entity less or more than asked for is for the careful reader to tell.
    if (index === typenames.length) throw unpredicted;
    if (text.charCodeAt(at) === lowerN) {
      expect('null');
      entities.push(null);
    } else {
      const typename = typenames[index]!;
      if (sequence === null || typename !== lastTypename) {
        sequence = reader.sequenceFor(typename);
        if (sequence === null) throw unpredicted;
        lastTypename = typename;
      }
      entities.push(readFields(reader, sequence));
    }
    const next = text.charCodeAt(at++);
    if (next === close) break;
    if (next !== comma) throw unpredicted;
  }
  if (entities.length !== typenames.length) throw unpredicted;
  return entities;
}

function readComposite(reader: Reader, depth: number): Value {
  const character = text.charCodeAt(at);
  if (character === openBrace) return shared === null ? readObject(reader) : readRepeated(reader, shared);
  if (character === lowerN) {
    expect('null');
    return null;
  }
  if (character !== open || depth === maxListDepth) throw unpredicted;
  at++;
  const list: Value[] = [];
  if (text.charCodeAt(at) === close) {
    at++;
    return list;
  }
  for (;;) {
    list.push(readComposite(reader, depth + 1));
    const next = text.charCodeAt(at++);
    if (next === close) return list;
    if (next !== comma) throw unpredicted;
  }
}

/** Lists often hold the same entity over and over, and comparing is faster than reading, more so for all that comes after. */
function readRepeated(reader: Reader, objects: SharedObjects): ObjectValue {
  const { latestText, latestObject } = reader;
  if (latestObject !== null && text.substring(at, at + latestText.length) === latestText) {
    at += latestText.length;
    if (!objects.has(latestObject)) objects.set(latestObject, null);
    return latestObject;
  }
  const start = at;
  const object = readObject(reader);
  if (latestObject === null) remembering.push(reader);
  reader.latestText = text.substring(start, at);
  reader.latestObject = object;
  return object;
}

/** What is remembered keeps the whole answer in memory. */
function release(): void {
  text = '';
  shared = null;
  for (const reader of remembering) {
    reader.latestText = '';
    reader.latestObject = null;
  }
  remembering.length = 0;
}

const typenameLiteral = '{"__typename":';

function readObject(reader: Reader): ObjectValue {
  if (reader.fixed !== null) return readFields(reader, reader.fixed);
  // Look ahead: the type's name comes first and tells what else comes.
  if (!text.startsWith(typenameLiteral, at)) throw unpredicted;
  const start = at + typenameLiteral.length;
  const close = text.indexOf('"', start + 1);
  if (close < 0) throw unpredicted;
  const typename = text.substring(start, close + 1);
  const sequence = reader.sequenceFor(hasEscapes ? String(withoutEscapes(typename)) : typename);
  if (sequence === null) throw unpredicted;
  return readFields(reader, sequence);
}

/** A name, or a list of them, in the one way in which we write it: any character of JSON can be written as `\u0041`. */
function withoutEscapes(name: Value): Value {
  if (Array.isArray(name)) return name.map(withoutEscapes);
  return typeof name === 'string' && name.includes('\\') ? toLatin1Json(parseOrThrow(name)) : name;
}

function readFields(
  reader: Reader,
  { length, literals, slots, children, isOpaque, isName, constants }: FieldSequence,
): ObjectValue {
  const object = emptyObject(reader.position.size);
  if (length === 0) expect('{');
  for (let index = 0; index < length; index++) {
    const literal = literals[index]!;
    if (!text.startsWith(literal, at)) throw unpredicted;
    at += literal.length;
    const child = children[index]!;
    if (child !== null) object[slots[index]!] = readComposite(child, 0);
    else if (isOpaque[index] === true) object[slots[index]!] = readOpaque();
    else if (hasEscapes && isName[index] === true) object[slots[index]!] = withoutEscapes(readLeaf(0));
    else object[slots[index]!] = readLeaf(0);
  }
  if (text.charCodeAt(at) !== closeBrace) throw unpredicted;
  at++;
  if (constants.length > 0) for (const [slot, constant] of constants) object[slot] = constant;
  return object;
}

/** A leaf of a built-in scalar or an enum, or a list of them. */
function readLeaf(depth: number): Value {
  const character = text.charCodeAt(at);
  if (character === quote) return readString();
  if (character !== open) return readAtom(character);
  if (depth === maxListDepth) throw unpredicted;
  at++;
  const list: Value[] = [];
  if (text.charCodeAt(at) === close) {
    at++;
    return list;
  }
  for (;;) {
    list.push(readLeaf(depth + 1));
    const next = text.charCodeAt(at++);
    if (next === close) return list;
    if (next !== comma) throw unpredicted;
  }
}

function readString(): string {
  const start = at;
  let close = text.indexOf('"', at + 1);
  if (hasEscapes) while (close >= 0 && isEscaped(close)) close = text.indexOf('"', close + 1);
  if (close < 0) throw unpredicted;
  at = close + 1;
  const string = text.substring(start, at);
  if (hasEscapes && string.includes('\\')) parseOrThrow(string);
  return string;
}

function isEscaped(quote: number): boolean {
  let before = quote - 1;
  while (text.charCodeAt(before) === backslash) before--;
  return (quote - before) % 2 === 0;
}

/** A number, true, false or null. */
function readAtom(character: number): string | null {
  if (character === lowerN) {
    expect('null');
    return null;
  }
  if (character === lowerT) {
    expect('true');
    return 'true';
  }
  if (character === lowerF) {
    expect('false');
    return 'false';
  }
  return readNumber(character);
}

function readNumber(character: number): string {
  const start = at;
  let isHuge = false;
  if (character === minus) character = text.charCodeAt(++at);
  if (character === zero) character = text.charCodeAt(++at);
  else character = readDigits(character);
  if (character === point) character = readDigits(text.charCodeAt(++at));
  if (character === lowerE || character === upperE) {
    character = text.charCodeAt(++at);
    if (character === plus || character === minus) character = text.charCodeAt(++at);
    character = readDigits(character);
    isHuge = !Number.isFinite(Number(text.substring(start, at)));
  }
  if (character !== comma && character !== closeBrace && character !== close) throw unpredicted;
  // No number of JavaScript is as large: what to make of it is said where values are read.
  if (isHuge || at - start > 300) throw unpredicted;
  return text.substring(start, at);
}

/** Goes over one digit or more. @returns what follows. */
function readDigits(character: number): number {
  if (!(character >= zero && character <= nine)) throw unpredicted;
  do character = text.charCodeAt(++at);
  while (character >= zero && character <= nine);
  return character;
}

/** Any JSON, as it is. */
function readOpaque(): string | null {
  const character = text.charCodeAt(at);
  if (character === quote) return readString();
  if (character !== open && character !== openBrace) return readAtom(character);
  const start = at;
  let depth = 0;
  do {
    const next = text.charCodeAt(at);
    if (next === quote) {
      readString();
      continue;
    }
    if (next === open || next === openBrace) depth++;
    else if (next === close || next === closeBrace) depth--;
    else if (Number.isNaN(next)) throw unpredicted;
    at++;
  } while (depth > 0);
  const json = text.substring(start, at);
  parseOrThrow(json);
  return json;
}
