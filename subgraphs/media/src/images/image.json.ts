/** One entry of `images`: a picture that was made. */
export interface ImageJson {
  url: string;
  /** MD5 of the bytes, in hexadecimal. */
  hash: string;
  /** Pixels. */
  width: number;
  height: number;
  mime_type: string;
}

/** One entry of `lora_models`: what was added to the model. */
export interface LoraReferenceJson {
  name: string;
  weight: number;
  version?: string | null;
  source_url?: string | null;
}
