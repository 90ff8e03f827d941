import type { Logger } from './logger.ts';

/**
 * A child logger that is made when something is logged with it: making one costs more than the rest of what the server keeps for a
 * request, and most requests log nothing. Levels that are switched off make none either.
 */
export function childOnDemand(log: Logger, bindings: () => Record<string, unknown>): Logger {
  let child: Logger | undefined;
  const make = () => (child ??= log.child(bindings()));
  return new Proxy(log, {
    get(parent, name) {
      if (child === undefined && isDisabledLevel(parent, name)) return parent[name as 'trace'];
      return Reflect.get(make(), name);
    },
    set: (_parent, name, value) => Reflect.set(make(), name, value),
  });
}

function isDisabledLevel(log: Logger, name: string | symbol): boolean {
  return typeof name === 'string' && Object.hasOwn(log.levels.values, name) && !log.isLevelEnabled(name);
}
