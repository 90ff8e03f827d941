import { describe, expect, it } from '@jest/globals';
import { boundContext, boundText } from './log-context.ts';

describe('a log context', () => {
  it('keeps plain facts as they are', () => {
    const context = { conversationId: 'c1', attempts: 3, ok: true, none: null, nested: { list: [1, 'two'] } };
    expect(boundContext(context)).toEqual(context);
  });

  it('loses values under secret-looking names, however deep and however written', () => {
    const context = {
      password: 'a',
      userPassword: 'b',
      API_KEY: 'c',
      'x-api-key': 'd',
      accessToken: 'e',
      headers: { authorization: 'f', Cookie: 'g', accept: 'text/html' },
      providers: [{ clientSecret: 'h', name: 'openai' }],
      credentials: { user: 'i' },
      prompt: 'j',
    };
    const bounded = boundContext(context);
    expect(JSON.stringify(bounded)).not.toMatch(/"[a-j]"/);
    expect(bounded['headers']).toEqual({ authorization: '[redacted]', Cookie: '[redacted]', accept: 'text/html' });
    expect(bounded['providers']).toEqual([{ clientSecret: '[redacted]', name: 'openai' }]);
  });

  it('keeps counts of tokens, which are numbers', () => {
    expect(boundContext({ promptTokens: 12, completionTokens: 30 })).toEqual({
      promptTokens: 12,
      completionTokens: 30,
    });
  });

  it('loses credentials inside of text', () => {
    const bounded = boundContext({
      url: 'postgres://app:hunter2@db:5432/app',
      header: 'Bearer abcdefgh12345678',
      jwt: 'got eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl',
      line: 'retry with password=hunter2&user=x',
    });
    expect(bounded['url']).toBe('postgres://app:[redacted]@db:5432/app');
    expect(JSON.stringify(bounded)).not.toMatch(/hunter2|abcdefgh|c2lnbmF0dXJl/);
  });

  it('is bounded in depth, width and length', () => {
    let deep: Record<string, unknown> = { end: true };
    for (let level = 0; level < 30; level++) deep = { deep };
    expect(JSON.stringify(boundContext(deep)).length).toBeLessThan(100);

    const wide = boundContext(Object.fromEntries(Array.from({ length: 80 }, (_, index) => [`key${index}`, index])));
    expect(Object.keys(wide)).toHaveLength(51);
    expect(wide['truncated']).toBe(30);

    expect((boundContext({ list: Array.from({ length: 60 }, () => 1) })['list'] as unknown[]).at(-1)).toBe('[10 more]');
    expect(String(boundContext({ text: 'x'.repeat(5000) })['text']).length).toBeLessThan(2100);
  });

  it('names only its keys when the whole is too large', () => {
    const large = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`key${index}`, 'x'.repeat(1900)]));
    const bounded = boundContext(large);
    expect(bounded['truncated']).toBe(true);
    expect(bounded['keys']).toHaveLength(20);
  });

  it('has names that MongoDB gives no meaning to', () => {
    const names = Object.keys(
      boundContext(JSON.parse('{"$where": 1, "a.b": 2, "__proto__": 3, "_bsontype": 4}') as Record<string, unknown>),
    );
    expect(names).toEqual(['_where', 'a_b', '_proto_', 'bsontype']);
  });
});

describe('bounded text', () => {
  it('says how much was cut', () => {
    expect(boundText('abcdef', 4)).toBe('abcd... [2 more]');
    expect(boundText('abcd', 4)).toBe('abcd');
  });
});
