import { describe, expect, it } from '@jest/globals';
import { Field, FieldResolver, ID, Int, ObjectType, Query, Resolver, Root, UseMiddleware } from 'type-graphql';
import { createRequestContext } from '../context/index.ts';
import { buildSubgraphSchema } from './build-subgraph-schema.ts';
import { createExecutableSubgraph } from './executable.ts';

@ObjectType()
class Sheep {
  @Field(_type => ID)
  id!: string;

  @Field({ name: 'called' })
  name!: string;

  @Field()
  @UseMiddleware(async (_data, next) => String(await next()).toUpperCase())
  color!: string;

  @Field(_type => Int)
  legs(): number {
    return 4;
  }

  @Field(_type => Int)
  get ears(): number {
    return 2;
  }

  @Field(_type => Int)
  age!: number;
}

@Resolver(_of => Sheep)
class SheepResolver {
  @Query(_returns => Sheep)
  sheep(): Sheep {
    return Object.assign(new Sheep(), { id: '1', name: 'Dolly', color: 'white' });
  }

  @FieldResolver(_returns => Int)
  age(@Root() { id }: Sheep): number {
    return Number(id) + 6;
  }
}

describe('Fields of a class', () => {
  it('are read as they are where nothing else was said of them', async () => {
    const schema = await buildSubgraphSchema({ resolvers: [SheepResolver] });
    const fields = schema.schema.getType('Sheep');
    const resolved = Object.values(fields && 'getFields' in fields ? fields.getFields() : {})
      .filter(field => 'resolve' in field && field.resolve !== undefined)
      .map(({ name }) => name);
    // TypeGraphQL itself takes getters and methods for resolvers.
    expect(new Set(resolved)).toEqual(new Set(['age', 'called', 'color', 'ears', 'legs']));
    const executable = createExecutableSubgraph({
      name: 'sheep',
      schema,
      createContext: request => request,
      procedures: {},
      healthChecks: [],
      startWorker: async () => undefined,
      close: async () => undefined,
    });
    const query = '{ sheep { id called color legs ears age } }';
    expect(await executable.execute({ query }, createRequestContext())).toEqual({
      data: { sheep: { id: '1', called: 'Dolly', color: 'WHITE', legs: 4, ears: 2, age: 7 } },
    });
  });
});
