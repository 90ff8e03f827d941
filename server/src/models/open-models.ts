import { createProgressBar, resolveChatWeights } from '@polyphony/embedded/models';
import { createModels, type Models } from '@polyphony/inference/models';
import { modelSettingsFrom, type InferenceEnvironment } from '@polyphony/inference/settings';
import type { Logger } from '@polyphony/platform/logging';
import type { Shutdown } from '@polyphony/platform/shutdown';

export interface ModelOpenerOptions {
  environment: InferenceEnvironment;
  dataFolder: string;
  log: Logger;
  shutdown: Shutdown;
}

/** Opens the models when they are first asked for; without a remote language model it finds or fetches weights for a local one. */
export function createModelOpener(options: ModelOpenerOptions): () => Promise<Models> {
  let models: Promise<Models> | undefined;
  return () => (models ??= open(options));
}

async function open({ environment, dataFolder, log, shutdown }: ModelOpenerOptions): Promise<Models> {
  const settings = modelSettingsFrom(environment);
  const weights =
    settings.chat === null
      ? await resolveChatWeights({
          ggufPath: environment.LLM_GGUF,
          dataFolder,
          allowDownload: environment.LLM_DOWNLOAD,
          onProgress: createProgressBar(),
          log,
        })
      : null;
  const models = await createModels({ settings, weights, log });
  shutdown.onShutdown('models', () => models.close());
  return models;
}
