import type { IncomingHttpHeaders } from 'node:http';
import { AppError } from '@polyphony/platform/errors';

/** What a form or a link of any page can send without asking first (https://fetch.spec.whatwg.org/#cors-safelisted-request-header). */
const simpleTypes = /^\s*(application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)\s*(;|$)/i;

/**
 * Refuses what a page of another site could make a browser send without a preflight, as Apollo Server does: the request needs a
 * content type that forms cannot send, or one of two headers that say nothing else.
 * @throws AppError with code BAD_USER_INPUT.
 */
export function refuseCrossSiteRequest(headers: IncomingHttpHeaders): void {
  const contentType = headers['content-type'];
  if (contentType !== undefined && !simpleTypes.test(contentType)) return;
  if (headers['apollo-require-preflight'] || headers['x-apollo-operation-name']) return;
  throw new AppError(
    'This could be a cross-site request: send a JSON body, or the header "apollo-require-preflight" with any value.',
    { code: 'BAD_USER_INPUT' },
  );
}
