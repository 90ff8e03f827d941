import { MongoError } from '../errors/mongo-error.ts';
import { idOf } from '../collections/collection.ts';
import { readDocument } from '../values/bson-codec.ts';
import { resumeToken } from './resume-token.ts';
import type { Catalog } from '../collections/catalog.ts';
import type { ChangeRecord } from './change-record.ts';
import type { Document } from 'bson';

/** What a stream wants its events to carry. */
export interface EventOptions {
  readonly fullDocument: 'default' | 'updateLookup' | 'whenAvailable' | 'required';
  readonly fullDocumentBeforeChange: 'off' | 'whenAvailable' | 'required';
}

/** A change as a change stream reports it. https://www.mongodb.com/docs/manual/reference/change-events/ */
export function changeEvent(change: ChangeRecord, options: EventOptions, identity: string, catalog: Catalog): Document {
  const { sequence, kind, time, database, collection, document, details } = change;
  const event: Document = {
    _id: resumeToken(identity, sequence),
    operationType: kind,
    clusterTime: time,
    wallTime: new Date(time.t * 1000),
    ns: collection === undefined ? { db: database } : { db: database, coll: collection },
  };
  if (details?.to) event['to'] = details.to;
  if (details?.lsid) Object.assign(event, { lsid: details.lsid, txnNumber: details.txnNumber });
  const id = change.id ? readDocument(change.id)['_id'] : document ? idOf(document) : undefined;
  if (id === undefined) return event;
  event['documentKey'] = { _id: id };
  if (kind === 'insert' || kind === 'replace') event['fullDocument'] = readDocument(document!);
  if (kind === 'update') {
    event['updateDescription'] = details!.updateDescription;
    addUpdatedDocument(event, change, id, options, catalog);
  }
  if (kind !== 'insert') addDocumentBefore(event, change, options);
  return event;
}

function addUpdatedDocument(
  event: Document,
  { database, collection, details }: ChangeRecord,
  id: unknown,
  { fullDocument }: EventOptions,
  catalog: Catalog,
): void {
  if (fullDocument === 'default') return;
  if (fullDocument === 'updateLookup') {
    const current = catalog.find(database, collection!);
    const record = current?.records.get(current.idKeyOf(id));
    event['fullDocument'] = record ? readDocument(record.bson) : null;
    return;
  }
  if (fullDocument === 'required' && !details?.after) throw missingImage('post-image');
  event['fullDocument'] = details?.after ?? null;
}

function addDocumentBefore(
  event: Document,
  { details }: ChangeRecord,
  { fullDocumentBeforeChange }: EventOptions,
): void {
  if (fullDocumentBeforeChange === 'off') return;
  if (fullDocumentBeforeChange === 'required' && !details?.before) throw missingImage('pre-image');
  event['fullDocumentBeforeChange'] = details?.before ?? null;
}

function missingImage(image: string): MongoError {
  return new MongoError(
    'NoMatchingDocument',
    `Change stream was configured to require a ${image} for all update, delete and replace events, but the ${image} was not found`,
  );
}
