import { integerField } from '@polyphony/platform/environment';

/** The environment variables of this subgraph. */
export const chatEnvironment = {
  CHAT_MAX_REPLY_TOKENS: integerField(1024, { min: 16, max: 100_000 }),
  CHAT_CONTEXT_MESSAGES: integerField(200, { min: 1, max: 2000 }),
  CHAT_CONTEXT_MEMORIES: integerField(12, { min: 0, max: 100 }),
  CHAT_COALESCE_MS: integerField(30, { min: 0, max: 1000 }),
  CHAT_SAVE_INTERVAL_MS: integerField(250, { min: 20, max: 10_000 }),
  CHAT_LEASE_MS: integerField(8000, { min: 500, max: 300_000 }),
  CHAT_HEARTBEAT_MS: integerField(2000, { min: 50, max: 100_000 }),
  CHAT_SWEEP_INTERVAL_MS: integerField(3000, { min: 50, max: 600_000 }),
  CHAT_SHUTDOWN_GRACE_MS: integerField(5000, { min: 0, max: 60_000 }),
  CHAT_RESTORABLE_DAYS: integerField(7, { min: 1, max: 365 }),
};

export interface ChatSettings {
  /** Most tokens of one reply; a quarter of the model's context window where that is less. */
  maxReplyTokens: number;
  /** Most messages of a conversation that are shown to the model, whatever its context window. */
  contextMessages: number;
  /** Most memories that are shown to the model for one reply. */
  contextMemories: number;
  /** Tokens that arrive within this time of each other travel as one event. Milliseconds. */
  coalesceMs: number;
  /** How often the text of a running reply is saved. Milliseconds. */
  saveIntervalMs: number;
  /** How long a process may be silent about a reply before it counts as dead. Milliseconds, well above `heartbeatMs`. */
  leaseMs: number;
  /** How often the lease of a reply that has no new text is renewed. Milliseconds. */
  heartbeatMs: number;
  /** How often dead replies, unreported usage and deleted conversations are looked for. Milliseconds. */
  sweepIntervalMs: number;
  /** How long `close` waits for running replies to be saved. Milliseconds. */
  shutdownGraceMs: number;
  /** How long a deleted conversation can be restored. */
  restorableDays: number;
}

/** The settings that checked environment variables ask for. */
export function chatSettings(environment: { [Name in keyof typeof chatEnvironment]: number }): ChatSettings {
  return {
    maxReplyTokens: environment.CHAT_MAX_REPLY_TOKENS,
    contextMessages: environment.CHAT_CONTEXT_MESSAGES,
    contextMemories: environment.CHAT_CONTEXT_MEMORIES,
    coalesceMs: environment.CHAT_COALESCE_MS,
    saveIntervalMs: environment.CHAT_SAVE_INTERVAL_MS,
    leaseMs: environment.CHAT_LEASE_MS,
    heartbeatMs: environment.CHAT_HEARTBEAT_MS,
    sweepIntervalMs: environment.CHAT_SWEEP_INTERVAL_MS,
    shutdownGraceMs: environment.CHAT_SHUTDOWN_GRACE_MS,
    restorableDays: environment.CHAT_RESTORABLE_DAYS,
  };
}
