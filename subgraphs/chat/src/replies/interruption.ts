/** Why a running reply was broken off from outside. The abort reason of its signal. */
export class Interruption extends Error {
  override readonly name = 'Interruption';
  readonly kind: 'stopped' | 'shutdown' | 'lost-lease';

  constructor(kind: Interruption['kind']) {
    super(`The reply was interrupted: ${kind}.`);
    this.kind = kind;
  }
}
