import type { OpenAiServer } from '@polyphony/inference/testing';
import { startAllInOne } from './all-in-one.ts';
import { startDistributed } from './distributed.ts';
import type { Installation } from './installation.ts';
import { startScriptedModel } from './scripted-model.ts';

/** An installation with a scripted model behind it. */
export interface Polyphony extends Installation {
  readonly model: OpenAiServer;
}

export type Layout = 'all-in-one' | 'distributed';
/** The whole suite runs in either layout: E2E_LAYOUT chooses. */
export const layout: Layout = process.env['E2E_LAYOUT'] === 'distributed' ? 'distributed' : 'all-in-one';

/** Starts an installation of its own, with empty stores and a scripted model, in the layout under test. */
export async function startPolyphony(environment: Record<string, string> = {}): Promise<Polyphony> {
  const model = await startScriptedModel();
  const start = layout === 'distributed' ? startDistributed : startAllInOne;
  try {
    const installation = await start({
      LLM_URL: model.url,
      LLM_MODEL: 'test-model',
      LOG_LEVEL: 'warn',
      ...environment,
    });
    return {
      ...installation,
      model,
      async stop() {
        await installation.stop();
        await model.close();
      },
    };
  } catch (error) {
    await model.close();
    throw error;
  }
}
