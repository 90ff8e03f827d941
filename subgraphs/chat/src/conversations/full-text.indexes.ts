/** The text indexes that search needs: collection, then name and field. */
export const fullTextIndexes = [
  ['conversations', { name: 'title_text', field: 'title' }],
  ['messages', { name: 'content_text', field: 'content' }],
] as const;
