import { Field, Int, ObjectType } from 'type-graphql';

@ObjectType({ description: 'A picture that was made.' })
export class GeneratedImage {
  @Field(_type => String)
  url!: string;

  @Field(_type => String, { description: 'MD5 of the bytes, in hexadecimal.' })
  hash!: string;

  @Field(_type => Int)
  width!: number;

  @Field(_type => Int)
  height!: number;

  @Field(_type => String)
  mimeType!: string;
}
