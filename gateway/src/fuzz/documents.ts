import { mutateText } from './mutation.ts';
import type { Random } from './random.ts';

/** Operations that the test graph answers, with variables for all of them. */
export const validDocuments = [
  '{ __typename }',
  '{ conversation(id: "c1") { id title user { id username nickname } members { username } } }',
  'query Named($id: ID!) { conversation(id: $id) { ...Fields reviewer { nickname } } } fragment Fields on Conversation { id title }',
  'query ($id: ID!, $with: Boolean = true) { a: conversation(id: $id) @include(if: $with) { title } b: conversation(id: "x") @skip(if: $with) { id } }',
  'mutation Rename($name: String!) { rename(username: $name) { id username } }',
  'subscription ($id: ID!) { messageStream(messageId: $id, count: 2) { __typename ... on TokenDelta { sequence text } ... on MessageFinished { conversation { user { username } } } } }',
  '{ __schema { types { name kind fields { name type { name ofType { name } } } } } }',
  'query One { me { id } } query Two { conversation(id: """block "quoted" \n text""") { id } }',
] as const;

export const validVariables = { id: 'c1', with: true, name: 'ada' };

const tokenPattern = /"""[^]*?"""|"(?:[^"\\]|\\.)*"|\.\.\.|[A-Za-z_]\w*|-?\d+(?:\.\d+)?|[^\s\w]/g;
const spareTokens = [
  '{', '}', '(', ')', '[', ']', ':', '!', '=', '|', '&', '$', '@', '...', 'on', 'fragment', 'query', 'mutation', 'subscription', 'null', 'true',
  '__typename', '__schema', '__type', 'id', 'conversation', 'User', 'Conversation', 'Query', '$id', '"c1"', '1', '-1.5e9', '{}', '[[]]', '{ id: 1 }',
  '@include(if: $with)', '@skip(if: 3)', '@unknown', '@defer', '@stream', '# comment\n', '"\\u{110000}"', '"\\ud800"', '"""unfinished', '"unfinished',
  'type Query { a: Int }', 'extend schema @link(url: "x")', 'query ($a: [[ID!]!]! = [["x"]]) { __typename }', 'fragment Loop on User { ...Loop }', '...Loop',
]; // prettier-ignore

/** A document by the grammar of GraphQL, more or less: tokens of a valid one, a few of them moved, missing, doubled or foreign. */
export function mutatedDocument(random: Random): string {
  const document = random.pick(validDocuments);
  if (random.chance(0.2)) return mutateText(document, random);
  const tokens = document.match(tokenPattern) ?? [];
  for (let rounds = 1 + random.below(4); rounds > 0; rounds -= 1) {
    const at = random.below(tokens.length + 1);
    const other = random.below(tokens.length + 1);
    switch (random.below(6)) {
      case 0:
        tokens.splice(at, 1 + random.below(3));
        break;
      case 1:
        tokens.splice(at, 0, random.pick(spareTokens));
        break;
      case 2:
        tokens.splice(at, 1, random.pick(spareTokens));
        break;
      case 3:
        tokens.splice(at, 0, ...tokens.slice(other, other + 1 + random.below(8)));
        break;
      case 4:
        tokens.splice(at, 0, ...tokens.splice(other, 1 + random.below(4)));
        break;
      default:
        tokens.length = at;
    }
  }
  return tokens.join(' ');
}

/** Documents that are small or well formed, and cost much to those who do not look out. */
export function expensiveDocument(random: Random): string {
  const count = 1 + random.below(random.chance(0.2) ? 4000 : 500);
  const many = (part: (index: number) => string, length = count) => Array.from({ length }, (_, n) => part(n)).join(' ');
  switch (random.below(9)) {
    case 0:
      return `{ ${'conversation(id: "c1") { user '.repeat(count)}`;
    case 1:
      return `{ ${'... { '.repeat(count)} __typename ${'} '.repeat(count)} }`;
    case 2:
      return `{ ${many(n => `a${n}: __typename`)} }`;
    case 3:
      return `{ conversation(id: "c1") { ...F0 } } ${many(
        n => `fragment F${n} on Conversation { ...F${n + 1} ... on Conversation { ...F${n + 1} } }`,
        Math.min(count, 300),
      )}`;
    case 4:
      return `{ conversation(id: ${'['.repeat(count)}) { id } }`;
    case 5:
      return `query (${many(n => `$v${n}: ID`)}) { __typename }`;
    case 6:
      return `{ __typename ${'@include(if: true) '.repeat(count)} }`;
    case 7:
      return `{ ${many(n => `unknown${n % 7}(x: ${n})`)} }`;
    default:
      return `query ($v: ${'['.repeat(count)}ID${']'.repeat(count)}) { __typename }`;
  }
}
