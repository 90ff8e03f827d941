import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { ConnectionSize, type Connection } from '@polyphony/platform/pagination';
import type { SqlContext } from '../context.ts';
import { User } from '../users/user.type.ts';
import { QueryRunConnection, type QueryRun } from './query-run.type.ts';

@Resolver(_of => User)
export class UserQueriesResolver {
  @ConnectionSize()
  @FieldResolver(_returns => QueryRunConnection, { description: 'Newest first. For the user alone.' })
  queryRuns(
    @Root() user: User,
    @Ctx() { queries }: SqlContext,
    @Arg('first', _type => Int, { nullable: true, defaultValue: 20 }) first: number | null,
    @Arg('after', _type => String, { nullable: true }) after: string | null,
  ): Promise<Connection<QueryRun>> {
    return queries.listOfUser(user.id, { first: first ?? 20, after: after ?? null });
  }
}
