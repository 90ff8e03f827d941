export { fixedGraph, type Graph, type GraphReplacedListener } from './graph.ts';
