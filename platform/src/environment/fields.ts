import { z } from 'zod';

/** `true`, `1`, `yes`, `on` and their opposites. */
export const booleanField = (defaultValue: boolean) =>
  z
    .enum(['true', 'false', '1', '0', 'yes', 'no', 'on', 'off'])
    .default(defaultValue ? 'true' : 'false')
    .transform(text => ['true', '1', 'yes', 'on'].includes(text));

export const integerField = (defaultValue: number, { min = 0, max = Number.MAX_SAFE_INTEGER } = {}) =>
  z.coerce.number().int().min(min).max(max).default(defaultValue);

/** A TCP port; 0 lets the system pick a free one. */
export const portField = (defaultValue: number) => integerField(defaultValue, { min: 0, max: 65535 });

export const optionalUrlField = z.url().optional();

/** Comma-separated words, trimmed. */
export const listField = z
  .string()
  .default('')
  .transform(text =>
    text
      .split(',')
      .map(word => word.trim())
      .filter(word => word !== ''),
  );
