import { Field, Float, ID, Int, ObjectType } from 'type-graphql';

@ObjectType({ description: 'One voice in a recording.' })
export class Speaker {
  @Field(_type => ID)
  id!: string;

  @Field(_type => String, { description: 'As the diarizer calls it: SPEAKER_00.' })
  speakerId!: string;

  @Field(_type => String, { nullable: true, description: 'As the user calls it.' })
  label!: string | null;

  @Field(_type => Float)
  totalDurationSeconds!: number;

  @Field(_type => Int)
  wordCount!: number;
}
