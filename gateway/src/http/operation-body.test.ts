import { describe, expect, it } from '@jest/globals';
import { readOperation, readOperationParameters } from './operation-body.ts';

describe('The operation of a request', () => {
  it('is read from a body, nulls included', () => {
    const body = { query: '{ me { id } }', variables: { a: 1 }, operationName: null, extensions: null };
    expect(readOperation(body)).toEqual({ ...body, documentId: undefined });
  });

  it('is read from parameters', () => {
    expect(readOperationParameters({ query: '{ a }', variables: '{"a":[1]}', extensions: '{}' })).toMatchObject({
      query: '{ a }',
      variables: { a: [1] },
      extensions: {},
    });
  });

  it.each([
    [null, ''],
    [7, ''],
    ['{ me }', ''],
    [[{ query: '{ me }' }], ''],
    [{ query: 7 }, 'query'],
    [{ query: '{ a }', operationName: {} }, 'operationName'],
    [{ query: '{ a }', variables: [] }, 'variables'],
    [{ query: '{ a }', variables: '{}' }, 'variables'],
    [{ query: '{ a }', extensions: 1 }, 'extensions'],
    [{ documentId: 1 }, 'documentId'],
  ])('is refused in %j, naming the field', (body, field) => {
    expect(() => readOperation(body)).toThrow(
      expect.objectContaining({ code: 'BAD_USER_INPUT', extensions: expect.objectContaining({ field }) }),
    );
  });

  it.each([
    [{ query: ['{ a }', '{ b }'] }, 'query'],
    [{ query: '{ a }', variables: '{' }, 'variables'],
    [{ query: '{ a }', variables: '7' }, 'variables'],
    [{ query: '{ a }', extensions: '[]' }, 'extensions'],
  ])('is refused in the parameters %j, naming the field', (parameters, field) => {
    expect(() => readOperationParameters(parameters)).toThrow(
      expect.objectContaining({ extensions: expect.objectContaining({ field }) }),
    );
  });
});
