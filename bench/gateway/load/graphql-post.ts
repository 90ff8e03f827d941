/** The answer to one operation over HTTP, as text. @throws Error when it is none or carries errors. */
export async function postOperation(url: string, query: string): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ query }),
  });
  const text = await response.text();
  if (response.status !== 200 || text.startsWith('{"errors"') || !text.includes('"data"'))
    throw new Error(`Status ${response.status}: ${text.slice(0, 500)}`);
  return text;
}
