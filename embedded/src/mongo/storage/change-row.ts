import { Timestamp } from 'bson';
import { readDocument, writeDocument } from '../values/bson-codec.ts';
import type { ChangeKind, ChangeRecord } from '../change-streams/change-record.ts';

/** A row of the table `changes`. */
export interface ChangeRow {
  sequence: number;
  kind: string;
  seconds: number;
  increment: number;
  database: string;
  collection: string | null;
  id: Uint8Array | null;
  document: Uint8Array | null;
  details: Uint8Array | null;
}

type Cell = number | string | Uint8Array | null;

/** The cells of a change in the order of the table's columns. */
export function changeToRow({
  sequence,
  kind,
  time,
  database,
  collection,
  id,
  document,
  details,
}: ChangeRecord): Cell[] {
  return [
    sequence,
    kind,
    time.t,
    time.i,
    database,
    collection ?? null,
    id,
    document,
    details ? writeDocument(details) : null,
  ];
}

export function changeFromRow(row: ChangeRow): ChangeRecord {
  return {
    sequence: row.sequence,
    kind: row.kind as ChangeKind,
    time: new Timestamp({ t: row.seconds, i: row.increment }),
    database: row.database,
    collection: row.collection ?? undefined,
    id: row.id,
    document: row.document,
    details: row.details ? readDocument(row.details) : null,
  };
}
