import { Field, Int, ObjectType } from 'type-graphql';

@ObjectType({ description: 'What a user has used of the current UTC day.' })
export class UserUsage {
  @Field(_type => Int)
  requestsToday!: number;

  @Field(_type => Int)
  tokensToday!: number;

  @Field(_type => Int, { description: 'Requests to models a day.' })
  dailyQuota!: number;

  @Field(_type => Date, { description: 'The start of the day that the counters belong to.' })
  lastResetAt!: Date;
}
