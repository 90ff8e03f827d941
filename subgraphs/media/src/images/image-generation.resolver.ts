import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { MediaContext } from '../context.ts';
import { ImageGeneration } from './image-generation.type.ts';

@Resolver(_of => ImageGeneration)
export class ImageGenerationResolver {
  @Query(_returns => ImageGeneration)
  imageGeneration(
    @Arg('id', _type => ID) id: string,
    @Ctx() { imageGenerations }: MediaContext,
  ): Promise<ImageGeneration> {
    return imageGenerations.get(id);
  }
}
