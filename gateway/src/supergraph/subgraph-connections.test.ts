import { describe, expect, it } from '@jest/globals';
import { silentLogger } from '@polyphony/platform/logging';
import type { ExecutableSubgraph } from '@polyphony/platform/subgraph';
import { until } from '../testing/until.ts';
import { createOriginList } from './origin-list.ts';
import { createSubgraphConnections } from './subgraph-connections.ts';

const subgraph = (name: string): ExecutableSubgraph => ({
  name,
  sdl: '',
  execute: async () => ({ data: null }),
  async *subscribe() {
    yield { data: null };
  },
});

function setUp() {
  const closed: string[] = [];
  const given = subgraph('users');
  const connections = createSubgraphConnections({
    given: [given],
    healthChecks: [],
    connect: ({ name, url }) => ({ ...subgraph(name), close: async () => void closed.push(url) }),
    isAllowed: createOriginList(['http://127.0.0.1:*']),
    log: silentLogger,
  });
  return { connections, given, closed, checks: () => connections.healthChecks.map(({ name }) => name) };
}
const users = { name: 'users', url: 'http://elsewhere.example' };
const billing = { name: 'billing', url: 'http://127.0.0.1:1' };
const moved = { name: 'billing', url: 'http://127.0.0.1:2' };

describe('The subgraphs that supergraphs name', () => {
  it('are those that were given, wherever it says that they are, and those that may be connected to', () => {
    const { connections, given, checks } = setUp();
    const [first, second] = connections.open([users, billing]);
    expect(first).toBe(given);
    expect(second?.name).toBe('billing');
    expect(checks()).toEqual(['subgraph users', 'subgraph billing']);
    expect(connections.open([billing])[0]).toBe(second);
  });

  it('are refused, all together, and without connecting to any, where the operator did not allow them', () => {
    const { connections, checks } = setUp();
    const open = () =>
      connections.open([billing, { name: 'evil', url: 'https://evil.example' }, { name: 'nowhere', url: '' }]);
    expect(open).toThrow(/"evil" at https:\/\/evil\.example, "nowhere" at no address/);
    expect(checks()).toEqual(['subgraph users']);
  });

  it('are left when no longer named, after a while, unless they are named again before', async () => {
    const { connections, closed, checks } = setUp();
    connections.open([billing]);
    connections.open([moved]);
    connections.keepOnly([moved], 30);
    expect(closed).toEqual([]);
    await until(() => closed.length > 0);
    expect(closed).toEqual([billing.url]);
    expect(checks()).toEqual(['subgraph users', 'subgraph billing']);
    connections.keepOnly([], 20);
    connections.open([moved]);
    await new Promise(resolve => setTimeout(resolve, 50));
    expect(closed).toEqual([billing.url]);
    await connections.close();
    expect(closed).toEqual([billing.url, moved.url]);
  });
});
