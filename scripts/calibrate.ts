import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { calibrated } from '../lib/planner/performance';
import { crossValidate } from './calibrate/cross-validate';
import { fitConstants } from './calibrate/fit';
import { readMeasurements } from './calibrate/measurements';
import { formatErrors, scoreRows } from './calibrate/score';
import { constantsSource } from './calibrate/source';

/**
 * Fits the constants of the serving model on published measurements and reports its errors on rows that it had not seen.
 *
 *   npx tsx scripts/calibrate.ts [FILE] [--report] [--write]
 *
 * FILE holds rows as `ai-factory estimate --jsonl` takes them, with the measured columns. `--report` only scores the
 * present constants; `--write` writes the fitted ones with their cross-validated errors.
 */
const options = process.argv.slice(2).filter((each) => each.startsWith('--'));
const [file = join(__dirname, '../../shared/data/throughput.json')] = process.argv
  .slice(2)
  .filter((each) => !each.startsWith('--'));
if (!existsSync(file)) {
  console.error(`no measurements at ${file}; name a file of rows: npx tsx scripts/calibrate.ts FILE`);
  process.exit(2);
}
const rows = readMeasurements(file);
console.log(`${rows.length} measurements\n\npresent constants\n${formatErrors(scoreRows(rows, calibrated))}`);
if (!options.includes('--report')) {
  const { constants, loss } = fitConstants(rows, calibrated);
  console.log(
    `\nfitted (loss ${loss.toFixed(4)})\n${JSON.stringify(constants, null, 2)}\n${formatErrors(scoreRows(rows, constants))}`,
  );
  const validated = crossValidate(rows);
  console.log(
    `\nleft out: whole models\n${formatErrors(validated.byModel)}\n\nleft out: whole accelerators\n${formatErrors(validated.byAccelerator)}\n\nleft out: whole kinds of sources\n${formatErrors(validated.bySource)}`,
  );
  if (options.includes('--write')) {
    const target = join(__dirname, '../lib/planner/performance/constants.ts');
    writeFileSync(target, constantsSource(constants, validated));
    console.log(`\nwritten to ${target}`);
  }
}
