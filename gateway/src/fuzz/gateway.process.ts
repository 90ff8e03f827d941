// A gateway in a process of its own, for a test to be rude to. Tells its URL, and what it holds whenever it is asked.
import { startTestGateway } from '../testing/test-gateway.ts';

const gateway = await startTestGateway({
  settings: {
    // Refusing by rate would hide what is behind it.
    rateLimitPerMinute: 0,
    rateLimitPerMinuteAndAddress: 0,
    failedAuthenticationsPerMinute: 0,
    maxSocketsPerClient: 10_000,
    socketInitTimeoutMs: 500,
    requestTimeoutMs: 3000,
  },
});
process.on('message', () => {
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  process.send?.({ heapUsed, rss, open: process.getActiveResourcesInfo().filter(kind => kind.includes('TCP')).length });
});
process.on('disconnect', () => void gateway.close().then(() => process.exit(0)));
process.send?.({ url: gateway.url });
