import { describe, expect, it } from '@jest/globals';
import { graphqlResponseType, jsonType, readAccept } from './accepted-types.ts';

describe('The accept header', () => {
  it.each([
    [undefined, jsonType],
    ['*/*', jsonType],
    ['application/*', jsonType],
    ['application/json', jsonType],
    ['application/graphql-response+json', graphqlResponseType],
    ['application/graphql-response+json, application/json', graphqlResponseType],
    ['application/json, application/graphql-response+json', jsonType],
    ['application/json;q=0.5, application/graphql-response+json;q=0.9', graphqlResponseType],
    ['application/graphql-response+json; charset=utf-8, application/json; charset=utf-8', graphqlResponseType],
    ['*/*, application/graphql-response+json', graphqlResponseType],
    ['text/html, application/xhtml+xml, */*;q=0.8', jsonType],
    ['APPLICATION/JSON', jsonType],
    ['text/html', undefined],
    ['application/json;q=0', undefined],
    ['application/json;q=0, */*', undefined],
    ['constructor', undefined],
  ])('%j asks for %j', (header, single) => {
    expect(readAccept(header)).toEqual({ single, multipart: false });
    expect(readAccept(header).single).toBe(single);
  });

  it.each([
    ['multipart/mixed;boundary="graphql";subscriptionSpec=1.0,application/json', true],
    ['multipart/mixed; boundary=graphql; subscriptionSpec="1.0", application/json', true],
    ['multipart/mixed;deferSpec=20220824,application/json', false],
    ['multipart/mixed;subscriptionSpec=1.0;q=0,application/json', false],
  ])('%j reads multipart subscriptions: %j', (header, multipart) => {
    expect(readAccept(header)).toEqual({ single: jsonType, multipart });
  });

  it('is answered as ever after thousands of different ones', () => {
    for (let n = 0; n < 5000; n += 1) readAccept(`text/x-${n}`);
    expect(readAccept('application/graphql-response+json ').single).toBe(graphqlResponseType);
  });
});
