export { addExplorerRoute } from './explorer.route.ts';
