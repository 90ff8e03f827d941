import type { Logger } from '@polyphony/platform/logging';
import type { GatewaySettings } from '../settings/gateway-settings.ts';
import { fileSource } from './file.source.ts';
import type { SupergraphSource } from './supergraph-source.ts';
import { uplinkSource } from './uplink.source.ts';
import { urlSource } from './url.source.ts';

export type SupergraphSettings = Pick<
  GatewaySettings,
  | 'supergraphPath'
  | 'supergraphWatch'
  | 'supergraphUrl'
  | 'supergraphToken'
  | 'supergraphPollMs'
  | 'apolloKey'
  | 'apolloGraphRef'
  | 'apolloUplinkEndpoints'
>;

/** The source that the settings name: an address, a file, Uplink, or else the file that this version comes with. */
export function configuredSource(
  settings: SupergraphSettings,
  { ownPath, log }: { ownPath: string; log: Logger },
): SupergraphSource {
  const { supergraphUrl, supergraphPath, supergraphWatch, apolloKey, apolloGraphRef } = settings;
  if (supergraphUrl !== undefined) {
    return urlSource({ url: supergraphUrl, token: settings.supergraphToken, pollMs: settings.supergraphPollMs, log });
  }
  if (supergraphPath === undefined && apolloKey !== undefined && apolloGraphRef !== undefined) {
    return uplinkSource({
      apiKey: apolloKey,
      graphRef: apolloGraphRef,
      endpoints: settings.apolloUplinkEndpoints,
      log,
    });
  }
  return fileSource({ path: supergraphPath ?? ownPath, watch: supergraphWatch, log });
}
