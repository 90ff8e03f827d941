/** Escapes a label's value as Prometheus's text format asks for; what is longer than any name of ours is cut. */
export function labelText(value: string): string {
  return value.slice(0, 100).replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

/** `name="value",...` without braces. */
export function labelPairs(names: readonly string[], values: readonly string[]): string {
  return names.map((name, index) => `${name}="${labelText(values[index] ?? '')}"`).join(',');
}
