/** Says where two answers differ first, the order of keys included; undefined when they do not. */
export function firstDifference(expected: unknown, actual: unknown, path = 'data'): string | undefined {
  if (Array.isArray(expected) && Array.isArray(actual)) {
    if (expected.length !== actual.length)
      return `${path}: ${expected.length} elements expected, ${actual.length} given`;
    for (const [index, element] of expected.entries()) {
      const difference = firstDifference(element, actual[index], `${path}.${index}`);
      if (difference !== undefined) return difference;
    }
    return undefined;
  }
  if (isObject(expected) && isObject(actual)) {
    const keys = Object.keys(expected);
    const actualKeys = Object.keys(actual);
    const added = actualKeys.find(key => !Object.hasOwn(expected, key));
    if (added !== undefined) return `${path}.${added}: not asked for`;
    for (const key of keys) {
      if (!Object.hasOwn(actual, key)) return `${path}.${key}: missing`;
      const difference = firstDifference(expected[key], actual[key], `${path}.${key}`);
      if (difference !== undefined) return difference;
    }
    const inOrder = keys.every((key, index) => key === actualKeys[index]);
    return inOrder ? undefined : `${path}: order ${keys.join(' ')} expected, ${actualKeys.join(' ')} given`;
  }
  return Object.is(expected, actual) || (expected === 0 && actual === 0)
    ? undefined
    : `${path}: ${brief(expected)} expected, ${brief(actual)} given`;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const brief = (value: unknown) => (JSON.stringify(value) ?? 'undefined').slice(0, 80);
