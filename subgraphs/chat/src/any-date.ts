/**
 * Matches every date and nothing else. A partial index with this filter serves queries that repeat it, alone or with further bounds
 * beside it, on every server; not all of them see that for `$type`.
 */
export const anyDate = { $gt: new Date(0) } as const;
