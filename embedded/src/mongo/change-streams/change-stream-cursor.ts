import { runStages } from '../aggregation/pipeline.ts';
import { maximumBatchBytes, type Batch, type BatchRequest, type ServerCursor } from '../cursors/server-cursor.ts';
import { waitForChange } from '../cursors/wait-for-change.ts';
import { writeDocument } from '../values/bson-codec.ts';
import { changeEvent, type EventOptions } from './change-event.ts';
import { historyLost, resumeToken } from './resume-token.ts';
import type { PipelineScope } from '../aggregation/stage.ts';
import type { MongoEngine } from '../engine/mongo-engine.ts';
import type { ChangeRecord } from './change-record.ts';
import type { Document } from 'bson';

/** Which changes a stream is about. */
export interface StreamTarget {
  /** Undefined: all databases. */
  readonly database: string | undefined;
  /** Undefined: all collections of the database. */
  readonly collection: string | undefined;
}

/** How long a `getMore` waits when the client does not say, in milliseconds. */
const defaultWait = 1000;
/** Changes looked at in one go, so that a long history does not hold up others. */
const stepSize = 1000;

/** A change stream: gives the changes after a place in the history, waiting for new ones. */
export class ChangeStreamCursor implements ServerCursor {
  readonly namespace: string;
  readonly #engine: MongoEngine;
  readonly #target: StreamTarget;
  readonly #pipeline: readonly Document[];
  readonly #scope: PipelineScope;
  readonly #options: EventOptions;
  /** The sequence number of the last change the client has been told of, or that does not concern it. */
  #position: number;
  #ready: { bson: Uint8Array; sequence: number }[] = [];
  #invalidated = false;

  constructor(
    engine: MongoEngine,
    setup: {
      namespace: string;
      target: StreamTarget;
      pipeline: readonly Document[];
      scope: PipelineScope;
      options: EventOptions;
      position: number;
    },
  ) {
    this.#engine = engine;
    this.namespace = setup.namespace;
    this.#target = setup.target;
    this.#pipeline = setup.pipeline;
    this.#scope = setup.scope;
    this.#options = setup.options;
    this.#position = setup.position;
  }

  async next({ batchSize = Infinity, waitMilliseconds = defaultWait, signal }: BatchRequest): Promise<Batch> {
    const deadline = Date.now() + waitMilliseconds;
    this.#collect(batchSize);
    while (this.#ready.length === 0 && !this.#invalidated) {
      if (!(await waitForChange(this.#engine.history, deadline - Date.now(), signal))) break;
      this.#collect(batchSize);
    }
    return this.takeReady(batchSize);
  }

  /** A batch of what is there, without waiting. */
  takeReady(batchSize: number): Batch {
    this.#collect(batchSize);
    const documents: Uint8Array[] = [];
    let bytes = 0;
    let last = this.#position;
    while (this.#ready.length > 0 && documents.length < batchSize) {
      bytes += this.#ready[0]!.bson.byteLength;
      if (bytes > maximumBatchBytes && documents.length > 0) break;
      const { bson, sequence } = this.#ready.shift()!;
      documents.push(bson);
      last = sequence;
    }
    const reached = this.#ready.length > 0 ? last : this.#position;
    return {
      documents,
      exhausted: this.#invalidated && this.#ready.length === 0,
      extra: { postBatchResumeToken: resumeToken(this.#engine.store.identity, reached) },
    };
  }

  close(): void {
    this.#invalidated = true;
    this.#ready = [];
  }

  /** Moves on through the history until there is enough for a batch, or no more. */
  #collect(enough: number): void {
    const { history } = this.#engine;
    while (this.#ready.length < enough && !this.#invalidated) {
      if (!history.covers(this.#position)) throw historyLost();
      const changes = history.after(this.#position, stepSize);
      if (changes.length === 0) return;
      for (const change of changes) {
        this.#position = change.sequence;
        if (this.#concerns(change)) this.#take(change);
        if (this.#invalidated) return;
      }
    }
  }

  #take(change: ChangeRecord): void {
    const { identity } = this.#engine.store;
    const event = changeEvent(change, this.#options, identity, this.#engine.catalog);
    for (const shown of runStages([event], this.#pipeline, this.#scope))
      this.#ready.push({ bson: writeDocument(shown), sequence: change.sequence });
    if (!this.#endsWith(change)) return;
    const invalidate = {
      _id: event['_id'],
      operationType: 'invalidate',
      clusterTime: change.time,
      wallTime: event['wallTime'],
    };
    for (const shown of runStages([invalidate], this.#pipeline, this.#scope))
      this.#ready.push({ bson: writeDocument(shown), sequence: change.sequence });
    this.#invalidated = true;
  }

  #concerns({ kind, database, collection, details }: ChangeRecord): boolean {
    // Creations are only told with showExpandedEvents, temporary collections of $out never.
    if (kind === 'create' || collection?.startsWith('tmp.agg_out.'))
      return kind === 'rename' && this.#isTarget(details?.to?.db, details?.to?.coll);
    if (this.#target.database === undefined)
      return database !== 'admin' && database !== 'local' && database !== 'config';
    return (
      this.#isTarget(database, collection) ||
      (kind === 'rename' && this.#isTarget(details?.to?.db, details?.to?.coll)) ||
      (kind === 'dropDatabase' && database === this.#target.database)
    );
  }

  #isTarget(database: string | undefined, collection: string | undefined): boolean {
    return (
      database === this.#target.database &&
      (this.#target.collection === undefined || collection === this.#target.collection)
    );
  }

  /** Whether what the stream watches is gone with this change. */
  #endsWith({ kind }: ChangeRecord): boolean {
    if (this.#target.database === undefined) return false;
    if (this.#target.collection === undefined) return kind === 'dropDatabase';
    return kind === 'drop' || kind === 'rename' || kind === 'dropDatabase';
  }
}
