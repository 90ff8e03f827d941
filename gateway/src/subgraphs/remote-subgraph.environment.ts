import { z } from 'zod';
import { booleanField, integerField } from '@polyphony/platform/environment';
import { defaultRemoteSubgraphSettings as defaults, type RemoteSubgraphSettings } from './remote-subgraph.settings.ts';

/** `name=milliseconds`, separated by commas. */
const timeoutsField = z
  .string()
  .regex(
    /^\s*[\w-]+=[1-9]\d*\s*(,\s*[\w-]+=[1-9]\d*\s*)*$/,
    'must be name=milliseconds, or several separated by commas',
  )
  .transform(text => text.split(',').map(part => part.trim().split('=')))
  .transform(parts => Object.fromEntries(parts.map(([name = '', milliseconds]) => [name, Number(milliseconds)])))
  .optional();

/** What the environment says of subgraphs in other processes, for `readEnvironment`. */
export const remoteSubgraphEnvironment = {
  SUBGRAPH_TIMEOUT_MS: integerField(defaults.timeoutMs, { min: 1 }),
  SUBGRAPH_TIMEOUTS_MS: timeoutsField,
  SUBGRAPH_DEDUPLICATION: booleanField(defaults.deduplication),
  SUBGRAPH_RETRIES: integerField(defaults.retries, { max: 10 }),
  SUBGRAPH_RETRY_BUDGET_PERCENT: integerField(defaults.retryBudgetPercent, { max: 100 }),
  SUBGRAPH_CONCURRENCY: integerField(defaults.concurrency, { min: 1, max: 10_000 }),
  SUBGRAPH_WAITING_MAX: integerField(defaults.maxWaiting),
  SUBGRAPH_CIRCUIT_PERCENT: integerField(defaults.circuitPercent, { max: 99 }),
};

/** Settings from what `readEnvironment` made of `remoteSubgraphEnvironment`. */
export const remoteSubgraphSettings = (
  environment: z.infer<z.ZodObject<typeof remoteSubgraphEnvironment>>,
): RemoteSubgraphSettings => ({
  timeoutMs: environment.SUBGRAPH_TIMEOUT_MS,
  timeoutsMs: environment.SUBGRAPH_TIMEOUTS_MS ?? defaults.timeoutsMs,
  deduplication: environment.SUBGRAPH_DEDUPLICATION,
  retries: environment.SUBGRAPH_RETRIES,
  retryBudgetPercent: environment.SUBGRAPH_RETRY_BUDGET_PERCENT,
  concurrency: environment.SUBGRAPH_CONCURRENCY,
  maxWaiting: environment.SUBGRAPH_WAITING_MAX,
  circuitPercent: environment.SUBGRAPH_CIRCUIT_PERCENT,
});
