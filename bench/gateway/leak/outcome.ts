/** Thrown by a client of the mixed load that was treated otherwise than it should have been. */
export class UnexpectedError extends Error {
  override readonly name = 'UnexpectedError';
}

/** @throws UnexpectedError with the message unless the condition holds. */
export function expectThat(condition: boolean, message: string): asserts condition {
  if (!condition) throw new UnexpectedError(message);
}
