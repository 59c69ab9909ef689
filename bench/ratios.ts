import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../test/source';
import { twinOf } from '../test/twins';
import { compareObjects, writeFlatProgram } from './ratios/flat-program';
import { interleave, measure, median, ratio, type Usage } from './ratios/measure';
import { wideFactory } from './ratios/wide-factory';

/**
 * Compares the built command (`npm run build`) with plain cdktf programs and prints ratios beside their limits.
 *
 * Every program runs in a process of its own, in turn with the one it is compared with. The figures are medians over rounds.
 * CPU time is the steadier figure on a machine with other work. `ROUNDS=3 npx tsx bench/ratios.ts flagship` runs one part.
 */
const ROUNDS = Number(process.env['ROUNDS'] ?? 7);
const SITES = 100;
const COMMAND = join(root, 'dist/cli/main.js');

const folder = mkdtempSync(join(tmpdir(), 'ai-factory-ratios-'));
// Its own, so that what a run of the user has cached changes nothing.
const cache = join(folder, 'cache');
process.env['XDG_CACHE_HOME'] = cache;
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const print = (line: string): void => void process.stdout.write(`${line}\n`);

const script = (name: string, code: string): string => {
  const path = join(folder, `${name}.js`);
  writeFileSync(path, code);
  return path;
};

const command = (...args: string[]): Usage => measure(folder, [COMMAND, ...args, '--json']);
const out = (name: string): string => join(folder, name);
const synth = (file: string, name: string): Usage => command('synth', file, '--out', out(name));

/** Writes the flat program for what `synth` left in a folder, and checks that it makes the same resources. */
function flatProgram(name: string): () => Usage {
  const program = writeFlatProgram(join(out(name), 'stacks'), out(`${name}-flat`));
  const target = join(out(`${name}-flat`), 'out');
  const run = (): Usage => measure(folder, [program, target]);
  run();
  const { count, differing } = compareObjects(join(out(name), 'stacks'), join(target, 'stacks'));
  if (differing.length > 0) throw new Error(`the flat program differs in ${differing.length} objects: ${differing[0]}`);
  print(`${name}: ${count} resources and data sources, the same in the flat program`);
  return run;
}

const usages = ['wallMs', 'cpuMs', 'rssMb'] as const;
const shown = { wallMs: 'wall', cpuMs: 'CPU', rssMb: 'memory' } as const;
const units = { wallMs: 'ms', cpuMs: 'ms', rssMb: 'MB' } as const;

const printUsage = (name: string, runs: readonly Usage[]): void => {
  const figures = usages.map((key) => {
    const value = median(runs.map((each) => each[key]));
    return `${shown[key]} ${value.toFixed(0)} ${units[key]}`;
  });
  print(`  ${name.padEnd(24)}${figures.join(', ')}`);
};

const printRatio = (name: string, value: number, limit: number, unit = ''): void =>
  print(
    `  ${name.padEnd(48)}${value.toFixed(2)}${unit} (to be at most ${limit}${unit})${value <= limit ? '' : '  OVER'}`,
  );

const bareProgram = (): string =>
  script(
    'bare',
    `const { App, TerraformStack } = require(${modulePath('cdktf')});
const app = new App({ outdir: process.argv[2] });
new TerraformStack(app, 'stack');
app.synth();
`,
  );

const modulePath = (name: string): string => JSON.stringify(require.resolve(name));

function flagship(): void {
  print('\nflagship (examples/02-region-to-hall)');
  const file = twinOf('02-region-to-hall');
  synth(file, 'flagship');
  const bare = bareProgram();
  const flat = flatProgram('flagship');
  const runs = interleave(
    {
      bare: () => measure(folder, [bare, out('bare')]),
      flat,
      first: () => {
        rmSync(cache, { recursive: true, force: true });
        return synth(file, 'flagship');
      },
      synth: () => synth(file, 'flagship'),
    },
    ROUNDS,
  );
  printUsage('barest program', runs.bare);
  printUsage('flat program', runs.flat);
  printUsage('synth, first run', runs.first);
  printUsage('synth, later runs', runs.synth);
  for (const key of ['wallMs', 'cpuMs'] as const) {
    printRatio(`synth / barest, ${shown[key]}`, ratio(runs.synth, runs.bare, key), 2.7);
    printRatio(`synth / flat, ${shown[key]}`, ratio(runs.synth, runs.flat, key), 1.7);
    printRatio(`first synth / barest, ${shown[key]}`, ratio(runs.first, runs.bare, key), 3.2);
  }
  printRatio('synth / flat, memory', ratio(runs.synth, runs.flat, 'rssMb'), 1.3);
}

function manySites(): void {
  print(`\n${SITES} AWS sites`);
  const sizes = [SITES / 5, (SITES * 3) / 5, SITES];
  const files = sizes.map((sites) => script(`sites-${sites}`, JSON.stringify(wideFactory(sites))));
  const [small = '', middle = '', large = ''] = files;
  synth(large, 'large');
  const flat = flatProgram('large');
  const runs = interleave(
    {
      flat,
      small: () => synth(small, 'small'),
      middle: () => synth(middle, 'middle'),
      large: () => synth(large, 'large'),
    },
    Math.ceil(ROUNDS / 3),
  );
  const cpu = (of: readonly Usage[]): number => median(of.map((each) => each.cpuMs));
  printUsage('flat program', runs.flat);
  sizes.forEach((sites, index) => {
    printUsage(`synth of ${sites} sites`, [runs.small, runs.middle, runs.large][index] ?? []);
  });
  printRatio('synth / flat, CPU', ratio(runs.large, runs.flat, 'cpuMs'), 2);
  printRatio('memory', median(runs.large.map((each) => each.rssMb)), 600, ' MB');
  printRatio(
    `a site between ${sizes[1]} and ${sizes[2]} / between ${sizes[0]} and ${sizes[1]}, CPU`,
    (cpu(runs.large) - cpu(runs.middle)) / (cpu(runs.middle) - cpu(runs.small)),
    1.1,
  );
  const plans = interleave({ plan: () => command('plan', large) }, ROUNDS).plan;
  printUsage(`plan of ${SITES} sites`, plans);
  printRatio('plan, wall', median(plans.map((each) => each.wallMs)) / 1000, 1.2, ' s');
}

function imports(): void {
  print('\nimport');
  const load = (name: string, ...paths: string[]): (() => Usage) => {
    const program = script(name, paths.map((path) => `require(${path});\n`).join(''));
    return () => measure(folder, [program]);
  };
  const runs = interleave(
    {
      peers: load('peers', modulePath('cdktf'), modulePath('zod')),
      library: load('library', JSON.stringify(join(root, 'dist/index.js'))),
    },
    ROUNDS,
  );
  printUsage('cdktf and zod', runs.peers);
  printUsage('cdktf-ai-factory', runs.library);
  for (const key of ['wallMs', 'cpuMs'] as const) {
    printRatio(`cdktf-ai-factory / cdktf and zod, ${shown[key]}`, ratio(runs.library, runs.peers, key), 1.2);
  }
}

const parts = { flagship, sites: manySites, imports };

const isPart = (name: string): name is keyof typeof parts => name in parts;

const asked = process.argv.slice(2).filter(isPart);
for (const part of asked.length > 0 ? asked : Object.keys(parts).filter(isPart)) parts[part]();
