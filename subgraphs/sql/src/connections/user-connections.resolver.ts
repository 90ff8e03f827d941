import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { SqlContext } from '../context.ts';
import { User } from '../users/user.type.ts';
import { DatabaseConnection } from './database-connection.type.ts';

@Resolver(_of => User)
export class UserConnectionsResolver {
  @FieldResolver(_returns => [DatabaseConnection], { description: 'For the user alone.' })
  databaseConnections(@Root() user: User, @Ctx() { connections }: SqlContext): Promise<DatabaseConnection[]> {
    return connections.listOfUser(user.id);
  }
}
