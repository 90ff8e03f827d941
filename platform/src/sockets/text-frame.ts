/**
 * A whole text message as an unmasked WebSocket frame (RFC 6455, 5.2), for a server to write with the encoding `latin1`. The payload
 * is UTF-8 held as latin1.
 */
export function textFrame(payload: string): string {
  const { length } = payload;
  if (length < 126) return String.fromCharCode(0x81, length) + payload;
  if (length < 0x1_0000) return String.fromCharCode(0x81, 126, length >> 8, length & 0xff) + payload;
  return String.fromCharCode(0x81, 127, 0, 0, 0, 0, ...bytesOf(length)) + payload;
}

function bytesOf(length: number): number[] {
  return [length >>> 24, (length >>> 16) & 0xff, (length >>> 8) & 0xff, length & 0xff];
}
