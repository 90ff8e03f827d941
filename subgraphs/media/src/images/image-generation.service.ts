import { mapConnection, type OwnedReader } from '@polyphony/platform/owned-rows';
import type { Connection } from '@polyphony/platform/pagination';
import type { ImageGenerationEntity } from './image-generation.entity.ts';
import { ImageGeneration } from './image-generation.type.ts';

/** Reads a viewer's image generations. */
export class ImageGenerationService {
  readonly #reader: OwnedReader<ImageGenerationEntity>;

  constructor(reader: OwnedReader<ImageGenerationEntity>) {
    this.#reader = reader;
  }

  /** Null for what does not exist or belongs to somebody else. */
  async find(id: string): Promise<ImageGeneration | null> {
    const entity = await this.#reader.find(id);
    return entity === null ? null : toGraph(entity);
  }

  /** @throws UnauthenticatedError, NotFoundError */
  async get(id: string): Promise<ImageGeneration> {
    return toGraph(await this.#reader.get(id));
  }

  /** Newest first. @throws NotFoundError unless the viewer is that user, BadUserInputError for `first` and `after`. */
  async listOfUser(
    userId: string,
    page: { first: number; after: string | null },
  ): Promise<Connection<ImageGeneration>> {
    return mapConnection(await this.#reader.listOfUser(userId, page), toGraph);
  }

  /** The viewer's latest 100. @throws UnauthenticatedError */
  async listOfConversation(conversationId: string): Promise<ImageGeneration[]> {
    return (await this.#reader.listOfConversation(conversationId)).map(toGraph);
  }
}

function toGraph(entity: ImageGenerationEntity): ImageGeneration {
  return Object.assign(new ImageGeneration(), {
    id: entity.id,
    status: entity.status,
    progress: entity.progress,
    prompt: entity.prompt,
    negativePrompt: entity.negativePrompt,
    model: entity.model,
    sampler: entity.sampler,
    steps: entity.steps,
    cfgScale: entity.cfgScale,
    seed: entity.seed,
    width: entity.width,
    height: entity.height,
    loras: entity.loras.map(lora => ({
      name: lora.name,
      version: lora.version ?? null,
      weight: lora.weight,
      sourceUrl: lora.source_url ?? null,
    })),
    images: entity.images.map(({ mime_type: mimeType, ...image }) => ({ ...image, mimeType })),
    generationTimeMs: entity.generationTimeMs,
    error: entity.errorMessage,
    conversation: entity.conversationId === null ? null : { id: entity.conversationId },
    createdAt: entity.createdAt,
  });
}
