import { Timestamp, type Document } from 'bson';
import { CursorReply, type CommandContext, type CommandReply } from '../commands/command.ts';
import { collationField, documentField } from '../commands/command-fields.ts';
import { defaultBatchSize, keepOpen } from '../commands/open-cursor.ts';
import { MongoError } from '../errors/mongo-error.ts';
import { isDocument } from '../values/bson-type.ts';
import { optionNumber } from '../values/numbers.ts';
import { ChangeStreamCursor } from './change-stream-cursor.ts';
import { historyLost, parseResumeToken } from './resume-token.ts';
import type { EventOptions } from './change-event.ts';

const allowedStages = new Set([
  '$addFields',
  '$match',
  '$project',
  '$replaceRoot',
  '$replaceWith',
  '$redact',
  '$set',
  '$unset',
  '$changeStreamSplitLargeEvent',
]);

/** Opens a change stream for an `aggregate` whose first stage is `$changeStream`. */
export function openChangeStream(context: CommandContext, pipeline: readonly Document[]): CommandReply {
  const { engine, command, database, transaction } = context;
  if (transaction)
    throw new MongoError('OperationNotSupportedInTransaction', '$changeStream cannot be used in a transaction');
  const specification: unknown = pipeline[0]!['$changeStream'];
  if (!isDocument(specification))
    throw new MongoError('FailedToParse', 'the $changeStream stage specification must be an object');
  const rest = pipeline.slice(1);
  for (const stage of rest) {
    const [name] = Object.keys(stage);
    if (!allowedStages.has(name!))
      throw new MongoError('IllegalOperation', `${name} is not permitted in a $changeStream pipeline`);
  }
  const name: unknown = command['aggregate'];
  const wholeCluster = specification['allChangesForCluster'] === true;
  if (wholeCluster && database !== 'admin')
    throw new MongoError(
      'InvalidOptions',
      'A $changeStream with allChangesForCluster:true must be opened on the admin database.',
    );
  const namespace = `${database}.${typeof name === 'string' ? name : '$cmd.aggregate'}`;
  const cursor = new ChangeStreamCursor(engine, {
    namespace,
    target: { database: wholeCluster ? undefined : database, collection: typeof name === 'string' ? name : undefined },
    pipeline: rest.filter(stage => !('$changeStreamSplitLargeEvent' in stage)),
    scope: {
      catalog: engine.catalog,
      commits: engine.commits,
      database,
      transaction: undefined,
      collation: collationField(command),
      variables: undefined,
      deadline: undefined,
    },
    options: eventOptions(specification),
    position: startPosition(context, specification),
  });
  const { batchSize } = documentField(command, 'cursor');
  const first = cursor.takeReady(optionNumber(batchSize, 'batchSize', defaultBatchSize));
  return new CursorReply('firstBatch', first.exhausted ? 0n : keepOpen(context, cursor), namespace, first);
}

function eventOptions(specification: Document): EventOptions {
  const { fullDocument = 'default', fullDocumentBeforeChange = 'off' } = specification;
  if (!['default', 'updateLookup', 'whenAvailable', 'required'].includes(String(fullDocument))) {
    throw new MongoError(
      'BadValue',
      `Enumeration value '${String(fullDocument)}' for field '$changeStream.fullDocument' is not a valid value.`,
    );
  }
  if (!['off', 'whenAvailable', 'required'].includes(String(fullDocumentBeforeChange))) {
    throw new MongoError(
      'BadValue',
      `Enumeration value '${String(fullDocumentBeforeChange)}' for field '$changeStream.fullDocumentBeforeChange' is not a valid value.`,
    );
  }
  return {
    fullDocument: fullDocument as EventOptions['fullDocument'],
    fullDocumentBeforeChange: fullDocumentBeforeChange as EventOptions['fullDocumentBeforeChange'],
  };
}

/** The sequence number after which the stream begins. Throws ChangeStreamHistoryLost when that is no longer kept. */
function startPosition({ engine }: CommandContext, specification: Document): number {
  const { history, store } = engine;
  const token: unknown = specification['resumeAfter'] ?? specification['startAfter'];
  if (token !== undefined) {
    const position = parseResumeToken(store.identity, token);
    if (!history.covers(position)) throw historyLost();
    return position;
  }
  const time: unknown = specification['startAtOperationTime'];
  if (time instanceof Timestamp) {
    const position = history.before(time);
    if (position === undefined) throw historyLost();
    return position;
  }
  return history.newest;
}
