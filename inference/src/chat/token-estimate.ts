/** Tokens of a text for models whose tokenizer we do not have: four UTF-8 bytes a token, a little high for English prose. */
export const estimateTokens = (text: string): number => Math.ceil(Buffer.byteLength(text) / 4);
