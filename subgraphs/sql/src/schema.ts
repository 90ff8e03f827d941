import { buildSubgraphSchema, type SubgraphSchema } from '@polyphony/platform/subgraph';
import type { SqlContext } from './context.ts';
import { DatabaseConnectionResolver } from './connections/database-connection.resolver.ts';
import { UserConnectionsResolver } from './connections/user-connections.resolver.ts';
import { Conversation } from './conversations/conversation.type.ts';
import { SqlKnowledgeResolver } from './knowledge/sql-knowledge-entry.resolver.ts';
import { ConversationQueriesResolver } from './queries/conversation-queries.resolver.ts';
import { QueryRunResolver } from './queries/query-run.resolver.ts';
import { UserQueriesResolver } from './queries/user-queries.resolver.ts';
import { User } from './users/user.type.ts';

/** The SQL part of the graph. Needs no engines, so that composition can read it. */
export function buildSqlSchema(): Promise<SubgraphSchema> {
  return buildSubgraphSchema<SqlContext>({
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
}
