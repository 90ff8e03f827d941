import { Field, Float, ObjectType } from 'type-graphql';
import { Speaker } from '../speakers/speaker.type.ts';

@ObjectType({ description: 'Something said. Times in seconds from the start of the recording.' })
export class SpeechSegment {
  @Field(_type => Float)
  start!: number;

  @Field(_type => Float)
  end!: number;

  @Field(_type => String)
  text!: string;

  @Field(_type => Speaker, { nullable: true })
  speaker!: Speaker | null;

  @Field(_type => Float, { nullable: true, description: '0 to 1.' })
  confidence!: number | null;
}
