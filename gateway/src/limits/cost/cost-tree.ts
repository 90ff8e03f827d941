import type { Variables } from '../../execution/index.ts';
import type { Amount } from './list-length.ts';

/** A sum: what is known, and what depends on variables. Trees are shared where fragments are. */
export interface CostTree {
  fixed: number;
  readonly terms: { readonly times: Amount; readonly tree: CostTree }[];
  /** The round of counting in which `counted` was found. */
  round: number;
  counted: number;
}

/** Costs stop growing here: any maximum is far below, and sums stay exact. */
export const maxCost = 1e12;

export function createCostTree(fixed = 0): CostTree {
  return { fixed, terms: [], round: 0, counted: 0 };
}

export function isFixed({ terms }: CostTree): boolean {
  return terms.length === 0;
}

/** Adds a cost so many times. */
export function addCost(to: CostTree, tree: CostTree, times: Amount): void {
  if (typeof times === 'number' && isFixed(tree)) to.fixed = Math.min(maxCost, to.fixed + times * tree.fixed);
  else to.terms.push({ times, tree });
}

let round = 0;

/** Sums up for the variables of one request; each tree once, however many share it. */
export function costOfTree(tree: CostTree, variables: Variables): number {
  round += 1;
  return count(tree, variables);
}

function count(tree: CostTree, variables: Variables): number {
  if (tree.terms.length === 0) return tree.fixed;
  if (tree.round === round) return tree.counted;
  let sum = tree.fixed;
  for (const { times, tree: inner } of tree.terms) {
    const factor = typeof times === 'number' ? times : times(variables);
    if (factor !== 0) sum += factor * count(inner, variables);
    if (sum > maxCost) sum = maxCost;
  }
  tree.round = round;
  tree.counted = sum;
  return sum;
}
