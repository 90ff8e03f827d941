export { createPolyphonyClient, type PolyphonyClient, type PolyphonyClientOptions } from './client/polyphony-client.ts';
export { PolyphonyError, type GraphQLErrorShape } from './client/polyphony.error.ts';
export type { Tokens } from './client/session.ts';
export type { TypedDocument } from './client/typed-document.ts';
export * from './generated/graphql.ts';
