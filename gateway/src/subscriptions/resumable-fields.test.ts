import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { findResumableFields } from './resumable-fields.ts';

const found = (sdl: string) =>
  Object.fromEntries([...findResumableFields(sdl)].map(([subgraph, fields]) => [subgraph, Object.fromEntries(fields)]));

describe('Resumable fields', () => {
  it("are found in the platform's own supergraph", () => {
    const sdl = readFileSync(new URL('../../../schema/supergraph.graphql', import.meta.url), 'utf8');
    expect(found(sdl)).toMatchObject({ chat: { messageStream: ['TokenDelta', 'ToolCallUpdate', 'MessageFinished'] } });
  });

  it('need the argument, and a sequence of every possible event in the same subgraph', () => {
    const supergraph = (sequence: string) => `
      schema @link(url: "https://specs.apollo.dev/join/v0.3") { query: Query subscription: Live }
      enum join__Graph { A @join__graph(name: "a-service", url: "") B @join__graph(name: "b", url: "") }
      type Query @join__type(graph: A) { x: Int }
      type Live @join__type(graph: A) @join__type(graph: B) {
        events(after: Int): Event @join__field(graph: A)
        named(after: String): Token @join__field(graph: A)
        listed(after: Int): [Token] @join__field(graph: A)
        elsewhere(after: Int): Token @join__field(graph: B)
      }
      interface Event @join__type(graph: A) { sequence: Int! }
      type Token implements Event @join__type(graph: A) { sequence: Int! }
      type Done implements Event @join__type(graph: A) @join__type(graph: B) { ${sequence} }
    `;
    expect(found(supergraph('sequence: Int!'))).toEqual({ 'a-service': { events: ['Token', 'Done'] } });
    expect(found(supergraph('sequence: Int! @join__field(graph: B)'))).toEqual({});
    expect(found(supergraph('sequence: Int! @join__field(graph: A, external: true)'))).toEqual({});
    expect(found(supergraph('sequence: ID!'))).toEqual({});
  });
});
