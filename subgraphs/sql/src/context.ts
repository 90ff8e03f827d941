import type { EntityManager } from '@mikro-orm/postgresql';
import type { RequestContext } from '@polyphony/platform/context';
import { OwnedReader } from '@polyphony/platform/owned-rows';
import {
  createDatabaseConnectionLoader,
  createUserConnectionsLoader,
} from './connections/database-connection.loader.ts';
import { createDatabaseConnectionRepository } from './connections/database-connection.repository.ts';
import { DatabaseConnectionService } from './connections/database-connection.service.ts';
import { createSqlKnowledgeRepository } from './knowledge/sql-knowledge-entry.repository.ts';
import { SqlKnowledgeService } from './knowledge/sql-knowledge-entry.service.ts';
import { QueryRunEntity } from './queries/query-run.entity.ts';
import { QueryRunService } from './queries/query-run.service.ts';
import { createDatabaseSchemaRepository } from './schemas/database-schema.repository.ts';
import { DatabaseSchemaService } from './schemas/database-schema.service.ts';

/** What the resolvers of this subgraph work with. All of it lives as long as one operation. */
export interface SqlContext extends RequestContext {
  readonly connections: DatabaseConnectionService;
  readonly schemas: DatabaseSchemaService;
  readonly knowledge: SqlKnowledgeService;
  readonly queries: QueryRunService;
}

/** `em` must be a fork of this operation's own. */
export function createSqlContext(em: EntityManager, request: RequestContext): SqlContext {
  const { viewer } = request;
  const viewerId = viewer?.id ?? null;
  const connections = createDatabaseConnectionRepository(em);
  return {
    ...request,
    connections: new DatabaseConnectionService({
      viewer,
      byId: createDatabaseConnectionLoader(connections, viewerId),
      byUserId: createUserConnectionsLoader(connections),
    }),
    schemas: new DatabaseSchemaService(createDatabaseSchemaRepository(em)),
    knowledge: new SqlKnowledgeService(viewer, createSqlKnowledgeRepository(em)),
    queries: new QueryRunService(new OwnedReader({ em, viewer, entity: QueryRunEntity, name: 'QueryRun' })),
  };
}
