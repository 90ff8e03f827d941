import { describe, expect, it } from '@jest/globals';
import { generateApiKeySecret, hashApiKeySecret } from './api-key.secret.ts';

describe('API key secrets', () => {
  it('carry a public prefix and 256 random bits', () => {
    const { prefix, secret, hash } = generateApiKeySecret();
    expect(prefix).toMatch(/^poly_[a-z2-7]{12}$/);
    expect(secret).toMatch(/^poly_[a-z2-7]{12}_[A-Za-z0-9_-]{43}$/);
    expect(secret.startsWith(`${prefix}_`)).toBe(true);
    expect(hashApiKeySecret(secret)).toBe(hash);
    expect(hash).not.toContain(secret.slice(18));
  });

  it('are all different', () => {
    const secrets = Array.from({ length: 1000 }, generateApiKeySecret);
    expect(new Set(secrets.map(({ hash }) => hash)).size).toBe(1000);
    expect(new Set(secrets.map(({ prefix }) => prefix)).size).toBe(1000);
  });

  it.each(['', 'poly_', 'poly_abcdefghijkl_short', `poly_ABCDEFGHIJKL_${'x'.repeat(43)}`, `x${'y'.repeat(200)}`])(
    'knows that %j is none',
    text => {
      expect(hashApiKeySecret(text)).toBeNull();
    },
  );
});
