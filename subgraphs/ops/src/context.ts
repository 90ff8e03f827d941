import type { RequestContext } from '@polyphony/platform/context';
import type { ServiceHealthService } from './health/service-health.service.ts';
import type { SystemLogService } from './logs/system-log.service.ts';
import type { UsageLoader } from './usage/usage.loader.ts';
import type { UsageService } from './usage/usage.service.ts';

/** What the resolvers of this subgraph work with. Services live as long as the subgraph, loaders as long as one operation. */
export interface OpsContext extends RequestContext {
  readonly usage: UsageService;
  readonly usageLoader: UsageLoader;
  readonly logs: SystemLogService;
  readonly health: ServiceHealthService;
}
