export { bootGraph, type BootedGraph, type BootOptions } from './boot-graph.ts';
