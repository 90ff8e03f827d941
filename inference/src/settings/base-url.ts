/** The address that `/chat/completions` is appended to: a bare host gets the `/v1` that every such server has. */
export function openAiBaseUrl(url: string): string {
  const parsed = new URL(url);
  const path = parsed.pathname.replace(/\/(chat\/completions|embeddings)?\/*$/, '');
  parsed.pathname = path === '' ? '/v1' : path;
  return parsed.href.replace(/\/$/, '');
}
