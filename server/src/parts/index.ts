export { loadPart } from './load-part.ts';
export { subgraphNames, type ServiceReport, type SubgraphName, type SubgraphPart, type Surroundings } from './part.ts';
