/**
 * The database that a MongoDB URL names, or null when it names none. Not by `URL`, which knows no list of hosts and repeats what it
 * cannot read, password included, in its error.
 */
export function databaseNameOf(url: string): string | null {
  const name = /^mongodb(?:\+srv)?:\/\/[^/?]+\/([^?]+)/.exec(url)?.[1];
  return name === undefined ? null : decodeURIComponent(name);
}
