import { defaultCatalog } from '../../catalog/catalog';
import type { ExitCode, Io } from '../io';
import { estimateLines } from './estimate';

/** `estimate --jsonl`: one answer a line for rows on standard input. */
export async function estimateCommand(io: Io): Promise<ExitCode> {
  io.out(estimateLines(io.readInput(), defaultCatalog));
  return 0;
}
