import { createModels, type Models } from '@polyphony/inference/models';
import { inferenceEnvironmentShape, modelSettingsFrom } from '@polyphony/inference/settings';
import { booleanField } from '@polyphony/platform/environment';
import type { Logger } from '@polyphony/platform/logging';
import type { Shutdown } from '@polyphony/platform/shutdown';
import { z } from 'zod';

/** The environment variables of the models, remote and local. */
export const modelEnvironment = {
  ...inferenceEnvironmentShape,
  /** A GGUF file for the local language model. */
  LLM_GGUF: z.string().optional(),
  /** Whether weights may be fetched when they are not in the data folder. */
  LLM_DOWNLOAD: booleanField(true),
};

export interface ModelOpenerOptions {
  environment: z.infer<z.ZodObject<typeof modelEnvironment>>;
  dataFolder: string;
  log: Logger;
  shutdown: Shutdown;
}

/** Opens the models when they are first asked for, fetching local weights where none are configured. */
export function createModelOpener({ environment, log, shutdown }: ModelOpenerOptions): () => Promise<Models> {
  let models: Promise<Models> | undefined;
  const open = async () => {
    const opened = await createModels({ settings: modelSettingsFrom(environment), weights: null, log });
    shutdown.onShutdown('models', () => opened.close());
    return opened;
  };
  return () => (models ??= open());
}
