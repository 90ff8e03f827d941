import { afterAll, describe } from '@jest/globals';
import { findProgram, hasRedisServer, startChildServer, startRedisServer } from './servers/index.ts';

export type EngineName = 'redis' | 'chroma' | 's3';

export interface Engine {
  readonly url: string;
  /** Ends what was started for it; an engine that an environment variable named goes on. */
  stop(): Promise<void>;
}

export interface MissingEngine {
  readonly missing: string;
}

/** Where each engine is looked for: a running one first, then a program to start. */
const engines: Record<EngineName, { variable: string; start(): Promise<Engine | MissingEngine> }> = {
  redis: {
    variable: 'REDIS_TEST_URL',
    async start() {
      return hasRedisServer() ? startRedisServer() : { missing: 'no redis-server (REDIS_COMMAND or on PATH)' };
    },
  },
  chroma: {
    variable: 'CHROMA_TEST_URL',
    async start() {
      const command = findProgram(process.env['CHROMA_COMMAND'] || 'chroma');
      if (command === undefined) return { missing: 'no chroma command (CHROMA_COMMAND or on PATH)' };
      const { port, stop } = await startChildServer({
        command,
        arguments: server => ['run', '--host', '127.0.0.1', '--port', String(server.port), '--path', server.folder],
        isReady: async port => (await fetch(`http://127.0.0.1:${port}/api/v2/heartbeat`)).ok,
      });
      return { url: `http://127.0.0.1:${port}`, stop };
    },
  },
  s3: {
    variable: 'S3_TEST_URL',
    async start() {
      const command = findProgram(process.env['MOTO_COMMAND'] || 'moto_server');
      if (command === undefined) return { missing: 'no moto_server command (MOTO_COMMAND or on PATH)' };
      const { port, stop } = await startChildServer({
        command,
        arguments: server => ['--host', '127.0.0.1', '--port', String(server.port)],
        isReady: async port => (await fetch(`http://127.0.0.1:${port}/moto-api/`)).ok,
      });
      return { url: `http://test:testtest@127.0.0.1:${port}`, stop };
    },
  },
};

/**
 * Finds or starts an engine for tests.
 * @throws Error when it is missing although `CI=true` and `POLYPHONY_REQUIRE_ENGINES` (comma-separated names) lists it.
 */
export async function findEngine(name: EngineName): Promise<Engine | MissingEngine> {
  const { variable, start } = engines[name];
  const url = process.env[variable];
  const engine = url ? { url, stop: async () => {} } : await start();
  if ('missing' in engine && isRequired(name)) throw new Error(`${name} is required here, but: ${engine.missing}`);
  return engine;
}

/**
 * Finds an engine and describes tests on it; await it at the top level of a test file. When it is missing, one line says so and
 * nothing is described: the file must have other tests.
 */
export async function describeWithEngine(name: EngineName, tests: (engine: Engine) => void): Promise<void> {
  const engine = await findEngine(name);
  if ('missing' in engine) {
    process.stderr.write(`skipped: the suites on ${name}: ${engine.missing}\n`);
    return;
  }
  describe(`on ${name}`, () => {
    // Runs after the hooks of the inner blocks, which close their clients.
    afterAll(() => engine.stop());
    tests(engine);
  });
}

function isRequired(name: EngineName): boolean {
  const required = (process.env['POLYPHONY_REQUIRE_ENGINES'] ?? '').split(',').map(each => each.trim());
  return process.env['CI'] === 'true' && required.includes(name);
}
