import type { FetchDataRewrite, QueryPlanSelectionNode } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import { toLatin1Json } from '../graph-result.ts';
import type { Position } from './position.ts';
import { isOfType } from './selected-fields.ts';
import { isObjectValue, type ObjectValue, type Value } from './value.ts';

const typenameKey = '__typename';

/** The fields that identify an entity of one type, as JSON text and slots in turns. */
interface Template {
  readonly literals: readonly string[];
  /** -1 where the literal says it all. */
  readonly slots: readonly number[];
  readonly children: readonly (RepresentationWriter | null)[];
  readonly closing: string;
  /** JSON text of the type's name as the subgraph is told it. */
  readonly typename: string;
}

/** Writes the representations by which a subgraph finds entities: what a plan's `requires` takes from an object. */
export class RepresentationWriter {
  private readonly byTypename = new Map<string, Template>();
  private readonly typenameSlot: number;

  constructor(
    private readonly position: Position,
    private readonly requires: readonly QueryPlanSelectionNode[],
    private readonly schema: GraphQLSchema,
    private readonly rewrites: readonly FetchDataRewrite[] = [],
    private readonly isEntity = true,
  ) {
    this.typenameSlot = position.slot(typenameKey);
  }

  /** The type's name of an object, as the subgraph is told it; JSON text. */
  typenameOf(object: ObjectValue): string {
    const typename = object[this.typenameSlot];
    return typeof typename === 'string' ? this.template(typename).typename : '""';
  }

  /** JSON text; null when the object lacks something that is required, undefined when nothing is asked about objects of its type. */
  write(object: ObjectValue): string | null | undefined {
    const typename = object[this.typenameSlot];
    if (typeof typename !== 'string' && this.isEntity) return null;
    const { literals, slots, children, closing } = this.template(typeof typename === 'string' ? typename : '""');
    if (slots.length === 0) return this.isEntity ? undefined : '{}';
    let text = '';
    for (let index = 0; index < slots.length; index++) {
      text += literals[index]!;
      const slot = slots[index]!;
      if (slot < 0) continue;
      const value = object[slot];
      if (value === undefined) return null;
      const child = children[index]!;
      text += child === null ? leafOrList(value) : writeNested(child, value);
    }
    return text + closing;
  }

  private template(rawTypename: string): Template {
    let template = this.byTypename.get(rawTypename);
    if (template === undefined) {
      template = this.makeTemplate(rawTypename);
      this.byTypename.set(rawTypename, template);
    }
    return template;
  }

  private makeTemplate(rawTypename: string): Template {
    const typename = rawTypename.slice(1, -1);
    let told = typename;
    for (const rewrite of this.rewrites) {
      if (rewrite.kind !== 'ValueSetter' || rewrite.path.at(-1) !== typenameKey) continue;
      const conditions = rewrite.path.slice(0, -1).map(part => part.slice('... on '.length));
      if (conditions.every(condition => isOfType(this.schema, told, condition))) told = String(rewrite.setValueTo);
    }
    const fields = new Map<string, QueryPlanSelectionNode[] | null>();
    const add = (selections: readonly QueryPlanSelectionNode[]): void => {
      for (const selection of selections) {
        if (selection.kind === 'InlineFragment') {
          const { typeCondition } = selection;
          if (typeCondition === undefined || isOfType(this.schema, typename, typeCondition)) add(selection.selections);
          continue;
        }
        const key = selection.alias ?? selection.name;
        if (selection.selections === undefined) fields.set(key, null);
        else fields.set(key, [...(fields.get(key) ?? []), ...selection.selections]);
      }
    };
    add(this.requires);
    const literals: string[] = [];
    const slots: number[] = [];
    const children: (RepresentationWriter | null)[] = [];
    for (const [key, selections] of fields) {
      const literal = `${literals.length === 0 ? '{' : ','}${toLatin1Json(key)}:`;
      const isRewritten = key === typenameKey && told !== typename;
      literals.push(isRewritten ? literal + toLatin1Json(told) : literal);
      slots.push(isRewritten ? -1 : this.position.slot(key));
      children.push(
        selections === null
          ? null
          : new RepresentationWriter(this.position.child(key), selections, this.schema, [], false),
      );
    }
    return { literals, slots, children, closing: '}', typename: toLatin1Json(told) };
  }
}

function leafOrList(value: Value): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return `[${value.map(leafOrList).join(',')}]`;
  return String(value);
}

function writeNested(writer: RepresentationWriter, value: Value): string {
  if (value === null || value === undefined || !Array.isArray(value)) return 'null';
  if (!isObjectValue(value)) return `[${value.map(element => writeNested(writer, element)).join(',')}]`;
  return writer.write(value) ?? 'null';
}
