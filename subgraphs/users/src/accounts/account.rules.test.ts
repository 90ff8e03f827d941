import { describe, expect, it } from '@jest/globals';
import { checkEmail, checkFullName, checkUsername, nameKey } from './account.rules.ts';

describe('usernames', () => {
  it.each(['ann', 'Ann.Lee-2', '0_0', 'x'.repeat(50)])('accepts %s', username => {
    expect(checkUsername(username)).toBe(username);
  });

  it('takes away the spaces around one', () => {
    expect(checkUsername('  ann ')).toBe('ann');
  });

  it.each(['', 'ab', 'x'.repeat(51), '.ann', '-ann', 'an n', 'ann@example.com', 'änn', 'ann\n2', 'ann\u0000'])(
    'refuses %j, naming the field',
    username => {
      expect(() => checkUsername(username)).toThrow(
        expect.objectContaining({ code: 'BAD_USER_INPUT', extensions: expect.objectContaining({ field: 'username' }) }),
      );
    },
  );
});

describe('emails', () => {
  it.each(['a@b.co', 'Ann.Lee+tag@mail.Example.com', "o'neil@example.org", 'ánn@exämple.de'])('accepts %s', email => {
    expect(checkEmail(email)).toBe(email.normalize('NFKC'));
  });

  it.each([
    '',
    'ann',
    'ann@',
    '@example.com',
    'ann@example',
    'ann@@example.com',
    'ann@-example.com',
    'ann@example..com',
    'a nn@example.com',
    'ann@exam ple.com',
    'ann@example.com\nbcc:x@y.zz',
    `${'x'.repeat(65)}@example.com`,
    `ann@${'x'.repeat(100)}.com`,
  ])('refuses %j, naming the field', email => {
    expect(() => checkEmail(email)).toThrow(
      expect.objectContaining({ code: 'BAD_USER_INPUT', extensions: expect.objectContaining({ field: 'email' }) }),
    );
  });

  it('refuses a hostile text of a million characters at once', () => {
    const started = performance.now();
    expect(() => checkEmail(`${'a.'.repeat(500_000)}@`)).toThrow('at most 100 characters');
    expect(() => checkEmail(`a@${'a-'.repeat(48)}`)).toThrow('not an email');
    expect(performance.now() - started).toBeLessThan(100);
  });
});

describe('full names', () => {
  it('keeps what people are called and treats an empty one as none', () => {
    expect(checkFullName(' Nguyễn Văn A ')).toBe('Nguyễn Văn A');
    expect(checkFullName('   ')).toBeNull();
    expect(checkFullName(undefined)).toBeNull();
  });

  it.each(['x'.repeat(101), 'Ann\u0007'])('refuses %j, naming the field', fullName => {
    expect(() => checkFullName(fullName)).toThrow(
      expect.objectContaining({ code: 'BAD_USER_INPUT', extensions: expect.objectContaining({ field: 'fullName' }) }),
    );
  });
});

describe('the key of a name', () => {
  it('is the same for spellings that look alike in another case or width', () => {
    expect(nameKey('Ann@Example.COM')).toBe(nameKey('ann@example.com'));
    expect(nameKey('ｊｏｅ')).toBe('joe');
  });
});
