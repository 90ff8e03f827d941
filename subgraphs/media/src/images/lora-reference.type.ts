import { Field, Float, ObjectType } from 'type-graphql';

@ObjectType({ description: 'A style, character or concept that was added to the model.' })
export class LoraReference {
  @Field(_type => String)
  name!: string;

  @Field(_type => String, { nullable: true })
  version!: string | null;

  @Field(_type => Float)
  weight!: number;

  @Field(_type => String, { nullable: true })
  sourceUrl!: string | null;
}
