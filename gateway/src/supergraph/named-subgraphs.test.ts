import { describe, expect, it } from '@jest/globals';
import { composeSupergraph } from '../composition/index.ts';
import { namedSubgraphs } from './named-subgraphs.ts';

describe('The subgraphs of a supergraph', () => {
  it('are read with their addresses', () => {
    const sdl = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9") type Query { a: Int }';
    expect(namedSubgraphs(composeSupergraph([{ name: 'first', sdl }]))).toEqual([
      { name: 'first', url: 'in-process://first' },
    ]);
  });

  it('are not found in what is no supergraph', () => {
    expect(() => namedSubgraphs('type Query { a: Int }')).toThrow('This is no supergraph');
    expect(() => namedSubgraphs('<html>')).toThrow('Syntax Error');
  });
});
