// Writes items one after the other into the file that its argument names, printing the number of each acknowledged one, until
// it is killed.
import { writeSync } from 'node:fs';
import { createSqliteVectorStore } from '../index.ts';

const store = createSqliteVectorStore({ file: process.argv[2]! });
for (let number = 1; number <= 900; number++) {
  const vector = Float32Array.from({ length: 8 }, (_, index) => number + index);
  await store.upsert('killed', [{ id: String(number), vector, text: '', metadata: {} }]);
  writeSync(1, `${number}\n`);
}
// Long enough for whoever reads along to kill it.
await new Promise(resolve => setTimeout(resolve, 10_000));
