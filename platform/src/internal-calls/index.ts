export {
  createHttpCaller,
  createLocalCaller,
  type HttpCallerOptions,
  type InternalCall,
  type InternalCaller,
} from './internal-caller.ts';
export { procedure, runProcedure, type Procedure, type Procedures } from './procedures.ts';
