import { Kind, type DocumentNode, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';

/** Far above what applications write; each alias runs a field once more, and each directive is looked at at every visit. */
export const repetitionLimits = { aliases: 300, aliasesOfField: 60, directives: 300, directivesOfField: 10 } as const;

/** How much a client may repeat, fragments counted as often as they are spread. */
interface Repetition {
  aliases: number;
  directives: number;
  mostDirectives: number;
  readonly byField: Map<string, number>;
}

/**
 * Whether a validated operation repeats too much: aliases in all and of one field, directives in all and on one field.
 * @returns what to tell the client, or null.
 */
export function findRepetition(document: DocumentNode, operation: OperationDefinitionNode): string | null {
  const { aliases, directives, mostDirectives, byField } = count(document, operation);
  const limits = repetitionLimits;
  if (aliases > limits.aliases)
    return `An operation may have at most ${limits.aliases} aliases, fragments written out.`;
  for (const [name, times] of byField) {
    if (times <= limits.aliasesOfField) continue;
    return `An operation may have at most ${limits.aliasesOfField} aliases of one field; "${name}" has more.`;
  }
  if (directives > limits.directives)
    return `An operation may have at most ${limits.directives} directives, fragments written out.`;
  if (mostDirectives > limits.directivesOfField)
    return `A field may have at most ${limits.directivesOfField} directives.`;
  return null;
}

function count(document: DocumentNode, operation: OperationDefinitionNode): Repetition {
  const found: Repetition = {
    aliases: 0,
    directives: operation.directives?.length ?? 0,
    mostDirectives: operation.directives?.length ?? 0,
    byField: new Map(),
  };
  const fragments = new Map<string, SelectionSetNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition.selectionSet);
  // A fragment is looked at once, after all that spread it, when it is known how often it is spread.
  const times = new Map<SelectionSetNode, number>([[operation.selectionSet, 1]]);
  for (const set of outermostFirst(operation.selectionSet, fragments)) {
    const factor = times.get(set) ?? 0;
    visit(set, factor, found, name => {
      const spread = fragments.get(name);
      if (spread !== undefined) times.set(spread, Math.min(1e9, (times.get(spread) ?? 0) + factor));
    });
  }
  return found;
}

function visit(set: SelectionSetNode, factor: number, found: Repetition, onSpread: (name: string) => void): void {
  for (const selection of set.selections) {
    const directives = selection.directives?.length ?? 0;
    found.directives += directives * factor;
    found.mostDirectives = Math.max(found.mostDirectives, directives);
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      onSpread(selection.name.value);
      continue;
    }
    if (selection.kind === Kind.FIELD && selection.alias !== undefined) {
      const name = selection.name.value;
      found.aliases += factor;
      found.byField.set(name, (found.byField.get(name) ?? 0) + factor);
    }
    if (selection.selectionSet !== undefined) visit(selection.selectionSet, factor, found, onSpread);
  }
}

/** A selection set and those of the fragments it reaches, each after every one that spreads it. */
function outermostFirst(
  outermost: SelectionSetNode,
  fragments: ReadonlyMap<string, SelectionSetNode>,
): SelectionSetNode[] {
  const innermostFirst: SelectionSetNode[] = [];
  const seen = new Set([outermost]);
  const reach = (set: SelectionSetNode) => {
    visit(set, 0, { aliases: 0, directives: 0, mostDirectives: 0, byField: new Map() }, name => {
      const spread = fragments.get(name);
      if (spread === undefined || seen.has(spread)) return;
      seen.add(spread);
      reach(spread);
    });
    innermostFirst.push(set);
  };
  reach(outermost);
  return innermostFirst.toReversed();
}
