export {
  cancelledError,
  InferenceError,
  type InferenceErrorCode,
  type InferenceErrorOptions,
} from './inference.error.ts';
