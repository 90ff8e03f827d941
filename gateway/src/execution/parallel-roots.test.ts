import { describe, expect, it } from '@jest/globals';
import { createTestEngine } from './testing/test-engine.ts';

const subgraphs = [
  { name: 'first', field: 'one' },
  { name: 'second', field: 'two' },
].map(({ name, field }) => ({
  name,
  sdl: `type Query { me: Me @shareable list: [Me] @shareable } type Me @shareable { ${field}: Int inner: Inner } type Inner { ${field}: Int }`,
  resolvers: {
    Query: {
      me: () => ({ [field]: 1, inner: { [field]: 2 } }),
      list: () => [{ [field]: 3 }, { [field]: 4 }],
    },
  },
}));

describe('Root fields that several subgraphs answer parts of', () => {
  const query = '{ me { one two inner { one two } } list { one two } }';

  it('are put together', async () => {
    const { data, errors } = await createTestEngine(subgraphs).run(query);
    expect(errors).toEqual([]);
    expect(data).toEqual({
      me: { one: 1, two: 1, inner: { one: 2, two: 2 } },
      list: [
        { one: 3, two: 3 },
        { one: 4, two: 4 },
      ],
    });
  });

  it.each(['first', 'second'])('keep what others answered when the %s subgraph has nothing', async name => {
    const engine = createTestEngine(subgraphs);
    engine.tamper(name, () => '{"data":{"me":null,"list":null},"errors":[{"message":"No.","path":["me"]}]}');
    const { data, errors } = await engine.run(query);
    const [one, two] = name === 'first' ? [null, 1] : [1, null];
    const times = (value: number | null, factor: number) => (value === null ? null : value * factor);
    expect(data).toEqual({
      me: { one, two, inner: { one: times(one, 2), two: times(two, 2) } },
      list: [3, 4].map(factor => ({ one: times(one, factor), two: times(two, factor) })),
    });
    expect(errors).toMatchObject([{ message: 'No.', path: ['me'] }]);
  });
});
