import { TailableCursor } from '../cursors/tailable-cursor.ts';
import { MongoError } from '../errors/mongo-error.ts';
import { findDocuments, type DocumentQuery, type FoundDocument } from '../queries/find-documents.ts';
import { compileProjection } from '../queries/projection.ts';
import { parseSort } from '../queries/sort.ts';
import { attachTextScore } from '../queries/text-score.ts';
import { readDocument, writeDocument } from '../values/bson-codec.ts';
import { optionNumber } from '../values/numbers.ts';
import { CursorReply, type CommandContext, type CommandReply } from './command.ts';
import {
  collationField,
  collectionName,
  countField,
  deadlineOf,
  documentField,
  findCollection,
} from './command-fields.ts';
import { defaultBatchSize, keepOpen, replyWithResults } from './open-cursor.ts';
import type { Document } from 'bson';

/** The query of a find command, without its projection. */
export function findQuery({ command, transaction }: Pick<CommandContext, 'command' | 'transaction'>): DocumentQuery {
  const { $natural: natural, ...sort } = documentField(command, 'sort');
  return {
    filter: documentField(command, 'filter'),
    sort: parseSort(sort),
    hint: natural === undefined ? command['hint'] : { $natural: natural },
    skip: countField(command, 'skip'),
    limit: Math.abs(optionNumber(command['limit'], 'limit', 0)),
    collation: collationField(command),
    variables: command['let'] === undefined ? undefined : documentField(command, 'let'),
    transaction,
    deadline: deadlineOf(command),
  };
}

/** `find`. */
export function find(context: CommandContext): CommandReply {
  const { command, database, engine } = context;
  const namespace = `${database}.${collectionName(context)}`;
  const collection = findCollection(context);
  const query = findQuery(context);
  const shape = projector(command, query);
  const batchSize = command['batchSize'] === undefined ? undefined : countField(command, 'batchSize');

  if (command['tailable'] === true) {
    if (!collection?.options.capped)
      throw new MongoError(
        'BadValue',
        `error processing query: tailable cursor requested on non capped collection: ${namespace}`,
      );
    const cursor = new TailableCursor(collection, query, shape, engine.history, command['awaitData'] === true);
    const first = cursor.take(batchSize ?? defaultBatchSize);
    return new CursorReply('firstBatch', keepOpen(context, cursor), namespace, { documents: first, exhausted: false });
  }
  const found = findDocuments(collection, query);
  return replyWithResults(context, namespace, found.map(shape), {
    batchSize,
    singleBatch: command['singleBatch'] === true,
    noTimeout: command['noCursorTimeout'] === true,
  });
}

/** Turns found documents into the bytes the client gets; without a projection those they are stored in. */
function projector(command: Document, query: DocumentQuery): (found: FoundDocument) => Uint8Array {
  const context = { collation: query.collation, variables: query.variables };
  const projection = compileProjection(documentField(command, 'projection'), { filter: query.filter, context });
  if (!projection) return found => found.bson;
  return ({ bson, score }) => {
    const document = readDocument(bson);
    if (score !== undefined) attachTextScore(document, score);
    return writeDocument(projection(document));
  };
}
