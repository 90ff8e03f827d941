import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { ConnectionSize, type Connection } from '@polyphony/platform/pagination';
import type { MediaContext } from '../context.ts';
import { User } from '../users/user.type.ts';
import { ImageGenerationConnection, type ImageGeneration } from './image-generation.type.ts';

@Resolver(_of => User)
export class UserImagesResolver {
  @ConnectionSize()
  @FieldResolver(_returns => ImageGenerationConnection, { description: 'Newest first. For the user alone.' })
  imageGenerations(
    @Root() user: User,
    @Ctx() { imageGenerations }: MediaContext,
    @Arg('first', _type => Int, { nullable: true, defaultValue: 20 }) first: number | null,
    @Arg('after', _type => String, { nullable: true }) after: string | null,
  ): Promise<Connection<ImageGeneration>> {
    return imageGenerations.listOfUser(user.id, { first: first ?? 20, after: after ?? null });
  }
}
