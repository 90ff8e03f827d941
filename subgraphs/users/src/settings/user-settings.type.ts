import { JsonScalar } from '@polyphony/platform/graphql';
import { Field, ObjectType } from 'type-graphql';

@ObjectType('UserSettings')
export class UserSettings {
  @Field(_type => JsonScalar, { description: 'A JSON object whose keys belong to the client.' })
  values!: unknown;

  @Field(_type => Date)
  updatedAt!: Date;
}
