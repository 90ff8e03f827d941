import type { GatewaySettings } from '@polyphony/gateway/settings';

/** What our gateway's process is started with. */
export interface PolyphonyOptions {
  readonly port: number;
  readonly supergraphFile: string;
  /** Of the subgraphs, by name; in process where not given. */
  readonly addresses?: Readonly<Record<string, string>>;
  /** Whether equal queries to a subgraph that are under way at once are sent once. */
  readonly deduplicate: boolean;
  readonly settings?: Partial<GatewaySettings>;
  /** With which the gateway signs what it sends to subgraphs, in base64; made up where nobody checks. */
  readonly identityKey?: string;
}
