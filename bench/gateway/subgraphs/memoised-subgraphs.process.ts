// The four subgraphs in one process, each on a port of its own, answering from memory.
import { subgraphDefinitions } from '../graph/index.ts';
import { offerCommands } from '../processes/commands.ts';
import { serveMemoised } from './serve-memoised.ts';

offerCommands({
  /** Base addresses by name. */
  async serve(): Promise<Record<string, string>> {
    const addresses: Record<string, string> = {};
    for (const definition of subgraphDefinitions) addresses[definition.name] = await serveMemoised(definition);
    return addresses;
  },
});
