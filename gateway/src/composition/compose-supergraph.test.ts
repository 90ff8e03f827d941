import { describe, expect, it } from '@jest/globals';
import { CompositionError, composeSupergraph } from './compose-supergraph.ts';

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])';
const users = {
  name: 'users',
  sdl: `${link} type Query { me: User! } type User @key(fields: "id") { id: ID! name: String! }`,
};
const chat = {
  name: 'chat',
  sdl: `${link} type Query { chat: Chat } type Chat { user: User! } type User @key(fields: "id") { id: ID! }`,
};

describe('Composition', () => {
  it('makes one supergraph, whatever the order of the subgraphs', () => {
    const supergraph = composeSupergraph([users, chat]);
    expect(supergraph).toContain('@join__graph(name: "users", url: "in-process://users")');
    expect(composeSupergraph([chat, users])).toBe(supergraph);
  });

  it('lists all problems together', () => {
    const other = { name: 'other', sdl: `${link} type Query { me: Int! chat: Int }` };
    const compose = () => composeSupergraph([users, chat, other]);
    expect(compose).toThrow(CompositionError);
    expect(compose).toThrow(/Query\.chat[\s\S]*\n[\s\S]*Query\.me/);
  });

  it('names the subgraph whose schema cannot be read', () => {
    expect(() => composeSupergraph([users, { name: 'broken', sdl: 'type {' }])).toThrow(/\[broken\] Syntax Error/);
  });
});
