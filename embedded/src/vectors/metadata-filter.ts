import type { VectorMetadata } from '@polyphony/platform/vectors';

/** A condition on the column `metadata` (JSON), and the values of its placeholders. Empty for an empty filter. */
export function metadataCondition(filter: VectorMetadata): { sql: string; values: (string | number)[] } {
  const conditions: string[] = [];
  const values: (string | number)[] = [];
  for (const [key, value] of Object.entries(filter)) {
    const each = 'SELECT 1 FROM json_each(metadata) WHERE key = ?';
    values.push(key);
    if (typeof value === 'boolean') {
      conditions.push(`EXISTS (${each} AND type = '${value}')`);
    } else {
      const types = typeof value === 'number' ? "('integer', 'real')" : "('text')";
      conditions.push(`EXISTS (${each} AND type IN ${types} AND value = ?)`);
      values.push(value);
    }
  }
  return { sql: conditions.join(' AND '), values };
}
