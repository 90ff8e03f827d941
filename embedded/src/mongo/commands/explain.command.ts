import { pipelineStart } from '../aggregation/aggregate-collection.ts';
import { MongoError } from '../errors/mongo-error.ts';
import { findWithStatistics, type DocumentQuery } from '../queries/find-documents.ts';
import { parseSort } from '../queries/sort.ts';
import { isDocument } from '../values/bson-type.ts';
import { parseCollation } from '../values/collation.ts';
import { documentField } from './command-fields.ts';
import { findQuery } from './find.command.ts';
import type { PipelineScope } from '../aggregation/stage.ts';
import type { Collection } from '../collections/collection.ts';
import type { CommandContext, CommandReply } from './command.ts';
import type { Document } from 'bson';

/** `explain` of find, count, distinct, update, delete, findAndModify and aggregate. Writes are not carried out. */
export function explain(context: CommandContext): CommandReply {
  const explained = context.command['explain'];
  if (!isDocument(explained)) throw new MongoError('TypeMismatch', "BSON field 'explain' must be a command");
  const [name] = Object.keys(explained);
  const target: unknown = explained[name!];
  const collection = typeof target === 'string' ? context.engine.catalog.find(context.database, target) : undefined;
  if (name === 'aggregate') {
    const { engine, database, transaction } = context;
    const scope: PipelineScope = {
      catalog: engine.catalog,
      commits: engine.commits,
      database,
      transaction,
      collation: parseCollation(documentField(explained, 'collation')),
      variables: undefined,
      hint: explained['hint'],
      deadline: undefined,
    };
    return explainAggregate(context, collection, explained['pipeline'] as Document[], scope);
  }
  const query = explainedQuery(name!, explained, context);
  return {
    ...explainQuery(context, collection, `${context.database}.${String(target)}`, query),
    command: explained,
    serverInfo: serverInfo(context),
  };
}

function explainedQuery(name: string, command: Document, { transaction }: CommandContext): DocumentQuery {
  switch (name) {
    case 'find':
      return findQuery({ command, transaction });
    case 'count':
    case 'distinct':
      return {
        filter: documentField(command, 'query'),
        collation: parseCollation(documentField(command, 'collation')),
        hint: command['hint'],
      };
    case 'findAndModify':
      return {
        filter: documentField(command, 'query'),
        sort: parseSort(documentField(command, 'sort')),
        limit: 1,
        hint: command['hint'],
      };
    case 'update':
    case 'delete': {
      const statements: unknown = command[name === 'update' ? 'updates' : 'deletes'];
      const statement: unknown = Array.isArray(statements) ? statements[0] : undefined;
      if (!isDocument(statement)) throw new MongoError('FailedToParse', `explain of ${name} takes one statement`);
      return {
        filter: documentField(statement, 'q'),
        hint: statement['hint'],
        collation: parseCollation(documentField(statement, 'collation')),
      };
    }
    default:
      throw new MongoError('CommandNotFound', `Explain failed due to unknown command: ${name}`);
  }
}

/** `explain` of an aggregation: how its first stages find documents, and the stages that follow. */
export function explainAggregate(
  context: CommandContext,
  collection: Collection | undefined,
  pipeline: readonly Document[],
  scope: PipelineScope,
): Document {
  const { query, rest } = pipelineStart(pipeline, scope);
  const namespace = collection?.namespace ?? `${context.database}.${String(context.command['aggregate'])}`;
  const explained = explainQuery(context, collection, namespace, query);
  if (rest.length === 0) return { explainVersion: '1', ...explained, serverInfo: serverInfo(context) };
  return {
    explainVersion: '1',
    ...explained,
    stages: [{ $cursor: explained }, ...rest],
    serverInfo: serverInfo(context),
  };
}

function explainQuery(
  _context: CommandContext,
  collection: Collection | undefined,
  namespace: string,
  query: DocumentQuery,
): Document {
  const start = performance.now();
  const { found, statistics } = findWithStatistics(collection, query);
  const { plan, documentsExamined } = statistics;
  const needsSort = (query.sort?.length ?? 0) > 0 && !plan?.ordered;
  const scanned: Document = plan?.stage ?? { stage: 'EOF' };
  const filtered: Document = {
    ...scanned,
    ...(Object.keys(query.filter).length > 0 && scanned['stage'] !== 'EOF' ? { filter: query.filter } : {}),
  };
  const sorted: Document =
    needsSort && plan
      ? {
          stage: 'SORT',
          sortPattern: Object.fromEntries(query.sort!.map(field => [field.path, field.direction])),
          inputStage: filtered,
        }
      : filtered;
  const winningPlan: Document = query.limit ? { stage: 'LIMIT', limitAmount: query.limit, inputStage: sorted } : sorted;
  return {
    queryPlanner: { namespace, indexFilterSet: false, parsedQuery: query.filter, winningPlan, rejectedPlans: [] },
    executionStats: {
      executionSuccess: true,
      nReturned: found.length,
      executionTimeMillis: Math.round(performance.now() - start),
      totalKeysExamined: plan?.keysExamined ?? 0,
      totalDocsExamined: documentsExamined,
    },
  };
}

function serverInfo({ host }: CommandContext): Document {
  const [name, port] = host.split(':');
  return { host: name, port: Number(port), version: '8.0.0', gitVersion: 'polyphony-embedded' };
}
