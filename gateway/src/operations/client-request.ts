import type { GraphRequest } from '../execution/index.ts';

/** An operation as clients send it over any transport: by its text, or by what the text is known by. */
export interface ClientRequest extends Omit<GraphRequest, 'query'> {
  query?: string | null | undefined;
  /** The hash of a trusted document. */
  documentId?: string | null | undefined;
}
