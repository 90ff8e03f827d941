import { Ctx, Query, Resolver } from 'type-graphql';
import type { OpsContext } from '../context.ts';
import { ServiceHealth } from './service-health.type.ts';

@Resolver(_of => ServiceHealth)
export class ServiceHealthResolver {
  @Query(_returns => [ServiceHealth], { description: 'The health of all services.' })
  health(@Ctx() { viewer, health }: OpsContext): Promise<ServiceHealth[]> {
    return health.list(viewer);
  }
}
