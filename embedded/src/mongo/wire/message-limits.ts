/** The largest message a client may send, in bytes, as `hello` announces it. */
export const maximumMessageBytes = 48_000_000;
