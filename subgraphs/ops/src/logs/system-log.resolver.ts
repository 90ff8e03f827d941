import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import { ConnectionSize, type Connection } from '@polyphony/platform/pagination';
import type { OpsContext } from '../context.ts';
import { LogLevelEnum, type LogLevel } from './log-level.ts';
import { SystemLog, SystemLogConnection } from './system-log.type.ts';

@Resolver(_of => SystemLog)
export class SystemLogResolver {
  @ConnectionSize()
  @Query(_returns => SystemLogConnection, { description: 'Log entries, newest first. For administrators.' })
  systemLogs(
    @Ctx() { viewer, logs }: OpsContext,
    @Arg('service', _type => String, { nullable: true }) service: string | null,
    @Arg('level', _type => LogLevelEnum, { nullable: true }) level: LogLevel | null,
    @Arg('first', _type => Int, { nullable: true, defaultValue: 50 }) first: number | null,
    @Arg('after', _type => String, { nullable: true }) after: string | null,
  ): Promise<Connection<SystemLog>> {
    return logs.list(viewer, { service, level, first: first ?? 50, after });
  }
}
