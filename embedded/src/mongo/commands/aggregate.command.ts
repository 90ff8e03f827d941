import { aggregateCollection } from '../aggregation/aggregate-collection.ts';
import { withMongoErrors, evaluateExpression } from '../aggregation/expression.ts';
import { writeMerge, writeOut } from '../aggregation/output-stages.ts';
import { assertStages, runStages } from '../aggregation/pipeline.ts';
import { openChangeStream } from '../change-streams/open-change-stream.ts';
import { MongoError } from '../errors/mongo-error.ts';
import { isDocument } from '../values/bson-type.ts';
import { writeDocument } from '../values/bson-codec.ts';
import { optionNumber } from '../values/numbers.ts';
import { collectionStatistics } from './statistics.ts';
import { collationField, deadlineOf, documentField } from './command-fields.ts';
import { explainAggregate } from './explain.command.ts';
import { replyWithResults } from './open-cursor.ts';
import { untilUnblocked } from './until-unblocked.ts';
import type { PipelineScope } from '../aggregation/stage.ts';
import type { Collection } from '../collections/collection.ts';
import type { CommandContext, CommandReply } from './command.ts';
import type { Document } from 'bson';

/** `aggregate`. */
export async function aggregate(context: CommandContext): Promise<CommandReply> {
  const { command, database, engine, transaction } = context;
  const pipeline: unknown = command['pipeline'];
  assertStages(pipeline);
  if (pipeline[0]?.['$changeStream'] !== undefined) return openChangeStream(context, pipeline);
  const name: unknown = command['aggregate'];
  const collection = typeof name === 'string' ? engine.catalog.find(database, name) : undefined;
  const scope: PipelineScope = {
    catalog: engine.catalog,
    commits: engine.commits,
    database,
    transaction,
    collation: collationField(command) ?? collection?.options.collation,
    variables: command['let'] === undefined ? undefined : documentField(command, 'let'),
    hint: command['hint'],
    deadline: deadlineOf(command),
  };
  if (command['explain'] === true) return explainAggregate(context, collection, pipeline, scope);
  const namespace = `${database}.${typeof name === 'string' ? name : '$cmd.aggregate'}`;
  const cursor = documentField(command, 'cursor');
  const batchSize = cursor['batchSize'] === undefined ? undefined : optionNumber(cursor['batchSize'], 'batchSize', 0);

  const output = outputStage(pipeline);
  const results = runPipeline(context, collection, output ? pipeline.slice(0, -1) : pipeline, scope);
  if (!output) return replyWithResults(context, namespace, results.map(writeDocument), { batchSize });
  if (transaction)
    throw new MongoError('OperationNotSupportedInTransaction', `${output.name} cannot be used in a transaction`);
  await untilUnblocked(context, () => output.write(results, output.operand, scope));
  return replyWithResults(context, namespace, [], { batchSize });
}

function outputStage(
  pipeline: readonly Document[],
): { name: string; operand: unknown; write: typeof writeOut } | undefined {
  const misplaced = pipeline.slice(0, -1).some(stage => '$out' in stage || '$merge' in stage);
  if (misplaced) throw new MongoError('BadValue', '$out and $merge can only be the final stage in the pipeline');
  const last = pipeline.at(-1);
  if (last?.['$out'] !== undefined) return { name: '$out', operand: last['$out'], write: writeOut };
  if (last?.['$merge'] !== undefined) return { name: '$merge', operand: last['$merge'], write: writeMerge };
  return undefined;
}

function runPipeline(
  context: CommandContext,
  collection: Collection | undefined,
  pipeline: readonly Document[],
  scope: PipelineScope,
): Document[] {
  const [first, ...rest] = pipeline;
  if (first?.['$documents'] !== undefined) {
    const documents = withMongoErrors(() => evaluateExpression(first['$documents'], {}, scope));
    if (!Array.isArray(documents) || !documents.every(isDocument))
      throw new MongoError('BadValue', '$documents must evaluate to an array of objects');
    return runStages(documents, rest, scope);
  }
  if (first?.['$collStats'] !== undefined) {
    return runStages(
      [
        {
          ns: collection?.namespace,
          localTime: new Date(),
          storageStats: collectionStatistics(collection),
          count: collection?.records.size ?? 0,
        },
      ],
      rest,
      scope,
    );
  }
  if (first?.['$indexStats'] !== undefined) {
    const statistics = [...(collection?.indexes.values() ?? [])].map(({ definition }) => ({
      name: definition.name,
      key: definition.key,
      host: context.host,
      accesses: { ops: 0, since: context.engine.startedAt },
    }));
    return runStages(statistics, rest, scope);
  }
  if (typeof context.command['aggregate'] !== 'string')
    throw new MongoError(
      'InvalidNamespace',
      '{aggregate: 1} is not valid for this pipeline; the first stage must not need a collection',
    );
  return aggregateCollection(collection, pipeline, scope);
}
