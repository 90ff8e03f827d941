/** A model that turns texts into vectors whose distance follows their meaning. */
export interface EmbeddingModel {
  /** `openai-compatible`, `google` or `local`. */
  readonly provider: string;
  readonly modelId: string;
  /** Numbers in every vector. Vectors of models that differ in `modelId` or `dimensions` cannot be compared. */
  readonly dimensions: number;
  /**
   * One vector of unit length a text, in the order of the texts.
   * @throws InferenceError
   */
  embed(texts: string[], signal?: AbortSignal): Promise<Float32Array[]>;
}
