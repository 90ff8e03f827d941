import { describe, expect, it } from '@jest/globals';
import { countErrors, createErrorPaths } from './error-paths.ts';

const message = 'Broken';
const counts = (errorsCount: number, requestsWithErrorsCount: number, children = {}) => ({
  children,
  errorsCount,
  requestsWithErrorsCount,
});

describe('Errors by path', () => {
  it('are counted where they are, whatever the position in a list, and once a request', () => {
    const root = createErrorPaths();
    countErrors(root, [{ message, path: ['users', 0, 'name'] }, { message, path: ['users', 7, 'name'] }, { message }]);
    countErrors(root, [{ message, path: ['users', 0, 'name'] }]);
    expect(root).toEqual(counts(1, 1, { users: counts(0, 0, { name: counts(3, 2) }) }));
  });

  it('are counted above where there are too many places', () => {
    const root = createErrorPaths();
    countErrors(
      root,
      Array.from({ length: 10 }, (_, index) => ({ message, path: [`alias${index}`] })),
      3,
    );
    expect(Object.keys(root.children)).toHaveLength(3);
    expect(root.errorsCount).toBe(7);
  });

  it('may be at any name', () => {
    const root = createErrorPaths();
    countErrors(root, [{ message, path: ['__proto__', 'constructor'] }]);
    expect(Object.keys(root.children)).toEqual(['__proto__']);
    expect(root.children['__proto__']?.children['constructor']?.errorsCount).toBe(1);
  });
});
