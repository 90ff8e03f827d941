import { z } from 'zod';
import { logLevels } from './log-level.ts';

/** Message and context are cut to size rather than refused: an entry that is lost helps nobody. */
export const writeLogInput = z.object({
  service: z.string().min(1).max(50),
  level: z.enum(logLevels),
  action: z.string().min(1).max(100).optional(),
  message: z.string().min(1).max(1_000_000),
  userId: z.string().min(1).max(64).optional(),
  context: z.record(z.string(), z.unknown()).optional(),
  source: z.string().min(1).max(100).optional(),
});
export type WriteLogInput = z.infer<typeof writeLogInput>;
