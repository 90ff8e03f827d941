import { addHealthRoutes, closeHttpApp, createHttpApp } from '@polyphony/platform/http';
import { loadPart, subgraphNames } from '../parts/index.ts';
import { createDistributedProcess } from './distributed.ts';

/** Does the jobs and the periodic work of all subgraphs, and serves only its health. */
export async function startWorkerProcess(source: Record<string, string | undefined>): Promise<string> {
  const parts = await Promise.all(subgraphNames.map(loadPart));
  const { environment, surroundings } = await createDistributedProcess('worker', source);
  const { log, shutdown } = surroundings;
  const subgraphs = await Promise.all(parts.map(part => part.create(environment, surroundings)));
  for (const subgraph of subgraphs) shutdown.onShutdown(subgraph.name, () => subgraph.close());
  await Promise.all(subgraphs.map(subgraph => subgraph.startWorker()));

  const app = createHttpApp({ log, bodyLimit: 1024 });
  addHealthRoutes(app, { checks: subgraphs.flatMap(({ healthChecks }) => healthChecks), isDraining: () => false });
  shutdown.onShutdown('server', () => closeHttpApp(app, 1000));
  return app.listen({ host: environment.HOST, port: environment.PORT });
}
