import type { Logger } from '@polyphony/platform/logging';
import { postgresHealth } from '@polyphony/platform/postgres';
import { buildSubgraphSchema, type Subgraph } from '@polyphony/platform/subgraph';
import { DatabaseConnectionResolver } from './connections/database-connection.resolver.ts';
import { UserConnectionsResolver } from './connections/user-connections.resolver.ts';
import { Conversation } from './conversations/conversation.type.ts';
import { createSqlContext, type SqlContext } from './context.ts';
import type { SqlSettings } from './environment.ts';
import { SqlKnowledgeResolver } from './knowledge/sql-knowledge-entry.resolver.ts';
import { ConversationQueriesResolver } from './queries/conversation-queries.resolver.ts';
import { QueryRunResolver } from './queries/query-run.resolver.ts';
import { UserQueriesResolver } from './queries/user-queries.resolver.ts';
import { createSqlOrm } from './sql.orm.ts';
import { User } from './users/user.type.ts';

export interface SqlDependencies {
  postgresUrl: string;
  log: Logger;
  settings: SqlSettings;
}

/** Natural-language SQL: connections, their schemas, what was learnt and what was asked. Brings its tables up to date first. */
export async function createSqlSubgraph({
  postgresUrl,
  log,
  settings,
}: SqlDependencies): Promise<Subgraph<SqlContext>> {
  const schema = await buildSubgraphSchema<SqlContext>({
    resolvers: [
      DatabaseConnectionResolver,
      UserConnectionsResolver,
      SqlKnowledgeResolver,
      QueryRunResolver,
      UserQueriesResolver,
      ConversationQueriesResolver,
    ],
    // No query of ours leads to them: the gateway does.
    orphanedTypes: [User, Conversation],
    references: {
      DatabaseConnection: ({ id }: { id: string }, { connections }) => connections.find(id),
      QueryRun: ({ id }: { id: string }, { queries }) => queries.find(id),
    },
  });
  const orm = await createSqlOrm(postgresUrl, log, settings);
  return {
    name: 'sql',
    schema,
    createContext: request => createSqlContext(orm.em.fork(), request),
    procedures: {},
    healthChecks: [postgresHealth(orm)],
    startWorker: () => Promise.resolve(),
    close: () => orm.close(),
  };
}
