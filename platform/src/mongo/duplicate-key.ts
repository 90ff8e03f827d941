import { MongoServerError } from 'mongodb';

/** The fields of the unique index that a write violated, or null for any other error. */
export function duplicateKeyFields(error: unknown): string[] | null {
  if (!(error instanceof MongoServerError) || error.code !== 11000) return null;
  const pattern = (error['keyPattern'] ?? {}) as Record<string, unknown>;
  return Object.keys(pattern);
}
