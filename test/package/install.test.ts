import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { copyExample, emptyFolder, pack, packagesOf, run } from './project';

/**
 * The package as a stranger gets it: packed, installed in an empty folder by the lines of the README, and used there. It
 * downloads what the caches of npm and pnpm lack; the seconds of each step are printed.
 */
const AWS = '@cdktf/provider-aws';
const needed = packagesOf(/^npm install cdktf-ai-factory .*$/m).filter((each) => each !== 'cdktf-ai-factory');
const tools = [...packagesOf(/^npm install --save-dev .*$/m), 'vitest@^4', '@types/node@^20'];
const withoutAws = needed.filter((each) => !each.startsWith(AWS));
const quoted = (packages: readonly string[]): string => packages.map((each) => `"${each}"`).join(' ');

/** A snapshot test of a user's own factory. */
const SNAPSHOT_TEST = `
import { Testing } from 'cdktf';
import { formatStack } from 'cdktf-ai-factory/testing';
import { expect, it } from 'vitest';
import { build } from './main';

it('synthesizes what was reviewed', () => {
  const { stacks } = build(Testing.app());
  expect(formatStack).toBeTypeOf('function');
  expect(stacks.map((stack) => Testing.synth(stack))).toMatchSnapshot();
});
`;

/** Writes the project of a user: one example, with a snapshot test. */
function startProject(folder: string): void {
  copyExample(folder, '04-one-pool');
  writeFileSync(join(folder, 'main.test.ts'), SNAPSHOT_TEST);
}

const STACKS = ['starter-lab-platform', 'starter-lab-workloads', 'starter-traffic'];
const stacksIn = (folder: string): string[] => readdirSync(join(folder, 'cdktf.out/stacks')).sort();
const versionOf = (folder: string, name: string): string =>
  JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8')).version;

/** A project in which a snapshot test passes twice, the types hold, and `cdktf synth` writes every stack. */
function expectItToWork(folder: string, exec: string): void {
  const first = run(folder, `${exec} vitest run --update`);
  expect(first.code, first.output).toBe(0);
  const second = run(folder, `${exec} vitest run`);
  expect(second.code, second.output).toBe(0);
  const types = run(
    folder,
    `${exec} tsc --noEmit --strict --skipLibCheck --types node --module nodenext --target es2022 main.ts`,
  );
  expect(types.code, types.output).toBe(0);
  const synth = run(folder, `${exec} cdktf synth`);
  expect(synth.code, synth.output).toBe(0);
  expect(stacksIn(folder)).toEqual(STACKS);
}

let tarball: string;
beforeAll(() => {
  tarball = pack();
});

describe('the package with npm', () => {
  const folder = emptyFolder();

  it('installs by the lines of the README, with the newest `constructs` and without a conflict', () => {
    writeFileSync(join(folder, 'package.json'), '{ "name": "stranger", "private": true, "type": "commonjs" }\n');
    const { code, output } = run(folder, `npm install --prefer-offline "${tarball}" ${quoted(withoutAws)}`);
    expect(code, output).toBe(0);
    expect(output).not.toMatch(/ERESOLVE|peer dep/i);
    expect(run(folder, `npm install --prefer-offline --save-dev ${quoted(tools)}`).code).toBe(0);
    expect(Number(versionOf(folder, 'constructs').split('.')[1])).toBeGreaterThanOrEqual(8);
  });

  it('loads neither the AWS bindings nor anything of AWS for its root', () => {
    const script = "require('cdktf-ai-factory'); process.stdout.write(Object.keys(require.cache).join('\\n'))";
    const { code, output } = run(folder, `node -e "${script}"`);
    expect(code, output).toBe(0);
    const loaded = output.split('\n');
    expect(loaded.some((file) => file.includes('provider-kubernetes'))).toBe(true);
    expect(loaded.filter((file) => file.includes('provider-aws') || file.includes('dist/clouds/aws'))).toEqual([]);
  });

  it('makes a project that works', () => {
    startProject(folder);
    expectItToWork(folder, 'npx');
  });

  it('reads the project by its command', () => {
    const { code, output } = run(folder, 'npx ai-factory plan .');
    expect(code, output).toBe(0);
    expect(output).toContain('starter: $');
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
    expect(run(folder, 'npx ai-factory plan region.yaml').code).toBe(0);
    const file = run(folder, 'npx ai-factory synth region.yaml');
    expect([file.code, file.output.trim().split('\n')]).toEqual([1, [expect.stringContaining(AWS)]]);
  });

  it('synthesizes every example from the tarball once that package is there', () => {
    const aws = needed.filter((each) => each.startsWith(AWS));
    expect(run(folder, `npm install --prefer-offline ${quoted(aws)}`).code).toBe(0);
    for (const example of ['01-two-regions', '02-region-to-hall', '03-frontier']) {
      copyExample(folder, example);
      const { code, output } = run(folder, 'npx tsx main.ts');
      expect(code, output).toBe(0);
    }
    expect(stacksIn(folder)).toEqual(
      expect.arrayContaining(['tokens-virginia-substrate', 'harbour-hall-workloads', 'frontier-oregon-substrate']),
    );
  });
});

describe('the package with pnpm', () => {
  const folder = emptyFolder();
  const pnpm = 'npx --yes pnpm@10';

  it('installs, with the oldest `constructs` of its range', () => {
    const dependencies = Object.fromEntries(
      [...withoutAws.filter((each) => !each.startsWith('constructs@')), 'constructs@10.6.0'].map(split),
    );
    const devDependencies = Object.fromEntries(tools.map(split));
    const manifest = { name: 'stranger', private: true, type: 'commonjs', devDependencies };
    writeFileSync(
      join(folder, 'package.json'),
      JSON.stringify({ ...manifest, dependencies: { ...dependencies, 'cdktf-ai-factory': `file:${tarball}` } }),
    );
    const { code, output } = run(folder, `${pnpm} install --prefer-offline --config.strict-peer-dependencies=true`);
    expect(code, output).toBe(0);
    expect(versionOf(folder, 'constructs')).toBe('10.6.0');
  });

  it('makes a project that works', () => {
    startProject(folder);
    expectItToWork(folder, `${pnpm} exec`);
  });
});

/** Name and range of `name@range`; a name alone is any version. */
const split = (text: string): [string, string] => {
  const at = text.indexOf('@', 1);
  return at === -1 ? [text, '*'] : [text.slice(0, at), text.slice(at + 1)];
};
