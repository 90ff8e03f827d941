/**
 * UTF-8 bytes held as a text of one character a byte: what is only passed on is sliced and joined as bytes would be, without being
 * decoded, at the price of a plain text. Written to a socket with the encoding `latin1` it is UTF-8 again.
 */
export function toLatin1(text: string): string {
  // oxlint-disable-next-line no-control-regex -- exactly the texts that are the same in both
  return /^[\x00-\x7f]*$/.test(text) ? text : Buffer.from(text, 'utf8').toString('latin1');
}

/** The text that `toLatin1` made its bytes of. */
export function fromLatin1(bytes: string): string {
  // oxlint-disable-next-line no-control-regex -- as above
  return /^[\x00-\x7f]*$/.test(bytes) ? bytes : Buffer.from(bytes, 'latin1').toString('utf8');
}

/** The JSON text of a value, UTF-8 held as latin1. */
export function toLatin1Json(value: unknown): string {
  return toLatin1(JSON.stringify(value));
}
