import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Io } from '../../lib/cli/io';
import { localStateFile, repairLocalState, repairText } from '../../lib/cli/recover/local-state';
import { IMPORTS_FILE, recoverStack } from '../../lib/cli/recover/recover-stack';
import { lockIn } from '../../lib/cli/recover/state-lock';
import { run } from '../../lib/cli/run';
import { awsRecovery } from '../../lib/clouds/aws/recovery';
import { root } from '../source';

const recoveries = [awsRecovery];
const roles = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const json = {
  resource: { aws_iam_role: Object.fromEntries(roles.map((id) => [id, { name: `tokens-${id}` }])) },
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ai-factory-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

type Exec = Io['exec'];

const ioIn = (cwd: string, exec: Exec, said: string[] = []): Io => ({
  out: (text) => void said.push(text),
  err: (text) => void said.push(text),
  readFile: (path) => readFileSync(path, 'utf8'),
  writeFile: () => {},
  listFolder: () => null,
  addFiles: () => {},
  shell: () => ({ code: 1, output: '' }),
  readInput: () => '',
  cwd,
  env: {},
  exec,
});

/** A line of `terraform plan -json`, as Terraform 1.11 writes it. */
const line = (type: string, rest: object): string => JSON.stringify({ '@level': 'info', type, ...rest });
const failed = (summary: string, detail = '', address?: string): string =>
  line('diagnostic', {
    diagnostic: { severity: 'error', summary, detail, ...(address === undefined ? {} : { address }) },
  });
const absent = (to: string): string =>
  failed(
    'Cannot import non-existent remote object',
    `While attempting to import an existing object to "${to}", the provider detected that no object exists with the given id.`,
  );
const read = (to: string): string => line('refresh_complete', { hook: { resource: { addr: to } } });

/** Terraform over an empty state: the lookup finds no tags, and a plan has the lines of the function. */
function recover(plan: (ids: readonly string[]) => readonly string[]) {
  const io = ioIn(folder, (_, [verb], cwd) => {
    if (verb === 'show') return { code: 0, output: '{}' };
    if (verb === 'output') return { code: 0, output: '{"aws_":{"value":[[]]}}' };
    if (verb !== 'plan') return { code: 0, output: '' };
    const blocks = JSON.parse(readFileSync(join(cwd, IMPORTS_FILE), 'utf8')).import as { to: string }[];
    const lines = plan(blocks.map(({ to }) => to));
    return { code: lines.some((each) => each.includes('"severity":"error"')) ? 1 : 0, output: lines.join('\n') };
  });
  return recoverStack(io, { folder, stack: 'east-substrate', factory: 'tokens', recoveries, json });
}

describe('import blocks', () => {
  it('are left out one plan after the other, for as many plans as it takes', () => {
    const kept = 'aws_iam_role.h';
    const { imports, toCreate } = recover((blocks) => {
      const [first] = blocks.filter((to) => to !== kept);
      return first === undefined ? [] : [absent(first)];
    });
    expect(imports).toEqual([{ to: kept, id: 'tokens-h' }]);
    expect(toCreate).toHaveLength(7);
    expect(JSON.parse(readFileSync(join(folder, IMPORTS_FILE), 'utf8'))).toEqual({ import: imports });
  });

  it('leave no file where nothing of them exists', () => {
    const { imports, toCreate } = recover((blocks) => blocks.map(absent));
    expect([imports, toCreate.length]).toEqual([[], 8]);
    expect(existsSync(join(folder, IMPORTS_FILE))).toBe(false);
  });

  it('are left out if a provider names nothing, because Terraform reads the others to the end', () => {
    const { imports } = recover((blocks) =>
      blocks.length === 8 ? [...blocks.slice(2).map(read), ...[1, 2].map(() => failed("couldn't find resource"))] : [],
    );
    expect(imports.map(({ to }) => to)).toEqual(roles.slice(2).map((id) => `aws_iam_role.${id}`));
  });

  it('are taken back where a plan fails for another reason, which is told', () => {
    const denied = failed('No valid credential sources found', 'Role "tokens-a" does not allow it.');
    expect(() => recover(() => ['Warning of the CLI', denied])).toThrow(
      /import blocks failed in .*:\nError: No valid credential sources found\nRole "tokens-a" does not allow it\.$/s,
    );
    expect(existsSync(join(folder, IMPORTS_FILE))).toBe(false);
  });
});

/** A state as Terraform writes it. Role `a` is large, so that byte 32,768 is in the middle. */
const stateOf = (known: readonly string[], serial: number, lineage = 'b7a1'): string => {
  const resources = known.map((name) => ({
    mode: 'managed',
    type: 'aws_iam_role',
    name,
    instances: [{ attributes: { name: `tokens-${name}`, description: '[{"]}'.repeat(name === 'a' ? 8000 : 1) } }],
  }));
  const state = {
    version: 4,
    terraform_version: '1.11.4',
    serial,
    lineage,
    outputs: {},
    resources,
    check_results: null,
  };
  return `${JSON.stringify(state, null, 2)}\n`;
};

/** Terraform over the local state of a stack, with every role of the factory in the cloud. */
function terraformOver(file: string, isLookedUp = true): Exec {
  return (_, [verb], cwd) => {
    const code = 0;
    if (verb === 'output') return { code, output: '{"aws_":{"value":[[]]}}' };
    if (verb === 'init' && cwd !== folder && !isLookedUp) return { code: 1, output: 'Error: no provider' };
    if (verb !== 'show') return { code, output: '' };
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    if (text === '') return { code, output: '{"format_version":"1.0"}' };
    try {
      const resources = (JSON.parse(text).resources as { type: string; name: string; mode: string }[]).map((each) => ({
        address: `${each.type}.${each.name}`,
        mode: each.mode,
        values: {},
      }));
      return { code, output: JSON.stringify({ values: { root_module: { resources } } }) };
    } catch {
      return { code: 1, output: 'Error: Unsupported state file format\n\nThe state file could not be parsed as JSON' };
    }
  };
}

describe('a local state that was cut', () => {
  const name = 'east-substrate.tfstate';
  const after = stateOf(['a', 'b', 'c', 'd'], 9);
  const before = stateOf(['a', 'b'], 7);
  const local = { ...json, terraform: { backend: { local: { path: `../../../states/${name}` } } } };
  let states: string;
  let file: string;
  let stack: string;
  beforeEach(() => {
    states = join(folder, 'states');
    file = join(states, name);
    stack = join(folder, 'cdktf.out/stacks/east-substrate');
    mkdirSync(states);
    mkdirSync(stack, { recursive: true });
  });

  const write = (suffix: string, text: string): void => writeFileSync(`${file}${suffix}`, text);
  const read = (suffix: string): string => readFileSync(`${file}${suffix}`, 'utf8');
  const recoverLocal = (isLookedUp = true) =>
    recoverStack(ioIn(folder, terraformOver(file, isLookedUp)), {
      folder: stack,
      stack: 'east-substrate',
      factory: 'tokens',
      recoveries,
      json: local,
    });
  const imported = (recovered: ReturnType<typeof recoverStack>): string[] =>
    recovered.imports.map(({ to }) => to.replace('aws_iam_role.', ''));

  const cuts = [1, 40, 100, Math.floor(after.length / 2), 32_768, after.length - 3, after.length - 2];

  it.each(cuts)('at byte %i is replaced by the backup, and the rest is imported', (bytes) => {
    write('', after.slice(0, bytes));
    write('.backup', before);
    const recovered = recoverLocal();
    expect(recovered.state).toEqual({ file, bytes, from: 'backup', backup: null, serial: 7, kept: [`${file}.cut-1`] });
    expect(imported(recovered)).toEqual(['c', 'd', 'e', 'f', 'g', 'h']);
    expect(read('.cut-1')).toBe(after.slice(0, bytes));
    expect(read('.backup')).toBe(before);
    expect(JSON.parse(read('')).resources).toEqual(JSON.parse(before).resources);
    expect(readdirSync(states).sort()).toEqual([name, `${name}.backup`, `${name}.cut-1`]);
  });

  it.each(cuts)('at byte %i is replaced by an empty one without a backup, and everything is imported', (bytes) => {
    write('', after.slice(0, bytes));
    const recovered = recoverLocal();
    expect(recovered.state).toMatchObject({ from: 'empty', backup: 'missing', kept: [`${file}.cut-1`] });
    expect(imported(recovered)).toEqual(roles);
    expect(readdirSync(states)).toEqual([`${name}.cut-1`]);
  });

  it('is replaced by the backup if nothing of it was written', () => {
    write('', '');
    write('.backup', before);
    const recovered = recoverLocal();
    expect(recovered.state).toMatchObject({ from: 'backup', bytes: 0, kept: [] });
    expect(imported(recovered)).toEqual(['c', 'd', 'e', 'f', 'g', 'h']);
  });

  it('stays as it is if it is empty and has no backup, as Terraform leaves it before its first write', () => {
    write('', '');
    const recovered = recoverLocal();
    expect(recovered.state).toMatchObject({ from: 'empty', backup: 'missing', kept: [] });
    expect(imported(recovered)).toEqual(roles);
    expect(readdirSync(states)).toEqual([name]);
  });

  it.each([
    ['whole', after],
    ['whole but for its last line end', after.slice(0, -1)],
    ['of a version before 4', '{"version":3,"serial":1,"lineage":"b7a1","modules":[]}'],
    ['encrypted by OpenTofu', '{"serial":9,"lineage":"b7a1","encrypted_data":"AAAA","encryption_version":"v0"}'],
  ])('is not replaced if it is %s', (_, text) => {
    write('', text);
    write('.backup', before);
    expect(repairLocalState(file, 1)).toBeNull();
    expect([read(''), read('.backup')]).toEqual([text, before]);
    expect(readdirSync(states)).toHaveLength(2);
  });

  it.each(['{}', '0', 'null', '[]', '{"version":4}', '{"version":4,"serial":9,"lineage":"b7a1"}', '\0'.repeat(9)])(
    'is replaced if it is %j, which is not a state',
    (text) => {
      write('', text);
      write('.backup', before);
      expect(repairLocalState(file, 1)).toMatchObject({ from: 'backup', kept: [`${file}.cut-1`] });
      expect(read('.cut-1')).toBe(text);
    },
  );

  it('gets a serial above both, so that no plan saved before it can be applied', () => {
    const serialFrom = (cut: string): number => {
      write('', cut);
      write('.backup', before);
      repairLocalState(file, 1);
      return JSON.parse(read('')).serial;
    };
    expect(serialFrom(after.slice(0, 32_768))).toBe(10);
    // The digits of a serial at the cut may be incomplete.
    expect(serialFrom(after.slice(0, after.indexOf('"serial"') + 11))).toBe(8);
    expect(serialFrom(stateOf(['a'], 123).slice(0, -2))).toBe(124);
  });

  it('keeps numbers that JavaScript cannot hold', () => {
    write('', after.slice(0, 32_768));
    write('.backup', before.replace('"tokens-b"', '9007199254740993'));
    repairLocalState(file, 1);
    expect(read('')).toBe(before.replace('"tokens-b"', '9007199254740993').replace('"serial": 7', '"serial": 10'));
  });

  it('is kept under a name of its own each time', () => {
    for (const bytes of [100, 200, 300]) {
      write('', after.slice(0, bytes));
      write('.backup', before);
      repairLocalState(file, 1);
    }
    expect([1, 2, 3].map((count) => read(`.cut-${count}`).length)).toEqual([100, 200, 300]);
  });

  it('is replaced by an empty one if the backup is cut too; both are kept', () => {
    write('', after.slice(0, 32_768));
    write('.backup', before.slice(0, 32_768));
    const recovered = recoverLocal();
    expect(recovered.state).toMatchObject({ from: 'empty', backup: 'incomplete' });
    expect(recovered.state?.kept).toEqual([`${file}.cut-1`, `${file}.backup.cut-1`]);
    expect(imported(recovered)).toEqual(roles);
  });

  it('is not replaced by the backup of a state that was removed before', () => {
    write('', after.slice(0, 32_768));
    write('.backup', stateOf(['a', 'b'], 40, 'c000'));
    expect(repairLocalState(file, 1)).toMatchObject({ from: 'empty', backup: 'of another state' });
    expect(JSON.parse(read('.backup')).serial).toBe(40);
  });

  it('is not replaced while Terraform still writes it', () => {
    write('', after.slice(0, 32_768));
    write('.backup', before);
    write('.next', after);
    spawn('sh', ['-c', `sleep 0.2; cat '${file}.next' > '${file}'`], { stdio: 'ignore' });
    expect(repairLocalState(file, 2000)).toBeNull();
    expect(read('')).toBe(after);
  });

  it('is replaced behind a link, with the permissions that it had', () => {
    write('.real', after.slice(0, 32_768));
    chmodSync(`${file}.real`, 0o600);
    write('.backup', before);
    symlinkSync(`${file}.real`, file);
    expect(repairLocalState(file, 1)).toMatchObject({ from: 'backup', kept: [`${file}.cut-1`] });
    expect(lstatSync(file).isSymbolicLink()).toBe(true);
    expect(read('.cut-1')).toBe(after.slice(0, 32_768));
    expect(statSync(`${file}.real`).mode & 0o777).toBe(0o600);
  });

  it('is found where the backend of the stack writes it', () => {
    const of = (terraform: Record<string, unknown>) => localStateFile('/p/cdktf.out/stacks/s', { terraform });
    expect(of({ backend: { local: { path: '../../../states/s.tfstate' } } })).toBe('/p/states/s.tfstate');
    expect(of({ backend: { local: { path: '/states/s.tfstate' } } })).toBe('/states/s.tfstate');
    expect(of({ backend: { local: {} } })).toBe('/p/cdktf.out/stacks/s/terraform.tfstate');
    expect(of({})).toBe('/p/cdktf.out/stacks/s/terraform.tfstate');
    expect(of({ backend: { s3: { bucket: 'b', key: 'k' } } })).toBeNull();
    expect(of({ cloud: {} })).toBeNull();
  });

  it('is described, also if a later step fails', () => {
    write('', after.slice(0, 32_768));
    write('.backup', before);
    expect(() => recoverLocal(false)).toThrow(
      /^the state file states\/east-substrate\.tfstate is incomplete \(32768 bytes\), kept as states\/east-substrate\.tfstate\.cut-1; the backup from before the last apply \(states\/east-substrate\.tfstate\.backup, serial 7\) is used instead; then terraform init failed in .*no provider$/s,
    );
    const state = { file, bytes: 12, from: 'empty', backup: 'missing', serial: null, kept: [`${file}.cut-2`] } as const;
    expect(repairText(state, folder)).toBe(
      'the state file states/east-substrate.tfstate is incomplete (12 bytes), kept as states/east-substrate.tfstate.cut-2; recover starts from an empty state, because the backup is missing',
    );
  });

  it('is reported by the command, as text and as JSON', async () => {
    const example = join(root, 'examples/04-one-pool/factory.yaml');
    const out = join(folder, 'cdktf.out');
    const nothing = ioIn(folder, () => ({ code: 0, output: '' }));
    expect(await run(['synth', example, '--out', out], nothing)).toBe(0);
    const own = join(folder, 'terraform-state/starter-lab-workloads.tfstate');
    mkdirSync(join(folder, 'terraform-state'));
    const recovery = async (...options: readonly string[]): Promise<string> => {
      writeFileSync(own, after.slice(0, 32_768));
      writeFileSync(`${own}.backup`, before);
      const said: string[] = [];
      const io = ioIn(folder, terraformOver(own), said);
      expect(
        await run(['recover', example, 'starter-lab-workloads', '--out', out, ...options], io),
        said.join(''),
      ).toBe(0);
      return said.join('');
    };
    expect((await recovery()).split('\n').slice(0, 2)).toEqual([
      'the state file terraform-state/starter-lab-workloads.tfstate is incomplete (32768 bytes), kept as terraform-state/starter-lab-workloads.tfstate.cut-1; the backup from before the last apply (terraform-state/starter-lab-workloads.tfstate.backup, serial 7) is used instead',
      'if the killed apply replaced or deleted objects, run "terraform apply -refresh-only" in the stack and run recover again',
    ]);
    expect(JSON.parse(await recovery('--json')).state).toMatchObject({ from: 'backup', kept: [`${own}.cut-2`] });
  });
});

describe('a state that another run has locked', () => {
  const refused = (backend: string, isBoxed = false) => {
    const lines = [
      'Error: Error acquiring the state lock',
      '',
      'Error message: operation error S3: PutObject, https response error StatusCode:',
      '412, api error PreconditionFailed: At least one of the pre-conditions you',
      'specified did not hold',
      'Lock Info:',
      '  ID:        8c6f3a52-2f0e-3fd4-6a55-5a0e6f7c1d10',
      '  Path:      states/tokens/east-substrate.tfstate',
      '  Operation: OperationTypeApply',
      '  Who:       ci@runner-7',
      '  Version:   1.11.4',
      '  Created:   2026-01-31 20:17:00.327981385 +0000 UTC',
      '  Info:      ',
      '',
      'Terraform acquires a state lock to protect the state from being written',
      'by multiple users at the same time.',
    ];
    const output = isBoxed ? ['╷', ...lines.map((line) => `│ ${line}`), '╵'].join('\n') : lines.join('\n');
    const called: string[] = [];
    const io = ioIn(folder, (_, args) => {
      called.push(args.join(' '));
      return { code: 1, output };
    });
    writeFileSync(join(folder, IMPORTS_FILE), '{}');
    const terraform = { backend: { [backend]: {} } };
    const call = () =>
      recoverStack(io, {
        folder,
        stack: 'east-substrate',
        factory: 'tokens',
        recoveries,
        json: { ...json, terraform },
      });
    return { call, called };
  };

  it.each([false, true])('is reported with the command that unlocks it (boxed: %s)', (isBoxed) => {
    const { call, called } = refused('s3', isBoxed);
    expect(call).toThrow(
      `the state of east-substrate is locked (ID 8c6f3a52-2f0e-3fd4-6a55-5a0e6f7c1d10, OperationTypeApply by ci@runner-7 since 2026-01-31 20:17:00.327981385 +0000 UTC); if you are sure that this run has ended, on every machine and in every pipeline, run "terraform force-unlock 8c6f3a52-2f0e-3fd4-6a55-5a0e6f7c1d10" in ${folder}, and run recover again`,
    );
    // Nothing is changed: the only call is one that removes nothing.
    expect(called).toEqual([expect.stringContaining('-dry-run')]);
    expect(existsSync(join(folder, IMPORTS_FILE))).toBe(true);
  });

  it('needs no unlocking if it is local: the lock ends with its process', () => {
    const { call } = refused('local');
    expect(call).toThrow('by a process that still runs; wait until it ends, or stop it, and run recover again');
    expect(call).not.toThrow('force-unlock');
  });

  it('is not seen in other errors', () => {
    expect(lockIn('No state file was found!')).toBeNull();
    expect(lockIn('Error: Error acquiring the state lock\n\nError message: AccessDenied')).toBeNull();
    expect(lockIn('Error: Backend initialization required')).toBeNull();
  });
});
