/** Values that may be lost at any time. Values are JSON. */
export interface Cache {
  get<Value>(key: string): Promise<Value | null>;
  set(key: string, value: unknown, ttlSeconds: number): Promise<void>;
  /** Sets only when the key is free, atomically over all processes; answers whether it did. */
  setIfAbsent(key: string, value: unknown, ttlSeconds: number): Promise<boolean>;
  delete(key: string): Promise<void>;
  close(): Promise<void>;
}
