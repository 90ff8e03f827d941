import 'reflect-metadata';
import { Directive, Field, Int, ObjectType, type ClassType } from 'type-graphql';
import type { Page } from './connection.ts';

@Directive('@shareable')
@ObjectType({ description: 'Where a page stands in its list.' })
export class PageInfo {
  @Field(_type => Boolean)
  hasNextPage!: boolean;

  @Field(_type => Boolean)
  hasPreviousPage!: boolean;

  @Field(_type => String, { nullable: true })
  startCursor!: string | null;

  @Field(_type => String, { nullable: true })
  endCursor!: string | null;
}

export interface Connection<Node> {
  edges: { cursor: string; node: Node }[];
  nodes: Node[];
  pageInfo: PageInfo;
  /** Of the whole list. A function, when counting it costs a query that few clients ask for. */
  totalCount: number | (() => Promise<number>);
}

/** Makes the Relay connection and edge types of a node type: `UserConnection`, `UserEdge`. */
export function connectionType<Node extends object>(
  name: string,
  node: () => ClassType<Node>,
): ClassType<Connection<Node>> {
  @ObjectType(`${name}Edge`)
  class EdgeType {
    @Field(_type => String)
    cursor!: string;

    @Field(_type => node())
    node!: Node;
  }

  // Simple resolvers call a function-valued property, which is what makes a lazy total possible.
  @ObjectType(`${name}Connection`, { simpleResolvers: true })
  class ConnectionType {
    @Field(_type => [EdgeType])
    edges!: EdgeType[];

    @Field(_type => [node()])
    nodes!: Node[];

    @Field(_type => PageInfo)
    pageInfo!: PageInfo;

    @Field(_type => Int, { description: 'How many there are in the whole list.' })
    totalCount!: number | (() => Promise<number>);
  }
  return ConnectionType;
}

/** Shapes a page as a connection. */
export function toConnection<Node>(page: Page<Node>, totalCount: Connection<Node>['totalCount']): Connection<Node> {
  return {
    edges: page.nodes.map((node, index) => ({ node, cursor: page.cursors[index] ?? '' })),
    nodes: page.nodes,
    pageInfo: {
      hasNextPage: page.hasNextPage,
      hasPreviousPage: page.hasPreviousPage,
      startCursor: page.cursors[0] ?? null,
      endCursor: page.cursors.at(-1) ?? null,
    },
    totalCount,
  };
}
