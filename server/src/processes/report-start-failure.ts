import { CompositionError } from '@polyphony/gateway/composition';
import { EnvironmentError } from '@polyphony/platform/environment';
import { FolderInUseError } from '../data-folder/index.ts';
import { EngineMissingError } from '../engines/index.ts';

/** Errors that the operator can mend: their message says how, a stack would only hide it. */
const operatorErrors = [EnvironmentError, FolderInUseError, EngineMissingError, CompositionError];

/** Runs a process's start; a failure is printed for the operator and ends the process with 1. */
export async function startOrExit(start: () => Promise<void>): Promise<void> {
  try {
    await start();
  } catch (error) {
    const known =
      operatorErrors.some(type => error instanceof type) || (error as { code?: string }).code === 'EADDRINUSE';
    console.error(known ? (error as Error).message : error);
    process.exit(1);
  }
}
