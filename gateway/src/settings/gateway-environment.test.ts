import { describe, expect, it } from '@jest/globals';
import { readEnvironment } from '@polyphony/platform/environment';
import { gatewayEnvironment, gatewaySettings } from './gateway-environment.ts';
import { defaultGatewaySettings } from './gateway-settings.ts';

const read = (source: Record<string, string>) => gatewaySettings(readEnvironment(gatewayEnvironment, source));

describe("The gateway's environment", () => {
  it('gives the defaults when nothing is set', () => {
    expect(read({})).toEqual(defaultGatewaySettings);
  });

  it('reads lists, switches and numbers', () => {
    expect(
      read({ CORS_ORIGINS: 'https://a.example, *', GRAPHQL_INTROSPECTION: 'off', RATE_LIMIT_PER_MINUTE: '0' }),
    ).toEqual({
      ...defaultGatewaySettings,
      corsOrigins: ['https://a.example', '*'],
      introspection: false,
      rateLimitPerMinute: 0,
    });
  });

  it('refuses what contradicts itself, all together', () => {
    const source = { SUPERGRAPH_PATH: 'a', SUPERGRAPH_URL: 'http://a', APOLLO_KEY: 'k' };
    expect(() => read(source)).toThrow(/SUPERGRAPH_PATH, SUPERGRAPH_URL[\s\S]*APOLLO_KEY, APOLLO_GRAPH_REF/);
  });

  it('names every variable that makes no sense', () => {
    const source = {
      BODY_LIMIT_BYTES: 'many',
      METRICS_TOKEN: 'short',
      TRUSTED_PROXIES: '-1',
      SUBGRAPH_ORIGINS: 'billing',
    };
    expect(() => read(source)).toThrow(
      /BODY_LIMIT_BYTES[\s\S]*TRUSTED_PROXIES[\s\S]*METRICS_TOKEN[\s\S]*SUBGRAPH_ORIGINS/,
    );
  });
});
