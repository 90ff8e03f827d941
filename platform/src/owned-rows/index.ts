export { mapConnection, OwnedReader, type OwnedReaderOptions } from './owned-rows.reader.ts';
export type { OwnedRow } from './owned-rows.repository.ts';
