const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether an opaque graph id can be the key of a row. PostgreSQL refuses to compare other text with a uuid: no row has such an id. */
export function isUuid(id: string): boolean {
  return uuid.test(id);
}
