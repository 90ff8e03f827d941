/** A document of a collection as committed, with the older versions that running transactions may still read. */
export class StoredRecord {
  /** Its number within the collection: the order of insertion, and the row in the store. */
  readonly record: number;
  /** The encoded `_id`. */
  readonly idKey: string;
  bson: Uint8Array;
  /** The sequence number of the commit that made this version. */
  commit: number;
  /** Whether this newest version is a deletion; only kept while a transaction may read an older version. */
  deleted = false;
  older: OlderVersion | undefined;

  constructor(record: number, idKey: string, bson: Uint8Array, commit: number) {
    this.record = record;
    this.idKey = idKey;
    this.bson = bson;
    this.commit = commit;
  }

  /** The document as it was when commit number `snapshot` was the newest; undefined when it did not exist. */
  versionAt(snapshot: number): Uint8Array | undefined {
    if (this.commit <= snapshot) return this.deleted ? undefined : this.bson;
    let version = this.older;
    while (version && version.commit > snapshot) version = version.older;
    return version?.bson;
  }
}

export interface OlderVersion {
  readonly bson: Uint8Array;
  readonly commit: number;
  readonly older: OlderVersion | undefined;
}
