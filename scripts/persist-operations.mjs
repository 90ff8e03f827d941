// Writes schema/persisted-operations.json, { SHA-256: text }, of the SDK's operations exactly as it sends them, and puts each hash
// into its generated document as `__meta__.hash`, where the client looks for it.
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const generated = path.join(root, 'sdk/src/generated/graphql.ts');
const sha256 = text => createHash('sha256').update(text).digest('hex');

const documents = Object.entries(await import(pathToFileURL(generated)))
  .filter(([name]) => name.endsWith('Document'))
  .map(([name, document]) => ({ name, text: document.toString() }));

let source = await readFile(generated, 'utf8');
for (const { name, text } of documents) {
  const before = source;
  const declaration = new RegExp(`(export const ${name} = new TypedDocumentString\\(\`[^\`]*\`)\\)`);
  source = source.replace(declaration, `$1, { hash: '${sha256(text)}' })`);
  if (source === before) throw new Error(`The generated file has no document ${name} of the expected form.`);
}
await writeFile(generated, source);

const byHash = Object.fromEntries(
  documents.map(({ text }) => [sha256(text), text]).sort(([one], [other]) => (one < other ? -1 : 1)),
);
await writeFile(path.join(root, 'schema/persisted-operations.json'), `${JSON.stringify(byHash, null, 2)}\n`);
console.log(`Wrote ${documents.length} operations to schema/persisted-operations.json.`);
