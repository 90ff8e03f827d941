// `npm run serve -- <gateway|users|chat|sql|media|ops|worker>`: one process of the distributed layout.
import { subgraphNames, type SubgraphName } from './parts/index.ts';
import { startOrExit } from './processes/report-start-failure.ts';

const [name = ''] = process.argv.slice(2).filter(argument => argument !== '--');
const isSubgraph = (text: string): text is SubgraphName => (subgraphNames as readonly string[]).includes(text);

/** Starts the named process and answers its address. Each kind is loaded only by the process that is of it. */
async function start(): Promise<string> {
  if (isSubgraph(name))
    return (await import('./processes/subgraph.process.ts')).startSubgraphProcess(name, process.env);
  if (name === 'gateway') return (await import('./processes/gateway.process.ts')).startGatewayProcess(process.env);
  if (name === 'worker') return (await import('./processes/worker.process.ts')).startWorkerProcess(process.env);
  console.error(`Usage: npm run serve -- <gateway|${subgraphNames.join('|')}|worker>`);
  return process.exit(2);
}

await startOrExit(async () => {
  const url = await start();
  console.log(`Polyphony ${name} is ready at ${url}`);
});
