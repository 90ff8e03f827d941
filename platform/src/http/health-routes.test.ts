import { describe, expect, it } from '@jest/globals';
import { silentLogger } from '../logging/index.ts';
import { createHttpApp } from './create-http-app.ts';
import { addHealthRoutes } from './health-routes.ts';

describe('The health routes', () => {
  it('look at a store once for all who ask at the same time, and again for who asks later', async () => {
    let looks = 0;
    const app = createHttpApp({ log: silentLogger, bodyLimit: 100 });
    const check = async () => {
      looks += 1;
      await new Promise(resolve => setTimeout(resolve, 20));
    };
    addHealthRoutes(app, { checks: [{ name: 'store', check }], isDraining: () => false });
    const ask = async () => (await app.inject('/readyz')).statusCode;
    expect(await Promise.all(Array.from({ length: 20 }, ask))).toEqual(Array.from({ length: 20 }, () => 200));
    expect(looks).toBe(1);
    await ask();
    expect(looks).toBe(2);
    await app.close();
  });
});
