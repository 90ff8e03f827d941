import { describe, expect, it } from '@jest/globals';
import { readEnvironment } from '@polyphony/platform/environment';
import { remoteSubgraphEnvironment, remoteSubgraphSettings } from './remote-subgraph.environment.ts';
import { defaultRemoteSubgraphSettings } from './remote-subgraph.settings.ts';

const read = (source: Record<string, string>) =>
  remoteSubgraphSettings(readEnvironment(remoteSubgraphEnvironment, source));

describe('The environment of remote subgraphs', () => {
  it('gives the defaults when nothing is set', () => {
    expect(read({})).toEqual(defaultRemoteSubgraphSettings);
  });

  it('reads deadlines of single subgraphs', () => {
    expect(read({ SUBGRAPH_TIMEOUTS_MS: 'sql=60000, chat=500' }).timeoutsMs).toEqual({ sql: 60_000, chat: 500 });
  });

  it.each(['sql', 'sql=', 'sql=fast', 'sql=0', 'sql=1,', '=5'])('refuses the deadlines %p', text => {
    expect(() => read({ SUBGRAPH_TIMEOUTS_MS: text })).toThrow('SUBGRAPH_TIMEOUTS_MS');
  });
});
