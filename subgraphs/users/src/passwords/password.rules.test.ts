import { describe, expect, it } from '@jest/globals';
import { checkNewPassword, checkPasswordLength } from './password.rules.ts';

const who = { username: 'annabelle', email: 'ann.leeson@example.com', field: 'password' };

describe('new passwords', () => {
  it.each(['correct horse battery', 'x7$kQ!pz', '密码密码密码密码', '🦊'.repeat(200)])('accepts %s', password => {
    expect(() => checkNewPassword(password, who)).not.toThrow();
  });

  it.each([
    ['too short', 'x7$kQ!p'],
    ['too short in characters', '🦊'.repeat(7)],
    ['too long', 'x'.repeat(201)],
    ['far too long', 'x'.repeat(1_000_000)],
    ['the username', 'AnnaBelle'],
    ['the email', 'Ann.Leeson@example.com'],
    ['the name in the email', 'ANN.LEESON'],
    ['common', 'Password123'],
    ['common', '12345678'],
  ])('refuses one that is %s', (_why, password) => {
    expect(() => checkNewPassword(password, who)).toThrow(
      expect.objectContaining({ code: 'BAD_USER_INPUT', extensions: expect.objectContaining({ field: 'password' }) }),
    );
  });

  it('never repeats the password in the error', () => {
    expect(() => checkNewPassword('qwertyuiop', who)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('qwertyuiop') }),
    );
  });
});

describe('passwords of a log-in', () => {
  it('are bounded before they are hashed', () => {
    expect(() => checkPasswordLength('x'.repeat(400), 'password')).not.toThrow();
    expect(() => checkPasswordLength('x'.repeat(401), 'password')).toThrow('at most 200 characters');
  });
});
