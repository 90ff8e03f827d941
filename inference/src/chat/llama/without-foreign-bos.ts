import { LlamaText, SpecialToken, type ChatWrapper, type LlamaModel } from 'node-llama-cpp';

/**
 * Leaves out the BOS token for models that were trained without one. node-llama-cpp's templates put it always, and in SmolLM2 it is
 * the same token as `<|im_start|>`, so that the prompt would open with two of them.
 */
export function withoutForeignBos(wrapper: ChatWrapper, model: LlamaModel): ChatWrapper {
  if (model.tokens.shouldPrependBosToken) return wrapper;
  const generate = wrapper.generateContextState.bind(wrapper);
  wrapper.generateContextState = options => {
    const state = generate(options);
    const [first, ...rest] = state.contextText.values;
    const isBos = first instanceof SpecialToken && first.value === 'BOS';
    return isBos ? { ...state, contextText: LlamaText(rest) } : state;
  };
  return wrapper;
}
