import { z } from 'zod';

const id = z.string().min(1).max(64);
const count = z.number().int().min(0).max(100_000_000);

export const reserveRequestInput = z.object({
  userId: id,
  /** Requests a day; 0 lets none pass. */
  dailyQuota: z.number().int().min(0).max(2_147_483_647),
});
export type ReserveRequestInput = z.infer<typeof reserveRequestInput>;

export const refundRequestInput = z.object({
  userId: id,
  /** As `reserveRequest` answered it: a reservation of a day that is over is not given back to the new day. */
  resetsAt: z.coerce.date().optional(),
});
export type RefundRequestInput = z.infer<typeof refundRequestInput>;

export const recordTokensInput = z.object({
  /** Reported twice under one key, tokens count once. */
  key: z.string().min(1).max(200),
  userId: id,
  model: z.string().min(1).max(200),
  provider: z.string().min(1).max(100),
  promptTokens: count,
  completionTokens: count,
  latencyMs: z.number().min(0).max(86_400_000).optional(),
  conversationId: id.optional(),
});
export type RecordTokensInput = z.infer<typeof recordTokensInput>;
