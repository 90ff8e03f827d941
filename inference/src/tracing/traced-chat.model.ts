import { AppError } from '@polyphony/platform/errors';
import { activeSpan, endSpan, startSpan, withSpan } from '@polyphony/platform/tracing';
import type { ChatModel, ChatPart, ChatRequest } from '../chat/index.ts';

/** The same model, each reply of which is a span of the work that asked for it: which model, how many tokens, never the words. */
export function traceChatModel(model: ChatModel): ChatModel {
  return {
    provider: model.provider,
    modelId: model.modelId,
    get contextWindow() {
      return model.contextWindow;
    },
    countTokens: text => model.countTokens(text),
    stream: request => (activeSpan() === undefined ? model.stream(request) : tracedStream(model, request)),
  };
}

async function* tracedStream(model: ChatModel, request: ChatRequest): AsyncGenerator<ChatPart, void, undefined> {
  const span = startSpan(`chat ${model.modelId}`, activeSpan(), {
    kind: 'client',
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': model.provider,
      'gen_ai.request.model': model.modelId,
      ...(request.maxTokens !== undefined && { 'gen_ai.request.max_tokens': request.maxTokens }),
    },
  });
  const startedAt = performance.now();
  let failure: string | undefined = 'CANCELLED';
  let isAnswering = false;
  try {
    const parts = withSpan(span, () => model.stream(request)[Symbol.asyncIterator]());
    // `for await` over it leaves the model when whoever reads leaves.
    for await (const part of { [Symbol.asyncIterator]: () => parts }) {
      if (!isAnswering && part.type === 'text') {
        isAnswering = true;
        span?.setAttribute('gen_ai.response.time_to_first_chunk', (performance.now() - startedAt) / 1000);
      }
      if (part.type === 'finish') {
        failure = undefined;
        span?.setAttributes({
          'gen_ai.usage.input_tokens': part.promptTokens,
          'gen_ai.usage.output_tokens': part.completionTokens,
          'gen_ai.response.finish_reasons': [part.reason],
        });
      }
      yield part;
    }
  } catch (error) {
    failure = error instanceof AppError ? error.code : 'INTERNAL_SERVER_ERROR';
    throw error;
  } finally {
    endSpan(span, failure);
  }
}
