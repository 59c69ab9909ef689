import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { hovers } from './hover';
import { copyExample, emptyFolder, pack, packagesOf, run } from './project';

/**
 * The package as a stranger gets it: packed, installed in an empty folder, and used there. It downloads what the caches of npm
 * and pnpm lack. The seconds of each step are printed.
 */
const AWS = '@cdktf/provider-aws';
const isAws = (each: string): boolean => each.startsWith(AWS);
const peers = packagesOf(/^npm install cdktf-ai-factory .*$/m).filter((each) => each !== 'cdktf-ai-factory');
const quoted = (packages: readonly string[]): string => packages.map((each) => `"${each}"`).join(' ');

const stacksIn = (folder: string): string[] => readdirSync(join(folder, 'cdktf.out/stacks')).sort();
const versionOf = (folder: string, name: string): string =>
  JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8')).version;

/** Runs a command that has to succeed. */
function succeed(folder: string, command: string): string {
  const { code, output } = run(folder, command);
  expect(code, output).toBe(0);
  return output;
}

let tarball: string;
beforeAll(() => {
  tarball = pack();
});

describe('the package, installed by the line of the README', () => {
  const folder = emptyFolder();

  it('takes the newest `constructs` without a conflict', () => {
    writeFileSync(join(folder, 'package.json'), '{ "name": "stranger", "private": true, "type": "commonjs" }\n');
    const packages = [tarball, ...peers.filter((each) => !isAws(each)), 'tsx'];
    const output = succeed(folder, `npm install --prefer-offline ${quoted(packages)}`);
    expect(output).not.toMatch(/ERESOLVE|peer dep/i);
    expect(Number(versionOf(folder, 'constructs').split('.')[1])).toBeGreaterThanOrEqual(8);
  });

  it('loads nothing of AWS for its root', () => {
    const script = "require('cdktf-ai-factory'); process.stdout.write(Object.keys(require.cache).join('\\n'))";
    const loaded = succeed(folder, `node -e "${script}"`).split('\n');
    expect(loaded.some((file) => file.includes('provider-kubernetes'))).toBe(true);
    expect(loaded.filter((file) => file.includes('provider-aws') || file.includes('dist/clouds/aws'))).toEqual([]);
  });

  it('synthesizes and plans its smallest example', () => {
    copyExample(folder, '04-one-pool');
    succeed(folder, 'npx tsx main.ts');
    expect(stacksIn(folder)).toEqual(['starter-lab-platform', 'starter-lab-workloads', 'starter-traffic']);
    expect(succeed(folder, 'npx ai-factory plan .')).toContain('starter: $');
  });

  it('says in one sentence that AWS sites need another package', () => {
    copyExample(folder, '03-frontier');
    const app = run(folder, 'npx tsx main.ts');
    expect(app.code).toBe(1);
    expect(app.output).toContain(`the package '${AWS}' is not installed, and AWS sites need it; run npm install`);
    expect(app.output).not.toMatch(/^\s+at /m);
    writeFileSync(
      join(folder, 'region.yaml'),
      `name: region
owner: platform@example.com
sites:
  east:
    provider: aws
    region: us-east-1
    accountId: "111122223333"
    cluster: { admins: [arn:aws:iam::111122223333:role/deployer], privateCidrs: [10.200.0.0/24] }
    pools: { serve: { machine: p5.48xlarge, count: 1 } }
`,
    );
    succeed(folder, 'npx ai-factory plan region.yaml');
    const file = run(folder, 'npx ai-factory synth region.yaml');
    expect([file.code, file.output.trim().split('\n')]).toEqual([1, [expect.stringContaining(AWS)]]);
  });

  it('shows documentation and default of props and of nested props in an editor', () => {
    succeed(folder, `npm install --prefer-offline ${quoted(peers.filter(isAws))}`);
    const shown = {
      strict: 'Whether warnings of the plan stop the synthesis as errors do. @default false',
      region: 'AWS region, such as `eu-central-1`.',
      logRetentionDays: 'Retention of logs in days. @default 365',
      publicCidrs: 'IPv4 ranges that can access the public API endpoint. @default - the endpoint is private',
      itKw: 'Maximum IT load of the site in kW, after redundancy. @default - limited by `feeds` only',
      redundancy: 'Redundancy of the feed. @default - the `redundancy` of the site',
      usdPerMonth: 'Budget in USD per month.',
      machine:
        'Machine of the nodes: an EC2 instance type or a server model. @default - the cheapest machine with `accelerator`',
      durationHours: 'Duration of the block in hours.',
      share: 'Guaranteed share of the accelerators of its pools, from 0 to 1. @default - an equal part of the rest',
      precision: 'Precision of the weights. @default - the native precision of the model',
      requestsPerSecond: 'Mean requests per second. @default - `outputTokensPerSecond` divided by `outputTokens`',
      peakFactor: 'Peak demand divided by mean demand. @default 1.5',
      survives: "Largest failure domain that may fail while peak demand is still served. @default 'pod'",
    };
    expect(hovers(folder, Object.keys(shown))).toEqual(shown);
  });

  it('synthesizes every other example once that package is there', () => {
    for (const example of ['01-two-regions', '02-region-to-hall', '03-frontier']) {
      copyExample(folder, example);
      succeed(folder, 'npx tsx main.ts');
    }
    expect(stacksIn(folder)).toEqual(
      expect.arrayContaining(['tokens-virginia-substrate', 'harbour-hall-workloads', 'frontier-oregon-substrate']),
    );
  });
});

/** From nothing to a project whose snapshot test passes and whose stacks are written. */
describe('a project of `ai-factory init`', () => {
  const start = (folder: string): void => {
    succeed(folder, `npx --yes --package "${tarball}" ai-factory init . --package "file:${tarball}"`);
  };
  const works = (folder: string, exec: string, test: string, begin: number): void => {
    succeed(folder, test);
    const seconds = ((performance.now() - begin) / 1000).toFixed(1);
    process.stdout.write(`  ${seconds.padStart(6)} s  from nothing to a passing snapshot test\n`);
    succeed(folder, `${exec} tsc`);
    succeed(folder, `${exec} cdktf synth`);
    expect(stacksIn(folder)).toEqual(['starter-lab-platform', 'starter-lab-workloads']);
  };

  it('works with npm', () => {
    const folder = emptyFolder();
    const begin = performance.now();
    start(folder);
    succeed(folder, 'npm install --prefer-offline');
    works(folder, 'npx', 'npm test', begin);
  });

  it('works with pnpm, and with the oldest `constructs`', () => {
    const folder = emptyFolder();
    const pnpm = 'npx --yes pnpm@10';
    const begin = performance.now();
    start(folder);
    succeed(folder, 'npm pkg set dependencies.constructs=10.6.0');
    succeed(folder, `${pnpm} install --prefer-offline --config.strict-peer-dependencies=true`);
    expect(versionOf(folder, 'constructs')).toBe('10.6.0');
    works(folder, `${pnpm} exec`, `${pnpm} test`, begin);
  });
});
