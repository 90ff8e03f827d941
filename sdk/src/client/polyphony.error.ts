/** One GraphQL error as the server sent it. */
export interface GraphQLErrorShape {
  message: string;
  path?: readonly (string | number)[];
  extensions?: { code?: string; field?: string; requestId?: string; [key: string]: unknown };
}

/** What the server refused or could not do. `code` is stable: switch on it. */
export class PolyphonyError extends Error {
  override readonly name = 'PolyphonyError';
  /** `extensions.code` of the first error, for example `NOT_FOUND` or `BAD_USER_INPUT`; `NETWORK_ERROR` when there was no answer. */
  readonly code: string;
  /** The input field that was wrong, where one was. */
  readonly field: string | undefined;
  readonly errors: readonly GraphQLErrorShape[];

  constructor(errors: readonly GraphQLErrorShape[], options?: ErrorOptions) {
    super(errors.map(error => error.message).join('; ') || 'The request failed.', options);
    const [first] = errors;
    this.code = first?.extensions?.code ?? 'INTERNAL_SERVER_ERROR';
    this.field = first?.extensions?.field;
    this.errors = errors;
  }

  /** Whether the credentials were refused before anything was executed. A log-in with a wrong password is no such refusal. */
  get isRefusedCredential(): boolean {
    return this.code === 'UNAUTHENTICATED' && this.errors[0]?.path === undefined;
  }
}

/** The server could not be reached, or its answer was not GraphQL. */
export function networkError(message: string, cause?: unknown): PolyphonyError {
  return new PolyphonyError([{ message, extensions: { code: 'NETWORK_ERROR' } }], { cause });
}
