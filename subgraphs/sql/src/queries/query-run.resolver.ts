import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { DatabaseConnection } from '../connections/database-connection.type.ts';
import type { SqlContext } from '../context.ts';
import { QueryRun } from './query-run.type.ts';

@Resolver(_of => QueryRun)
export class QueryRunResolver {
  @Query(_returns => QueryRun)
  queryRun(@Arg('id', _type => ID) id: string, @Ctx() { queries }: SqlContext): Promise<QueryRun> {
    return queries.get(id);
  }

  @FieldResolver(_returns => DatabaseConnection, { nullable: true, description: 'Null when it was deleted.' })
  connection(
    @Root() { connectionId }: QueryRun,
    @Ctx() { connections }: SqlContext,
  ): Promise<DatabaseConnection | null> | null {
    return connectionId === null ? null : connections.find(connectionId);
  }
}
