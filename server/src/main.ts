// `npm start`: the whole graph in one process.
import { startAllInOne } from './processes/all-in-one.ts';
import { startOrExit } from './processes/report-start-failure.ts';

const startedAt = performance.timeOrigin;

await startOrExit(async () => {
  console.log('Starting Polyphony ...');
  const { url, dataFolder, engines, models } = await startAllInOne(process.env);
  const seconds = ((performance.timeOrigin + performance.now() - startedAt) / 1000).toFixed(1);
  const rows = [...engines, { name: 'Models', description: models }];
  const width = Math.max(...rows.map(({ name }) => name.length));
  console.log(
    [
      '',
      ...rows.map(({ name, description }) => `${name.padEnd(width)}  ${description}`),
      `Data in ${dataFolder}`,
      '',
      `Polyphony is ready at ${url} (${seconds} s): explorer at /, GraphQL at /graphql.`,
      'Try it in another terminal: npm run demo',
    ].join('\n'),
  );
});
