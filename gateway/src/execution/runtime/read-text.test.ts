import { describe, expect, it } from '@jest/globals';
import { buildSchema, Kind, parse, type OperationDefinitionNode } from 'graphql';
import { Random } from '../differential/random.ts';
import { fromLatin1, toLatin1 } from '@polyphony/platform/text';
import { Position } from '../program/position.ts';
import { Reader } from '../program/reader.ts';
import type { Value } from '../program/value.ts';
import { readEntitiesText, readRootText, unpredicted } from './read-text.ts';
import { readComposite } from './read-values.ts';
import type { SharedObjects } from './shared-objects.ts';

const schema = buildSchema(`
  scalar Json
  enum Color { RED BLUE }
  interface Node { id: ID! }
  type Query { text: String numbers: [[Float]] yes: Boolean json: Json jsons: [Json] color: Color colors: [Color] node: Node nodes: [Node] nested: Nested }
  type Nested { nested: Nested name: String nodes: [[Nested]] }
  type A implements Node { id: ID! a: Int json: Json nested: Nested }
  type B implements Node { id: ID! b: String }
`);
const operation = parse(`{
  text numbers yes json jsons color colors
  node { __typename id ... on A { a json nested { name } } ... on B { b } }
  nodes { __typename id ... on B { b } }
  nested { name nested { name } nodes { name } }
}`).definitions[0] as OperationDefinitionNode;
const fragments = new Map();

function createReader(text?: string): Reader {
  const set = text === undefined ? operation.selectionSet : selectionOf(text);
  return new Reader(new Position(), [{ set, type: text === undefined ? 'Query' : '_Entity' }], { schema, fragments });
}

function selectionOf(text: string) {
  const [definition] = parse(text).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error('No operation.');
  return definition.selectionSet;
}

const strings = ['', 'text', 'é€😀', '"\\"', '\\\\', '/\b\f\n\r\t', '\u2028\ud800', '}],{', 'null', '\u007f\u0080'];
const numbers = [0, -0, 1, -1, 1.5, 1e21, 1e-7, 123456789, -2147483648, 5e-324, 1.7976931348623157e308];

/** Values as subgraphs answer them, in the order of the operation. */
function randomAnswer(random: Random): Record<string, unknown> {
  const orNull = <T>(make: () => T): T | null => (random.chance(0.15) ? null : make());
  const list = <T>(make: () => T) => Array.from({ length: random.integer(4) }, () => orNull(make));
  const text = () => random.pick(strings);
  const json = (): unknown =>
    random.pick([
      text,
      () => random.pick(numbers),
      () => list(json),
      () => ({ a: 1, [text()]: orNull(json) }),
      () => true,
    ])();
  const b = () => ({ __typename: 'B', id: text(), b: orNull(text) });
  const a = () => ({
    __typename: 'A',
    id: text(),
    a: orNull(() => random.pick(numbers)),
    json: orNull(json),
    nested: orNull(() => ({ name: text() })),
  });
  return {
    text: orNull(text),
    numbers: orNull(() => list(() => list(() => random.pick(numbers)))),
    yes: orNull(() => random.chance(0.5)),
    json: orNull(json),
    jsons: orNull(() => list(json)),
    color: orNull(() => random.pick(['RED', 'BLUE'])),
    colors: list(() => 'RED'),
    node: orNull(() => (random.chance(0.5) ? a() : b())),
    nodes: list(() => (random.chance(0.5) ? b() : { __typename: 'A', id: text() })),
    nested: orNull(() => ({
      name: text(),
      nested: orNull(() => ({ name: text() })),
      nodes: list(() => list(() => ({ name: text() }))),
    })),
  };
}

/** The same, however the texts of leaves are written. */
function canonical(value: Value): unknown {
  if (typeof value === 'string') return `= ${JSON.stringify(JSON.parse(fromLatin1(value)))}`;
  return Array.isArray(value) ? Array.from(value, canonical) : value;
}

const pieces = [
  ...'{}[]",:\\-+.0159eEutfnl '.split(''),
  'null',
  'true',
  '""',
  '{}',
  '[]',
  '1e400',
  '\\u0041',
  '\\u00e',
  '"a":1,',
  '\u00c3',
];

