/** What a client wants to read, of what we can write. */
export interface AcceptedTypes {
  /** The content type of a single answer; undefined when the client reads none that we write. */
  readonly single: SingleAnswerType | undefined;
  /** Whether it reads the multipart protocol of subscriptions (`multipart/mixed; subscriptionSpec=1.0`). */
  readonly multipart: boolean;
}

export const jsonType = 'application/json; charset=utf-8';
export const graphqlResponseType = 'application/graphql-response+json; charset=utf-8';
export type SingleAnswerType = typeof jsonType | typeof graphqlResponseType;

/** Clients send one of very few headers; strangers must not fill the memory with others. */
const maxRemembered = 200;
const maxLength = 1000;
const remembered = new Map<string, AcceptedTypes>();

/** Reads an `accept` header; nothing, or anything, means `application/json`, as with Apollo Server. */
export function readAccept(header: string | undefined): AcceptedTypes {
  if (header === undefined || header.length > maxLength) return { single: jsonType, multipart: false };
  let accepted = remembered.get(header);
  if (accepted === undefined) {
    accepted = parseAccept(header);
    if (remembered.size < maxRemembered) remembered.set(header, accepted);
  }
  return accepted;
}

/** RFC 9110, 12.5.1: by quality, then how exactly it is named, then in the client's order. */
function parseAccept(header: string): AcceptedTypes {
  let single: SingleAnswerType | undefined;
  let rank = 0;
  let multipart = false;
  const refused = new Set<string>();
  for (const range of header.split(',')) {
    const [name = '', ...parameters] = range.split(';').map(part => part.trim().toLowerCase());
    const quality = Number(parameters.find(parameter => parameter.startsWith('q='))?.slice(2) ?? 1);
    if (!(quality > 0)) refused.add(name);
    if (name === 'multipart/mixed' && quality > 0) {
      multipart ||= parameters.some(parameter => /^subscriptionspec="?1\.0"?$/.test(parameter));
    }
    const found = singleTypes[name];
    if (found === undefined || !(quality > 0)) continue;
    const exactness = name === '*/*' ? 0 : name.endsWith('/*') ? 1 : 2;
    if (quality * 10 + exactness <= rank) continue;
    rank = quality * 10 + exactness;
    single = found;
  }
  if (single === jsonType && refused.has('application/json')) single = undefined;
  return { single, multipart };
}

const singleTypes: Record<string, SingleAnswerType | undefined> = {
  __proto__: null as never,
  '*/*': jsonType,
  'application/*': jsonType,
  'application/json': jsonType,
  'application/graphql-response+json': graphqlResponseType,
};
