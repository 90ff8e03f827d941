import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { environmentShape } from './environment.ts';

/** All that any process reads; IDENTITY_KEYS only where processes work together. */
const shape: z.ZodRawShape = { ...environmentShape, IDENTITY_KEYS: z.string().optional() };

/** Depends on the terminal, so its default is told in words. */
const dependsOnTerminal = 'LOG_PRETTY';

describe('The configuration tables of the README', () => {
  it('name every variable that is read, with its default, and no other', async () => {
    const readme = await readFile(path.resolve(import.meta.dirname, '../../../README.md'), 'utf8');
    const rows = [...readme.matchAll(/^\| `([A-Z][A-Z0-9_]+)` +\| (.*?) +\|/gm)];
    const documented = new Map(rows.map(([, name = '', text = '']) => [name, text]));
    expect([...documented.keys()].toSorted()).toEqual(Object.keys(shape).toSorted());
    for (const [name, field] of Object.entries(shape)) {
      const value = (field as z.ZodType).safeParse(undefined).data;
      if (value === undefined || name === dependsOnTerminal) continue;
      expect(`${name} ${documented.get(name)}`).toBe(`${name} \`${String(value)}\``);
    }
  });
});
