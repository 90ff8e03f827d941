import {
  getNamedType,
  isCompositeType,
  isEnumType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  print,
  type FieldNode,
} from 'graphql';
import type { FetchDataRewrite } from '@apollo/query-planner';
import { keyLiteral } from './key-literal.ts';
import type { FieldAtPosition, Position } from './position.ts';
import type { ObjectValue } from './value.ts';
import {
  dependsOnType,
  isOfType,
  selectFields,
  type SelectionScope,
  type TypedSelectionSet,
} from './selected-fields.ts';
import { toLatin1Json } from '@polyphony/platform/text';
import { nameOf } from './value.ts';

/** What a subgraph answers for one object: its fields in the order in which it must send them. */
export interface FieldSequence {
  readonly length: number;
  readonly keys: readonly string[];
  /** Under which response names they are kept, where the plan renames some. */
  readonly names: readonly string[];
  /** JSON text in front of each value: `{"name":` for the first, `,"name":` for the others. */
  readonly literals: readonly string[];
  /** Where the value goes. */
  readonly slots: readonly number[];
  /** Readers of objects; null where the value is a leaf. */
  readonly children: readonly (Reader | null)[];
  /** Leaves of custom scalars, whose text may be any JSON. */
  readonly isOpaque: readonly boolean[];
  /** Names of types and enum values, which are compared with others. */
  readonly isName: readonly boolean[];
  /** What the plan sets whatever the subgraph says: pairs of slot and JSON text. */
  readonly constants: readonly (readonly [slot: number, text: string])[];
}

const fragmentPrefix = '... on ';

/**
 * Tables to read the objects of one selection of a subgraph operation with. Which fields an object of an abstract type has is told by
 * its `__typename`, which the planner always selects there, and first.
 */
export class Reader {
  /** The same whatever the type; null where the type decides. */
  readonly fixed: FieldSequence | null;
  private readonly byTypename = new Map<string, FieldSequence>();
  /** The fields of all types together, to look up by name. */
  readonly all: FieldSequence;

  /** The object that was read last, and its text, while one answer is read. */
  latestText = '';
  latestObject: ObjectValue | null = null;

  constructor(
    readonly position: Position,
    private readonly sets: readonly TypedSelectionSet[],
    private readonly scope: SelectionScope,
    private readonly rewrites: readonly FetchDataRewrite[] = [],
  ) {
    const types = new Set(sets.map(({ type }) => type));
    const [type] = types;
    const isFixed =
      type !== undefined &&
      types.size === 1 &&
      (isObjectType(scope.schema.getType(type)) || !dependsOnType(sets, scope));
    this.fixed = isFixed ? this.sequence(type) : null;
    // All names get their slots now; those that come with types are looked up when an object of the type does.
    this.all = this.fixed ?? this.sequence(null);
  }

  /** The fields of an object of a type, null when there is no such type. @param rawTypename the type's name as JSON text. */
  sequenceFor(rawTypename: string): FieldSequence | null {
    let sequence = this.byTypename.get(rawTypename);
    if (sequence === undefined) {
      const typename = nameOf(rawTypename);
      // Subgraphs could make names up without end.
      if (!isCompositeType(this.scope.schema.getType(typename))) return null;
      sequence = this.sequence(typename);
      this.byTypename.set(rawTypename, sequence);
    }
    return sequence;
  }

  /** A path in the subgraph's answer, by the names in the response. */
  namesOf(path: readonly (string | number)[]): (string | number)[] {
    let fields: FieldSequence | undefined = this.all;
    return path.map(part => {
      if (typeof part === 'number') return part;
      const index: number = fields?.keys.indexOf(part) ?? -1;
      const name = fields?.names[index] ?? part;
      fields = fields?.children[index]?.all;
      return name;
    });
  }

  private sequence(typename: string | null): FieldSequence {
    const keys: string[] = [];
    const names: string[] = [];
    const literals: string[] = [];
    const slots: number[] = [];
    const children: (Reader | null)[] = [];
    const isOpaque: boolean[] = [];
    const isName: boolean[] = [];
    for (const field of selectFields(this.sets, typename, this.scope).values()) {
      const { own, below } = this.rewritesOf(field.key, typename);
      keys.push(field.key);
      names.push(own);
      literals.push(keyLiteral(field.key, keys.length === 1));
      slots.push(this.position.slot(own));
      for (const { node, parentType } of field.selections) this.position.note(own, this.fieldOf(node, parentType));
      const named = field.type === undefined ? undefined : getNamedType(field.type);
      isOpaque.push(isScalarType(named) && !isSpecifiedScalarType(named));
      isName.push(field.name === '__typename' || isEnumType(named));
      children.push(
        field.sets.length === 0 ? null : new Reader(this.position.child(own), field.sets, this.scope, below),
      );
    }
    return {
      length: keys.length,
      keys,
      names,
      literals,
      slots,
      children,
      isOpaque,
      isName,
      constants: this.constants(typename),
    };
  }

  private fieldOf(node: FieldNode, parentType: string): FieldAtPosition {
    const given = (node.arguments ?? []).map(argument => print(argument)).toSorted();
    return {
      parentType,
      isOfObjects: isObjectType(this.scope.schema.getType(parentType)),
      text: [node.name.value, ...given].join(' '),
    };
  }

  /** Under which name a field is kept, and what is to be rewritten below it. */
  private rewritesOf(key: string, typename: string | null): { own: string; below: FetchDataRewrite[] } {
    let own = key;
    const below: FetchDataRewrite[] = [];
    for (const rewrite of this.rewrites) {
      const path = this.withoutConditions(rewrite.path, typename);
      if (path === null || path[0] !== key) continue;
      if (path.length > 1) below.push({ ...rewrite, path: path.slice(1) });
      else if (rewrite.kind === 'KeyRenamer') own = rewrite.renameKeyTo;
    }
    return { own, below };
  }

  private constants(typename: string | null): [number, string][] {
    return this.rewrites.flatMap((rewrite): [number, string][] => {
      const path = this.withoutConditions(rewrite.path, typename);
      if (rewrite.kind !== 'ValueSetter' || path?.length !== 1) return [];
      return [[this.position.slot(path[0]!), toLatin1Json(rewrite.setValueTo)]];
    });
  }

  /** A rewrite's path without the type conditions in front; null when the type does not meet them. */
  private withoutConditions(path: readonly string[], typename: string | null): readonly string[] | null {
    let start = 0;
    for (; path[start]?.startsWith(fragmentPrefix) === true; start++) {
      const condition = path[start]!.slice(fragmentPrefix.length);
      if (typename !== null && !isOfType(this.scope.schema, typename, condition)) return null;
    }
    return path.slice(start);
  }
}
