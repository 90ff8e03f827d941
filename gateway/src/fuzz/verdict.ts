interface Body {
  data?: unknown;
  errors?: { message?: unknown; extensions?: { code?: unknown } }[];
}

/** What is wrong with the gateway's answer, or null: every error must be the client's, have a message and a code, and tell no more. */
export function findFault(status: number, contentType: string, text: string): string | null {
  if (status >= 500) return `status ${status}`;
  if (text === '') return status === 204 || status >= 400 ? null : `an empty answer with status ${status}`;
  if (/\bat .+\.(ts|js|mjs):\d+|node_modules|file:\/\//.test(text) && !contentType.startsWith('text/'))
    return 'a stack';
  if (!contentType.includes('json')) return null;
  return findFaultInBody(status, JSON.parse(text) as Body);
}

function findFaultInBody(status: number, body: Body): string | null {
  if (body.errors === undefined) {
    return status < 400 ? null : `status ${status} without errors`;
  }
  return findFaultInErrors(body.errors);
}

export function findFaultInErrors(errors: NonNullable<Body['errors']>): string | null {
  if (!Array.isArray(errors) || errors.length === 0) return 'errors that are no list of errors';
  for (const { message, extensions } of errors) {
    if (typeof message !== 'string' || message === '') return 'an error without a message';
    if (typeof extensions?.code !== 'string') return `an error without a code: ${message}`;
    if (extensions.code === 'INTERNAL_SERVER_ERROR') return 'INTERNAL_SERVER_ERROR';
  }
  return null;
}
