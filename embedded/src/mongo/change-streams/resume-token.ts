import { MongoError } from '../errors/mongo-error.ts';
import { isDocument } from '../values/bson-type.ts';
import type { Document } from 'bson';

/** The resume token of a place in the history: the life of the data folder and the sequence number, in hexadecimal. */
export function resumeToken(identity: string, sequence: number): Document {
  return { _data: identity + sequence.toString(16).padStart(16, '0') };
}

/** The sequence number a resume token stands for. Throws for what is no token, and for one of another data folder. */
export function parseResumeToken(identity: string, token: unknown): number {
  const data: unknown = isDocument(token) ? token['_data'] : undefined;
  if (typeof data !== 'string' || !/^[0-9a-f]{24}$/i.test(data))
    throw new MongoError('FailedToParse', 'the resume token is not one of this server');
  if (data.slice(0, 8) !== identity) throw historyLost();
  return Number.parseInt(data.slice(8), 16);
}

/** The error of a stream that asks for changes no longer kept. */
export function historyLost(): MongoError {
  return new MongoError(
    'ChangeStreamHistoryLost',
    'Resume of change stream was not possible, as the resume point may no longer be in the oplog.',
    {
      labels: ['NonResumableChangeStreamError'],
    },
  );
}
