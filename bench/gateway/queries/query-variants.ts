import { deepQuery } from './deep-query.ts';

/** Lines of the query that get an alias, so that a variant differs in every fetch of its plan. Each stands on a line of its own. */
const aliased = [
  { field: 'name', within: 'fragment User' },
  { field: 'body', within: 'fragment Review' },
  { field: 'inStock', within: 'fragment Product' },
  { field: 'name', within: 'fragment Product' },
  { field: 'shippingEstimate', within: 'fragment Product' },
  { field: 'users {', within: 'query TestQuery' },
  { field: 'topProducts {', within: 'query TestQuery' },
];

/** The deep query with other response names: as large, as deep, but nothing that is remembered by text is shared with another. */
export function queryVariant(number: number): string {
  return aliased.reduce((query, { field, within }, place) => {
    // The space keeps `name` from being found at the end of `username`.
    const start = query.indexOf(` ${field}\n`, query.indexOf(within)) + 1;
    return `${query.slice(0, start)}v${number}_${place}: ${query.slice(start)}`;
  }, deepQuery);
}

/** So many different queries. */
export function queryVariants(count: number): string[] {
  return Array.from({ length: count }, (_none, index) => queryVariant(100 + index));
}
