import { createAccount, startDistributed, startServer, temporaryFolder, type Account } from '@polyphony/e2e/harness';
import { createIdentitySigner, identityHeader, parseIdentityKeys } from '@polyphony/platform/identity';
import type { WatchedEndpoint } from './token-watcher.ts';

/** An installation under measurement: who sends messages to it, on which ways its replies are watched, whose CPU counts. */
export interface Subject<Way extends string = string> {
  readonly account: Account;
  readonly ways: Readonly<Record<Way, WatchedEndpoint>>;
  /** Process ids by what they are called in the report. */
  readonly processes: Readonly<Record<string, number>>;
}

/** Seven processes, watched through the gateway and, beside it, twice on the chat subgraph itself. */
export async function startDistributedSubject(
  environment: Record<string, string>,
  resources: AsyncDisposableStack,
): Promise<Subject<'direct' | 'control' | 'gateway'>> {
  const installation = await startDistributed(environment);
  resources.defer(() => installation.stop());
  const account = await createAccount(installation.url);
  resources.defer(() => account.client.close());
  const { chatUrl, identityKeys, processes } = installation;
  const direct = asGateway(chatUrl, identityKeys, account);
  return {
    account,
    ways: { direct, control: direct, gateway: asClient(installation.url, account) },
    processes: { gateway: processes.gateway.pid, chat: processes.chat.pid },
  };
}

/** One process, in which the gateway reads the chat subgraph's stream without a socket. */
export async function startAllInOneSubject(
  environment: Record<string, string>,
  resources: AsyncDisposableStack,
): Promise<Subject<'allInOne'>> {
  const { folder, remove } = await temporaryFolder();
  resources.defer(remove);
  const server = await startServer(`${folder}/data`, environment);
  resources.defer(() => server.stop());
  const account = await createAccount(server.url);
  resources.defer(() => account.client.close());
  return {
    account,
    ways: { allInOne: asClient(server.url, account) },
    processes: { allInOne: server.process.pid },
  };
}

const asClient = (url: string, { tokens }: Account): WatchedEndpoint => ({
  url,
  connectionParams: async () => ({ authorization: `Bearer ${tokens.accessToken}` }),
  extensions: async () => ({}),
});

/** Identifies itself to a subgraph as the gateway does: by signature, for the connection and for every operation. */
function asGateway(url: string, identityKeys: string, { id, username }: Account): WatchedEndpoint {
  const signer = createIdentitySigner(parseIdentityKeys(identityKeys));
  const viewer = { id, username, role: 'USER', isInternal: false, dailyQuota: 1_000_000 } as const;
  return {
    url,
    connectionParams: async () => ({ [identityHeader]: signer.sign({ caller: 'bench', viewer: null }) }),
    extensions: async () => ({ [identityHeader]: signer.sign({ caller: 'bench', viewer }) }),
  };
}
