const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether an opaque graph id can be the key of a row. PostgreSQL refuses to compare other text with a uuid: no row has such an id. */
export function isUuid(id: string): boolean {
  return uuid.test(id);
}

/** The same id, or null when it can be no key. */
export function toUuid(id: string): string | null {
  return isUuid(id) ? id : null;
}
