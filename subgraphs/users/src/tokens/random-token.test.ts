import { describe, expect, it } from '@jest/globals';
import { hashToken, isToken, randomToken, successorToken } from './random-token.ts';

describe('refresh tokens', () => {
  it('are recognised by their shape', () => {
    expect(isToken(randomToken())).toBe(true);
    expect(isToken(successorToken(randomToken(), randomToken()))).toBe(true);
    for (const text of ['', 'x', `${randomToken()}x`, `${randomToken()}\n`]) expect(isToken(text)).toBe(false);
  });

  it('have one successor for a nonce, which neither the nonce nor the token gives away', () => {
    const [token, nonce] = [randomToken(), randomToken()];
    expect(successorToken(token, nonce)).toBe(successorToken(token, nonce));
    expect(successorToken(token, randomToken())).not.toBe(successorToken(token, nonce));
    expect(successorToken(randomToken(), nonce)).not.toBe(successorToken(token, nonce));
    expect(hashToken(token)).not.toBe(token);
  });
});
