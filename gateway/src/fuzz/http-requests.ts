import { expensiveDocument, mutatedDocument, validDocuments, validVariables } from './documents.ts';
import { anyValue, mutateBytes, mutateText } from './mutation.ts';
import type { Random } from './random.ts';

export interface FuzzRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: Buffer;
}

const json = { 'content-type': 'application/json' };

const body = (random: Random, fields: object): string =>
  JSON.stringify({ query: random.pick(validDocuments), variables: validVariables, ...fields });

/** Texts of bodies, from nearly right to hopeless. */
const bodies: readonly ((random: Random) => string | Buffer)[] = [
  random => random.bytes(random.below(1500)),
  random => mutateText(body(random, {}), random),
  random => mutateBytes(body(random, {}), random),
  random => body(random, {}).slice(0, random.below(120)),
  random => body(random, { query: mutatedDocument(random) }),
  random => body(random, { query: mutatedDocument(random), variables: anyValue(random) }),
  random => body(random, { query: expensiveDocument(random) }),
  random => body(random, { [random.pick(['query', 'variables', 'operationName', 'extensions'])]: anyValue(random) }),
  random => JSON.stringify(anyValue(random)),
  random => nested(random),
  random => `{"query":"{ conversation(id: 1) { id } }","variables":{"id":${'9'.repeat(1 + random.below(3000))}}}`,
  random => `{"query":"query($id: ID!) { conversation(id: $id) { id } }","variables":${poison(random)}}`,
  random => body(random, { extensions: { persistedQuery: persisted(random) } }).replace(/"query":"[^"]*",?/, ''),
  random => body(random, { extensions: { persistedQuery: persisted(random), [JSON.stringify(anyValue(random))]: 1 } }),
  random => `[${Array.from({ length: random.below(50) }, () => body(random, {})).join(',')}]`,
  random => Buffer.from(body(random, {}), random.pick(['utf16le', 'latin1', 'base64'] as const)),
  random => `\ufeff${body(random, {})}`,
  random => `{"query":"{ __typename }","query":${JSON.stringify(anyValue(random))}}`,
  random => body(random, { documentId: anyValue(random), id: anyValue(random) }),
];

function nested(random: Random): string {
  const depth = 1 + random.below(random.chance(0.1) ? 60_000 : 3000);
  const [open, close] = random.pick([['[', ']'], ['{"a":', '}'], ['[{"a":', '}]']] as const); // prettier-ignore
  const value = open.repeat(depth) + (random.chance(0.7) ? `1${close.repeat(depth)}` : '');
  return random.chance(0.5) ? value : `{"query":"{ __typename }","variables":{"id":${value}}}`;
}

function poison(random: Random): string {
  return random.pick([
    '{"__proto__":{"id":"c1"}}',
    '{"id":"c1","__proto__":{"isAdmin":true}}',
    '{"constructor":{"prototype":{"id":"c1"}},"id":"c1"}',
    '{"id":{"__proto__":null}}',
    '{"id":{"toString":"x"}}',
    '{"id":["c1"]}',
    '{"hasOwnProperty":1,"id":"c1"}',
    '{"id":"\\ud83d"}',
  ]);
}

const persisted = (random: Random): unknown =>
  random.chance(0.3)
    ? anyValue(random)
    : {
        version: random.pick([1, 2, '1', null]),
        sha256Hash: random.pick(['', 'a'.repeat(64), 'ecf4', '__proto__', 7]),
      };

const headerValues = [
  '',
  ' ',
  'a'.repeat(9000),
  '\u00ff\u00fe',
  '*/*',
  ';;;',
  'application/json',
  '\t',
  '"',
  '%00',
  '-1',
  'null',
];

/** Headers as some client might send them, with now and then one that makes no sense. */
function headers(random: Random): Record<string, string> {
  const found: Record<string, string> = random.chance(0.8) ? { ...json } : {};
  const types = ['application/json; charset=utf-7', 'text/plain', 'multipart/form-data; boundary=x', 'application/graphql', 'json', 'application/json;'];
  if (random.chance(0.1)) found['content-type'] = random.pick(types);
  if (random.chance(0.05)) found['content-encoding'] = random.pick(['gzip', 'br', 'deflate', 'identity', 'x']);
  if (random.chance(0.1)) {
    found['accept'] = random.pick(['application/graphql-response+json', 'text/event-stream', 'multipart/mixed; subscriptionSpec=1.0', 'text/html', '*/*;q=0', ',,,']);
  }
  const names = ['authorization', 'x-api-key', 'x-request-id', 'origin', 'apollo-require-preflight', 'user-agent', 'x-forwarded-for', 'accept-encoding', 'x-graphql-cost', 'traceparent', 'cookie', 'if-none-match', 'range'];
  if (random.chance(0.2)) found[random.pick(names)] = random.pick(headerValues);
  if (random.chance(0.05)) found['authorization'] = `${random.pick(['Bearer', 'ApiKey', 'Basic'])} ${random.bytes(30).toString('base64url')}`;
  return found;
} // prettier-ignore

const paths = ['/graphql/', '//graphql', '/graphql/stream', '/graphql/../graphql', '/GRAPHQL', '/%67raphql', '/', '/healthz', '/readyz', '/explorer/..%2f..%2fpackage.json', '/.well-known/jwks.json', '/nowhere?x=%']; // prettier-ignore

/** A request that no client of good will sends, or one that comes close. Always well-formed HTTP. */
export function fuzzRequest(random: Random): FuzzRequest {
  if (random.chance(0.12)) return fuzzGet(random);
  const made = random.pick(bodies)(random);
  const method = random.chance(0.95) ? 'POST' : random.pick(['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'QUERY', 'PROPFIND']);
  const path = random.chance(0.9) ? '/graphql' : random.pick(paths);
  return { method, path, headers: headers(random), body: Buffer.from(made as string) };
}

function fuzzGet(random: Random): FuzzRequest {
  const parameters = {
    query: random.chance(0.5) ? random.pick(validDocuments) : mutatedDocument(random),
    variables: random.chance(0.5) ? JSON.stringify(validVariables) : mutateText(JSON.stringify(validVariables), random),
    operationName: random.chance(0.7) ? '' : JSON.stringify(anyValue(random, 0)),
    extensions: random.chance(0.7) ? '' : JSON.stringify(anyValue(random)),
  };
  const encoded = Object.entries(parameters).map(
    ([name, value]) => `${name}=${encodeURIComponent(value.toWellFormed())}`,
  );
  const text = encoded.join('&').slice(0, 12_000);
  const search = random.chance(0.8)
    ? text
    : `${text}&${random.pick(['query[]=1', 'query=%', '%zz', '__proto__=1', '=', '&&', 'query=%ff%fe'])}`;
  const path = `${random.chance(0.8) ? '/graphql' : '/graphql/stream'}?${search}`;
  return {
    method: random.chance(0.95) ? 'GET' : 'HEAD',
    path,
    headers: { ...headers(random), 'apollo-require-preflight': '1' },
  };
}
