import { Directive } from 'type-graphql';

export interface ListSizeOptions {
  /** How long the list usually is at most, where no argument says so. */
  assumed?: number;
  /** The argument that says how many there will be at most. */
  by?: string;
  /** The lists below the field that are meant, when it is no list itself. */
  of?: readonly string[];
}

/**
 * Tells the gateway how long a list gets, for the cost that it estimates before it executes an operation: the directive `@listSize`
 * of the cost specification (https://specs.apollo.dev/cost).
 */
export function ListSize({ assumed, by, of }: ListSizeOptions): MethodDecorator & PropertyDecorator {
  const parts = [
    ...(assumed === undefined ? [] : [`assumedSize: ${assumed}`]),
    ...(by === undefined ? [] : [`slicingArguments: ["${by}"]`]),
    ...(of === undefined ? [] : [`sizedFields: [${of.map(name => `"${name}"`).join(', ')}]`]),
    // Our slicing arguments have defaults.
    'requireOneSlicingArgument: false',
  ];
  return Directive(`@listSize(${parts.join(', ')})`);
}

/** The same for a field that answers with a connection sliced by `first`. */
export const ConnectionSize = () => ListSize({ by: 'first', of: ['edges', 'nodes'] });
