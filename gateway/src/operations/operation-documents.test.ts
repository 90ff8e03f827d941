import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { createTrustedDocuments, type TrustedDocumentsMode } from '../persisted-operations/index.ts';
import { createOperationDocuments } from './operation-documents.ts';
import { createPersistedQueries } from './persisted-queries.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const link = (text: string, version: unknown = 1) => ({ persistedQuery: { version, sha256Hash: sha256(text) } });
const trustedText = '{ trusted }';

function documents({ mode = 'off', isOn = true }: { mode?: TrustedDocumentsMode; isOn?: boolean } = {}) {
  return createOperationDocuments({
    trusted: createTrustedDocuments({ mode, documents: { [sha256(trustedText)]: trustedText } }),
    persisted: isOn ? createPersistedQueries() : undefined,
  });
}

const code = (act: () => unknown) => {
  try {
    return act();
  } catch (error) {
    const { errors } = error as { errors: { message: string; extensions: { code: string } }[] };
    return errors[0]!.extensions.code;
  }
};

describe('The documents of operations', () => {
  it('are sent, or named by a hash that was sent with one before', () => {
    const found = documents();
    const [query, extensions] = ['{ a }', link('{ a }')];
    expect(found.textOf({ query })).toBe(query);
    expect(code(() => found.textOf({ extensions }))).toBe('PERSISTED_QUERY_NOT_FOUND');
    expect(found.textOf({ query, extensions })).toBe(query);
    expect(code(() => found.textOf({ extensions }))).toBe('PERSISTED_QUERY_NOT_FOUND');
    found.remember({ query, extensions }, query);
    expect(found.textOf({ extensions })).toBe(query);
    expect(found.textOf({ query: null, extensions })).toBe(query);
  });

  it.each([
    ['no text and no hash', {}],
    ['an empty text', { query: '' }],
    ['a hash of another text', { query: '{ a }', extensions: link('{ b }') }],
    ['a version there is not', { extensions: link('{ a }', 2) }],
    ['a hash that is none', { extensions: { persistedQuery: { version: 1, sha256Hash: 'abc' } } }],
    ['a link that is none', { extensions: { persistedQuery: 'abc' } }],
  ])('are refused with %s', (_what, request) => {
    expect(code(() => documents().textOf(request))).toBe('BAD_USER_INPUT');
  });

  it('of hashes are not supported when that is switched off, so that clients send texts', () => {
    const found = documents({ isOn: false });
    expect(code(() => found.textOf({ extensions: link('{ a }') }))).toBe('PERSISTED_QUERY_NOT_SUPPORTED');
    expect(code(() => found.textOf({ query: '{ a }', extensions: link('{ a }') }))).toBe(
      'PERSISTED_QUERY_NOT_SUPPORTED',
    );
  });

  it('that are trusted are known by their hash from the start', () => {
    for (const isOn of [true, false]) {
      const found = documents({ mode: 'allow', isOn });
      expect(found.textOf({ extensions: link(trustedText) })).toBe(trustedText);
      expect(found.textOf({ documentId: `sha256:${sha256(trustedText)}` })).toBe(trustedText);
      expect(found.textOf({ query: '{ a }' })).toBe('{ a }');
      expect(code(() => found.textOf({ documentId: 'unknown' }))).toBe('PERSISTED_QUERY_NOT_FOUND');
    }
  });

  it('that are not trusted are refused where only those may run, however they are sent', () => {
    const found = documents({ mode: 'only' });
    expect(found.textOf({ query: trustedText })).toBe(trustedText);
    expect(code(() => found.textOf({ query: '{ a }' }))).toBe('QUERY_NOT_IN_SAFELIST');
    expect(code(() => found.textOf({ query: '{ a }', extensions: link('{ a }') }))).toBe('QUERY_NOT_IN_SAFELIST');
    found.remember({ query: '{ a }', extensions: link('{ a }') }, '{ a }');
    expect(code(() => found.textOf({ extensions: link('{ a }') }))).toBe('QUERY_NOT_IN_SAFELIST');
  });
});

describe('Persisted queries', () => {
  it('are kept up to a size, the latest ones, and none that is very long', () => {
    const persisted = createPersistedQueries({ maxSize: 3000 });
    const texts = Array.from({ length: 10 }, (_, n) => `{ a${n} }`.padEnd(400));
    for (const text of texts) persisted.remember(sha256(text), text);
    const known = texts.map(text => persisted.find(sha256(text)) === text);
    expect(known).toEqual([...Array(4).fill(false), ...Array(6).fill(true)]);
    const long = 'x'.repeat(100_001);
    const roomy = createPersistedQueries();
    roomy.remember(sha256(long), long);
    expect(roomy.find(sha256(long))).toBeUndefined();
  });
});
