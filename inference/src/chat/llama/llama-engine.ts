import { availableParallelism } from 'node:os';
import type { ChatWrapper, Llama, LlamaContext, LlamaContextSequence, LlamaModel } from 'node-llama-cpp';

export interface LlamaEngineOptions {
  modelPath: string;
  /** Tokens of prompt and reply together; bounded by what the model was trained for. */
  contextWindow: number;
  /** Replies generated side by side. They share the processor, and each costs the memory of a context window. */
  concurrency: number;
}

/** The loaded model with its contexts: `sequences` hold one conversation's state each. */
export interface LlamaEngine {
  model: LlamaModel;
  wrapper: ChatWrapper;
  sequences: LlamaContextSequence[];
  contextWindow: number;
  threads: number;
  dispose(): Promise<void>;
}

/** Loads the prebuilt llama.cpp for the processor and the weights. Never builds from source and never downloads. */
export async function loadLlamaEngine(options: LlamaEngineOptions): Promise<LlamaEngine> {
  // Importing node-llama-cpp takes 0.3 to 0.5 s, which only a process that uses it shall pay.
  const { getLlama, resolveChatWrapper, LlamaLogLevel } = await import('node-llama-cpp');
  const { withoutForeignBos } = await import('./without-foreign-bos.ts');
  const llama: Llama = await getLlama({
    build: 'never',
    gpu: false,
    skipDownload: true,
    progressLogs: false,
    logLevel: LlamaLogLevel.error,
  });
  try {
    const model = await llama.loadModel({ modelPath: options.modelPath, gpuLayers: 0 });
    const contextWindow = Math.min(options.contextWindow, model.trainContextSize);
    // The threads of llama.cpp wait for each other after every layer, spinning: when one of them loses its core to other work, all do.
    // Measured on two busy cores: 2 to 5 tokens/s with two threads, 34 to 98 with one. So one core is left to the rest of the process.
    // Hyper-threads share the units that do the arithmetic, so cpuMathCores counts cores.
    const threads = Math.max(1, Math.min(llama.cpuMathCores, availableParallelism()) - 1);
    const context: LlamaContext = await model.createContext({
      contextSize: contextWindow,
      sequences: options.concurrency,
      threads,
      flashAttention: true,
    });
    return {
      model,
      wrapper: withoutForeignBos(resolveChatWrapper(model), model),
      sequences: Array.from({ length: options.concurrency }, () => context.getSequence()),
      contextWindow,
      threads,
      dispose: () => llama.dispose(),
    };
  } catch (error) {
    await llama.dispose();
    throw error;
  }
}
