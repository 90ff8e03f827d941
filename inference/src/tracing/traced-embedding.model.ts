import { AppError } from '@polyphony/platform/errors';
import { activeSpan, endSpan, startSpan, withSpan } from '@polyphony/platform/tracing';
import type { EmbeddingModel } from '../embeddings/index.ts';

/** The same model, each call of which is a span of the work that made it: which model, how many texts, never the texts. */
export function traceEmbeddingModel(model: EmbeddingModel): EmbeddingModel {
  const { provider, modelId, dimensions } = model;
  return {
    provider,
    modelId,
    dimensions,
    async embed(texts, signal) {
      const parent = activeSpan();
      if (parent === undefined) return model.embed(texts, signal);
      const span = startSpan(`embeddings ${modelId}`, parent, {
        kind: 'client',
        attributes: {
          'gen_ai.operation.name': 'embeddings',
          'gen_ai.provider.name': provider,
          'gen_ai.request.model': modelId,
          'gen_ai.embeddings.dimension.count': dimensions,
          'polyphony.embeddings.texts': texts.length,
        },
      });
      try {
        const vectors = await withSpan(span, () => model.embed(texts, signal));
        endSpan(span);
        return vectors;
      } catch (error) {
        endSpan(span, error instanceof AppError ? error.code : 'INTERNAL_SERVER_ERROR');
        throw error;
      }
    },
  };
}
