import { nodeIo } from './node-io';
import { run } from './run';

const io = nodeIo();

run(process.argv.slice(2), io).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    io.err(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  },
);
