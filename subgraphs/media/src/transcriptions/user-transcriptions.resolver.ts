import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { ConnectionSize, type Connection } from '@polyphony/platform/pagination';
import type { MediaContext } from '../context.ts';
import { User } from '../users/user.type.ts';
import { TranscriptionConnection, type Transcription } from './transcription.type.ts';

@Resolver(_of => User)
export class UserTranscriptionsResolver {
  @ConnectionSize()
  @FieldResolver(_returns => TranscriptionConnection, { description: 'Newest first. For the user alone.' })
  transcriptions(
    @Root() user: User,
    @Ctx() { transcriptions }: MediaContext,
    @Arg('first', _type => Int, { nullable: true, defaultValue: 20 }) first: number | null,
    @Arg('after', _type => String, { nullable: true }) after: string | null,
  ): Promise<Connection<Transcription>> {
    return transcriptions.listOfUser(user.id, { first: first ?? 20, after: after ?? null });
  }
}
