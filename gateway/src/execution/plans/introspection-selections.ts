import type { FieldNode, FragmentDefinitionNode } from 'graphql';

/**
 * Lets a visitor pass by what is selected of `__schema` and `__type`: no subgraph is asked for it, and it is answered as the client
 * wrote it.
 */
export const outsideIntrospection = {
  Field: (node: FieldNode) => (isIntrospection(node) ? false : undefined),
  FragmentDefinition: (node: FragmentDefinitionNode) =>
    node.typeCondition.name.value.startsWith('__') ? false : undefined,
};

export function isIntrospection({ name }: FieldNode): boolean {
  return name.value === '__schema' || name.value === '__type';
}
