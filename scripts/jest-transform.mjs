// Jest's transformer: the same compiler options as scripts/typescript-hook.mjs.
import { readFileSync } from 'node:fs';
import swcJest from '@swc/jest';

const { jsc, sourceMaps } = JSON.parse(readFileSync(new URL('./swc-options.json', import.meta.url), 'utf8'));
export default swcJest.createTransformer({ jsc, sourceMaps, swcrc: false });
