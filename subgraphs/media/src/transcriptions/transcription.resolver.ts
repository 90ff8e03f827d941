import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { ListSize } from '@polyphony/platform/pagination';
import type { MediaContext } from '../context.ts';
import { Speaker } from '../speakers/speaker.type.ts';
import { SpeechSegment } from './speech-segment.type.ts';
import { SubtitleFormat } from './subtitle-format.enum.ts';
import { Transcription } from './transcription.type.ts';

@Resolver(_of => Transcription)
export class TranscriptionResolver {
  @Query(_returns => Transcription)
  transcription(@Arg('id', _type => ID) id: string, @Ctx() { transcriptions }: MediaContext): Promise<Transcription> {
    return transcriptions.get(id);
  }

  @ListSize({ assumed: 500 })
  @FieldResolver(_returns => [SpeechSegment])
  segments(@Root() transcription: Transcription, @Ctx() { transcriptions }: MediaContext): Promise<SpeechSegment[]> {
    return transcriptions.segments(transcription);
  }

  @FieldResolver(_returns => [Speaker])
  speakers(@Root() { id }: Transcription, @Ctx() { speakers }: MediaContext): Promise<Speaker[]> {
    return speakers.listOfTranscription(id);
  }

  @FieldResolver(_returns => String, { description: 'What was said so far, for video players.' })
  subtitles(
    @Root() transcription: Transcription,
    @Arg('format', _type => SubtitleFormat) format: SubtitleFormat,
    @Ctx() { transcriptions }: MediaContext,
  ): Promise<string> {
    return transcriptions.subtitles(transcription, format);
  }
}
