import type { ClientApplication } from '@polyphony/platform/context';

/** Longest name, and version, that is kept. */
const longest = 100;

/** What a client calls itself, by the headers (or parameters of a socket) that Apollo's clients send; undefined when it says nothing. */
export function clientApplication(sent: Readonly<Record<string, unknown>> | undefined): ClientApplication | undefined {
  const name = sent?.['apollographql-client-name'];
  if (typeof name !== 'string' || name === '') return undefined;
  const version = sent?.['apollographql-client-version'];
  return { name: name.slice(0, longest), version: typeof version === 'string' ? version.slice(0, longest) : '' };
}