/** A text with something left out, put in or said twice. */
function damaged(text: string, random: Random): string {
  const at = random.integer(text.length);
  const end = at + random.integer(5);
  return random.pick([
    () => text.slice(0, at) + text.slice(end),
    () => text.slice(0, at) + random.pick(pieces) + text.slice(at),
    () => text.slice(0, at) + random.pick(pieces) + text.slice(end),
    () => text.slice(0, end) + text.slice(at),
    () => `${text.slice(0, -1)},"extensions":${text}}`,
  ])();
}

/** What reading by prediction comes to; undefined when it leaves the text to the parser. */
function predicted<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error === unpredicted) return undefined;
    throw error;
  }
}

describe('Reading by prediction', () => {
  const reader = createReader();

  it('reads what subgraphs send as parsing does', () => {
    const random = new Random(1);
    for (let round = 0; round < 300; round++) {
      const answer = { data: randomAnswer(random) };
      const text = toLatin1(JSON.stringify(answer));
      const read = readRootText(text, reader, round % 2 === 0 ? null : new Map());
      expect(canonical(read)).toEqual(canonical(readComposite(reader, JSON.parse(JSON.stringify(answer.data)))));
    }
  });

  it('reads nothing that is no JSON, and nothing in another way than parsing does', () => {
    const random = new Random(2);
    let reads = 0;
    for (let round = 0; round < 6000; round++) {
      const text = damaged(toLatin1(JSON.stringify({ data: randomAnswer(random) })), random);
      const read = predicted(() => readRootText(text, reader, round % 2 === 0 ? null : new Map()));
      if (read === undefined) continue;
      reads++;
      const { data } = JSON.parse(fromLatin1(text)) as { data: unknown };
      expect(canonical(read)).toEqual(canonical(readComposite(reader, data)));
    }
    // Damage within strings and numbers often leaves another answer.
    expect(reads).toBeGreaterThan(300);
  });

  it('lets places share what is sent there in the same words, and nothing else', () => {
    const [parent] = ['{ list { a json } }'].map(createReader);
    const shared: SharedObjects = new Map();
    const same = '{"a":1,"json":"x"}';
    const other = '{"a":2,"json":"x"}';
    const root = readRootText(
      `{"data":{"list":[${[same, same, other, same, same].join(',')}]}}`,
      parent!,
      shared,
    ) as Value[];
    const list = root[parent!.position.slot('list')] as Value[];
    expect(list[0]).toBe(list[1]);
    expect(list[3]).toBe(list[4]);
    expect(new Set(list).size).toBe(3);
    expect([...shared.keys()]).toEqual([list[0], list[3]]);
    const again = readRootText(`{"data":{"list":[${same}]}}`, parent!, shared) as Value[];
    expect((again[parent!.position.slot('list')] as Value[])[0]).not.toBe(list[4]);
  });

  it('keeps nothing of an answer that is not as predicted', () => {
    const parent = createReader('{ list { a } }');
    const repeated = '{"data":{"list":[{"a":1},{"a":1}]},"errors":[]}';
    expect(predicted(() => readRootText(repeated, parent, new Map()))).toBeUndefined();
    expect(parent.all.children[0]).toMatchObject({ latestText: '', latestObject: null });
  });

  it('reads entities as they were asked for', () => {
    const random = new Random(3);
    const readers = ['{ ... on A { a json } }', '{ ... on A { id } ... on B { id b } }'].map(createReader);
    const literals = ['{"_e0":', ',"_e1":'];
    const typenames = [
      ['"A"', '"A"'],
      ['"A"', '"B"'],
    ];
    let reads = 0;
    for (let round = 0; round < 3000; round++) {
      const whole = toLatin1(
        JSON.stringify({
          data: {
            _e0: [
              { a: random.pick(numbers), json: random.pick(strings) },
              random.chance(0.2) ? null : { a: null, json: {} },
            ],
            _e1: [{ id: random.pick(strings) }, { id: random.pick(strings), b: random.pick(strings) }],
          },
        }),
      );
      const text = round % 10 === 0 ? whole : damaged(whole, random);
      const read = predicted(() =>
        readEntitiesText(text, literals, readers, typenames, round % 2 === 0 ? null : new Map()),
      );
      if (read === undefined) continue;
      reads++;
      const { data } = JSON.parse(fromLatin1(text)) as { data: Record<string, unknown[]> };
      for (const [part, list] of read.entries()) {
        expect(canonical(list)).toEqual(
          data[`_e${part}`]!.map(entity => canonical(readComposite(readers[part]!, entity))),
        );
      }
    }
    expect(reads).toBeGreaterThan(300);
  });
});
