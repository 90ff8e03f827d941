/**
 * Values that may be lost at any time. Values are JSON: what `get` answers is a copy of its own. `ttlSeconds` must be above 0 and
 * may be a fraction.
 */
export interface Cache {
  get<Value>(key: string): Promise<Value | null>;
  set(key: string, value: unknown, ttlSeconds: number): Promise<void>;
  /** Sets only when the key is free, atomically over all processes; answers whether it did. */
  setIfAbsent(key: string, value: unknown, ttlSeconds: number): Promise<boolean>;
  delete(key: string): Promise<void>;
  close(): Promise<void>;
}
