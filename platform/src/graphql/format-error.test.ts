import { describe, expect, it } from '@jest/globals';
import { buildSchema, execute, GraphQLError, parse, validate } from 'graphql';
import { DownstreamServiceError, NotFoundError, UnauthenticatedError } from '../errors/index.ts';
import { createLogger, silentLogger } from '../logging/index.ts';
import { formatError } from './format-error.ts';

const schema = buildSchema('type Query { field: String! count(of: Int): Int }');
const options = { requestId: 'r1', log: silentLogger };

async function errorOf(query: string, field: () => unknown, variableValues = {}) {
  const { errors = [] } = await execute({ schema, document: parse(query), rootValue: { field }, variableValues });
  return formatError(errors[0], options);
}

describe('formatError', () => {
  it('shows an AppError with its code and path', async () => {
    const error = await errorOf('{ field }', () => {
      throw new NotFoundError('Conversation');
    });
    expect(error).toMatchObject({
      message: 'Conversation not found.',
      path: ['field'],
      extensions: { code: 'NOT_FOUND' },
    });
  });

  it('warns about the cause of a failure, but not about every wrong token', () => {
    let lines = '';
    const log = createLogger({ level: 'warn', destination: { write: line => (lines += line) } });
    formatError(new UnauthenticatedError('Wrong token.', new Error('bad signature')), { requestId: 'r1', log });
    expect(lines).toBe('');
    formatError(new DownstreamServiceError('users', new Error('no route')), { requestId: 'r1', log });
    expect(JSON.parse(lines)).toMatchObject({ requestId: 'r1', err: { message: expect.stringContaining('no route') } });
  });

  it('masks anything else and names only the request', async () => {
    const error = await errorOf('{ field }', () => {
      throw new Error('password of the database is hunter2');
    });
    expect(error.message).toBe('Internal server error');
    expect(error.extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR', requestId: 'r1' });
  });

  it('masks a resolver that breaks the schema', async () => {
    expect((await errorOf('{ field }', () => null)).extensions).toMatchObject({ code: 'INTERNAL_SERVER_ERROR' });
  });

  it('shows wrong variables as bad input', async () => {
    const error = await errorOf('query ($of: Int) { count(of: $of) }', () => 'x', { of: 'many' });
    expect(error.extensions).toEqual({ code: 'BAD_USER_INPUT' });
  });

  it('shows validation errors', () => {
    const [error] = validate(schema, parse('{ nothing }'));
    expect(formatError(error, options).message).toContain('nothing');
  });

  it('masks a GraphQLError with a code that is not about the request', () => {
    const error = new GraphQLError('inner detail', { extensions: { code: 'SOMETHING' } });
    expect(formatError(error, options).message).toBe('Internal server error');
  });
});
