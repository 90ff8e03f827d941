import { APICallError } from '@ai-sdk/provider';
import { retryAfterMs } from '../retry/retry-after.ts';
import { cancelledError, InferenceError } from './inference.error.ts';

const maxDetailLength = 300;

/**
 * What a model server did wrong, for the log. The SDK's own error carries the whole request, prompts included, so it is never
 * passed on.
 */
class UpstreamError extends Error {
  override readonly name = 'UpstreamError';
}

function detailOf(error: unknown): string {
  if (error instanceof Error) return error.message;
  if (typeof error === 'object' && error !== null && 'message' in error) return String(error.message);
  return typeof error === 'string' ? error : 'unknown error';
}

/**
 * Turns whatever a provider of the AI SDK threw or sent into an InferenceError.
 * @param model how the message calls the model, for example `openai-compatible llama3`
 */
export function toInferenceError(error: unknown, model: string, signal?: AbortSignal): InferenceError {
  if (error instanceof InferenceError) return error;
  if (signal?.aborted) return cancelledError(signal.reason);
  const detail = detailOf(error).slice(0, maxDetailLength);
  if (APICallError.isInstance(error)) return ofStatus(error, detail, model);
  // Not a call error: the stream broke (TypeError "terminated") or its content made no sense.
  return new InferenceError(`The model ${model} broke off its answer.`, {
    code: 'INFERENCE_UNAVAILABLE',
    isRetryable: error instanceof TypeError || !(error instanceof Error),
    cause: new UpstreamError(detail),
  });
}

function ofStatus(error: APICallError, detail: string, model: string): InferenceError {
  const { statusCode, responseHeaders } = error;
  const cause = new UpstreamError(statusCode === undefined ? detail : `HTTP ${statusCode}: ${detail}`);
  switch (statusCode) {
    case 429:
      return new InferenceError(`The model ${model} is receiving too many requests.`, {
        code: 'INFERENCE_RATE_LIMITED',
        statusCode,
        isRetryable: true,
        retryAfterMs: retryAfterMs(responseHeaders),
        cause,
      });
    case 400:
    case 413:
    case 422:
      return new InferenceError(`The model ${model} refused the request: ${detail}`, {
        code: 'BAD_USER_INPUT',
        statusCode,
        cause,
      });
    case 401:
    case 403:
      return new InferenceError(`The model ${model} refused our credentials.`, {
        code: 'INFERENCE_UNAVAILABLE',
        statusCode,
        cause,
      });
    default:
      return new InferenceError(`The model ${model} is not available.`, {
        code: 'INFERENCE_UNAVAILABLE',
        statusCode,
        // A 200 that could not be read: the connection broke before the first event.
        isRetryable: error.isRetryable || statusCode === 200,
        retryAfterMs: retryAfterMs(responseHeaders),
        cause,
      });
  }
}
