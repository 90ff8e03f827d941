import { describe, expect, it } from '@jest/globals';
import { createOriginList } from './origin-list.ts';

describe('Origins that may be connected to', () => {
  const isAllowed = createOriginList([
    'https://billing.example:8443',
    'http://127.0.0.1:*',
    'https://*.graphs.example',
    'http://[::1]:4001/',
  ]);

  it.each([
    'https://billing.example:8443/graphql',
    'HTTPS://BILLING.example:8443',
    'http://127.0.0.1:4011',
    'http://127.0.0.1',
    'https://a.graphs.example',
    'https://a.b.graphs.example/x',
    'http://[::1]:4001',
  ])('include %s', url => expect(isAllowed(url)).toBe(true));

  it.each([
    'https://billing.example',
    'http://billing.example:8443',
    'https://billing.example.evil.example:8443',
    'https://127.0.0.1:4011',
    'https://graphs.example',
    'https://evilgraphs.example',
    'https://a.graphs.example:444',
    'https://a.graphs.example@evil.example',
    'https://user:password@a.graphs.example',
    'https://billing1example:8443',
    'file:///etc/passwd',
    'in-process://users',
    '',
  ])('do not include %s', url => expect(isAllowed(url)).toBe(false));

  it.each(['billing', 'ftp://a', 'https://a/path', 'https://a?b', 'https://*', 'https://a.*.b', 'https://a:b', ''])(
    'are not written as "%s"',
    entry => expect(() => createOriginList([entry])).toThrow('is no origin'),
  );
});
