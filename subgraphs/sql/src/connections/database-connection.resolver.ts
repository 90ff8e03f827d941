import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { SqlContext } from '../context.ts';
import { DatabaseSchema } from '../schemas/database-schema.type.ts';
import { DatabaseConnection } from './database-connection.type.ts';

@Resolver(_of => DatabaseConnection)
export class DatabaseConnectionResolver {
  @Query(_returns => DatabaseConnection)
  databaseConnection(
    @Arg('id', _type => ID) id: string,
    @Ctx() { connections }: SqlContext,
  ): Promise<DatabaseConnection> {
    return connections.get(id);
  }

  @FieldResolver(_returns => DatabaseSchema, { nullable: true, description: 'As it was last read; null before that.' })
  schema(@Root() connection: DatabaseConnection, @Ctx() { schemas }: SqlContext): Promise<DatabaseSchema | null> {
    return schemas.findLatest(connection.id);
  }
}
