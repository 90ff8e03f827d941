import { describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { silentLogger } from '@polyphony/platform/logging';
import { composeSupergraph } from '../composition/index.ts';
import { defaultGatewaySettings } from '../settings/index.ts';
import { post, startTestGateway, until } from '../testing/index.ts';
import { configuredSource, type SupergraphSettings } from './configured.source.ts';

const configured = (settings: Partial<SupergraphSettings>, ownPath = 'own.graphql') =>
  configuredSource({ ...defaultGatewaySettings, ...settings }, { ownPath, log: silentLogger });
const apollo = { apolloKey: 'service:graph:hunter2', apolloGraphRef: 'graph@current' };

describe('The source of supergraphs', () => {
  it.each([
    ['the own file where nothing is named', {}, 'the file own.graphql'],
    ['the file that is named', { supergraphPath: 'other.graphql' }, 'the file other.graphql'],
    ['the file that is named, also where usage is reported', { supergraphPath: 'a', ...apollo }, 'the file a'],
    ['the address that is named', { supergraphUrl: 'https://a.example/b?token=hunter2' }, 'https://a.example/b'],
    [
      'the address, also where usage is reported',
      { supergraphUrl: 'https://a.example', ...apollo },
      'https://a.example/',
    ],
    ['Uplink with a key and a graph', apollo, 'Apollo Uplink, graph@current'],
  ])('is %s', (_what, settings, description) => {
    expect(configured(settings).description).toBe(description);
  });

  it('feeds the gateway: what is written to the file is what clients see', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'polyphony-configured-'));
    const file = path.join(folder, 'supergraph.graphql');
    const write = (field: string) => {
      const sdl = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9") type Query { ${field}: String }`;
      return writeFile(file, composeSupergraph([{ name: 'users', sdl }]));
    };
    await write('crash');
    const graph = await startTestGateway({
      more: { supergraphSdl: configured({ supergraphPath: file, supergraphWatch: true }) },
    });
    try {
      expect((await post(graph.url, '{ requestFacts }')).status).toBe(400);
      await write('requestFacts');
      await until(async () => (await post(graph.url, '{ requestFacts }')).status === 200);
    } finally {
      await graph.close();
      await rm(folder, { recursive: true });
    }
  });
});
