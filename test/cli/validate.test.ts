import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { harbourFile, twinText } from '../twins';
import { command } from './memory-io';

const example = harbourFile;
const small = twinText('04-one-pool');

/** Codes and places of what `validate --json` finds. */
async function findings(text: string): Promise<{ code: number; found: string[] }> {
  const { code, out } = await command(['validate', 'factory.yaml', '--json'], { 'factory.yaml': text });
  const said = JSON.parse(out) as { findings: { code: string; severity: string; path: string; message: string }[] };
  for (const each of said.findings)
    expect(Object.keys(each)).toEqual(expect.arrayContaining(['code', 'severity', 'path', 'message']));
  return {
    code,
    found: said.findings
      .filter((each) => each.severity === 'error')
      .map((each) => `${each.code} ${each.path}: ${each.message}`),
  };
}

const changed = (from: string, to: string, text = example): string => {
  if (!text.includes(from)) throw new Error(`the example lacks ${from}`);
  return text.replace(from, to);
};

describe('validate', () => {
  it('is silent and gives 0 for a sound factory', async () => {
    const { code, err } = await command(['validate', 'factory.yaml'], { 'factory.yaml': small });
    expect({ code, errors: err.split('\n').filter((line) => line.startsWith('error')) }).toEqual({
      code: 0,
      errors: [],
    });
  });

  it('gives 2 for what cannot be read', async () => {
    const gone = await command(['validate', 'factory.yaml']);
    const broken = await command(['validate', 'factory.yaml'], { 'factory.yaml': 'name: [unclosed' });
    const binary = await command(['validate', 'factory.yaml'], { 'factory.yaml': 'a\u0000b' });
    const list = await command(['validate', 'factory.yaml'], { 'factory.yaml': '- 1\n' });
    expect([gone, broken, binary, list].map((each) => each.code)).toEqual([2, 2, 2, 2]);
    expect([gone, broken, binary, list].map((each) => each.err.trim())).toMatchInlineSnapshot(`
      [
        "error  unreadable  (root): factory.yaml cannot be read: there is no such file; give the path of a factory file, the folder of a cdktf app, or - for standard input",
        "error  unreadable  (root) (line 1): factory.yaml cannot be read: Flow sequence in block collection must be sufficiently indented and end with a ]",
        "error  unreadable  (root): factory.yaml cannot be read: the file is not UTF-8 text",
        "error  unreadable  (root): factory.yaml cannot be read: the file holds a list, and a factory is a map of keys",
      ]
    `);
  });

  it('tells every problem at once, each with its line', async () => {
    const text = changed('machine: p5.48xlarge', 'machine: p5.48xlrage')
      .replace('model: llama-3.3-70b', 'model: llama-3.3-70')
      .replace('region: eu-north-1', 'region: eu-nrth-1');
    const { code, err } = await command(['validate', 'factory.yaml'], { 'factory.yaml': text });
    expect(code).toBe(1);
    expect(err.split('\n').filter((line) => line.startsWith('error'))).toMatchInlineSnapshot(`
      [
        "error  unknown-machine  sites.stockholm.pools.h100.machine (line 17): no row for "p5.48xlrage" in machines; nearest: p5.48xlarge, p5.4xlarge, p5e.48xlarge; correct the name or add a row under \`catalog.machines\`",
        "error  unknown-region  sites.stockholm.region (line 9): no row for "eu-nrth-1" in regions; nearest: eu-north-1, eu-south-1, eu-south-2; correct the name or add a row under \`catalog.regions\`",
        "error  unknown-model  workloads.chat.model (line 56): no row for "llama-3.3-70" in models; nearest: llama-3.3-70b, llama-3.1-70b, llama-2-70b; correct the name or add a row under \`catalog.models\`",
      ]
    `);
  });

  it('tells what names lead nowhere in the same run in which the schema refuses other parts', async () => {
    const text = changed('pue: 1.3', 'pue: low')
      .replace('costCentre:', 'costCenter:')
      .replace('machine: p5.48xlarge', 'machine: p6.48xlarge')
      .replace('addressRange: 10.96.0.0/16', 'addressRange: 10.32.128.0/17')
      .replace('model: llama-3.3-70b', 'model: llama-3.3-70');
    const { code, found } = await findings(text);
    expect({ code, codes: found.map((line) => line.split(':')[0]) }).toEqual({
      code: 1,
      codes: [
        'wrong-type sites.hall.power.pue',
        'unknown-key costCenter',
        'address-ranges-overlap sites.stockholm.addressRange',
        'unknown-machine sites.stockholm.pools.h100.machine',
        'unknown-model workloads.chat.model',
      ],
    });
  });

  it('says what was written and that it needs quotes, where YAML reads a text as a number', async () => {
    const { found } = await findings(changed('accountId: "111122223333"', 'accountId: 011122223333'));
    expect(found).toEqual([
      'wrong-type sites.stockholm.accountId: found 011122223333, which is read as a number; put it in quotes: "011122223333"',
    ]);
  });

  it.each([
    ['a key that is stated twice', `${small}name: again\n`],
    ['a tab for spaces', small.replace('  lab:', '\tlab:')],
    ['two documents', `${small}---\n${small}`],
    ['an alias of nothing', changed('name: starter', 'name: *nothing', small)],
    ['a key that is a list', `${small}? [a]\n: 1\n`],
    [
      'aliases that open into millions',
      `a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1]
b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]
c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]
d: [*c, *c, *c, *c, *c, *c, *c, *c, *c]
`,
    ],
    ['no text', 'name: caf\ufffd\n'],
    ['nothing', ''],
  ])('gives 2 for %s', async (_, text) => {
    const { code, err } = await command(['validate', 'factory.yaml'], { 'factory.yaml': text });
    expect(code).toBe(2);
    expect(err).toMatchSnapshot();
  });

  it.each([
    ['a byte order mark', `\ufeff${small}`],
    ['line ends of Windows', small.replaceAll('\n', '\r\n')],
    ['merge keys', changed('    context: lab', '    <<: { context: lab }', small)],
    ['JSON', JSON.stringify(parse(small))],
  ])('reads %s', async (_, text) => {
    expect((await command(['validate', 'factory.yaml'], { 'factory.yaml': text })).code).toBe(0);
  });

  it.each([
    ['a Terraform expression', changed('owner: platform@example.com', 'owner: "${path.module}"')],
    ['a region that only resembles one', changed('region: eu-north-1', 'region: eu-north1')],
    ['a token in place of the name of its secret', changed('hub-token', 'hf_AbCdEf')],
    ['an accelerator that is not known', changed('machine: dgx-h200', 'accelerator: h2000')],
    ['address ranges that overlap', changed('addressRange: 10.96.0.0/16', 'addressRange: 10.32.128.0/17')],
    ['a p6 that is no family', changed('machine: p5.48xlarge', 'machine: p6.48xlarge')],
    [
      'a fabric over several zones',
      changed(
        '{ machine: p5.48xlarge, maxCount: 8 }',
        '{ machine: p5.48xlarge, maxCount: 8, fabric: efa, zones: [eu-north-1a, eu-north-1b] }',
      ),
    ],
    [
      'a capacity block with a foreign zone',
      changed(
        '{ machine: p5.48xlarge, maxCount: 8 }',
        '{ machine: p5.48xlarge, count: 4, zones: [us-east-1a], capacity: { type: capacity-block, id: cr-1, startsAt: "2026-12-01T11:30:00Z", endsAt: "2026-12-15T11:30:00Z" } }',
      ),
    ],
    ['a pool too small for its model', changed('model: qwen3-8b', 'model: deepseek-r1', small)],
    ['a key that is not known', changed('costCentre: ai-platform', 'costCenter: ai-platform')],
    ['a value of the wrong kind', changed('pue: 1.3', 'pue: low')],
  ])('finds %s', async (_, text) => {
    const { code, found } = await findings(text);
    expect(code).toBe(1);
    expect(found.length).toBeGreaterThan(0);
    expect(found).toMatchSnapshot();
  });
});

describe('synth', () => {
  it('writes nothing where there are errors, and leaves what is there', async () => {
    const out = mkdtempSync(join(tmpdir(), 'ai-factory-test-'));
    mkdirSync(join(out, 'stacks'));
    writeFileSync(join(out, 'stacks/kept'), 'as it was');
    const { code } = await command(['synth', 'factory.yaml', '--out', out], {
      'factory.yaml': changed('pue: 1.3', 'pue: low'),
    });
    const fresh = join(out, 'new');
    const { code: second } = await command(['synth', 'factory.yaml', '--out', fresh], { 'factory.yaml': 'name: 1' });
    expect({ code, second, left: readdirSync(join(out, 'stacks')), made: existsSync(fresh) }).toEqual({
      code: 1,
      second: 1,
      left: ['kept'],
      made: false,
    });
    expect(readFileSync(join(out, 'stacks/kept'), 'utf8')).toBe('as it was');
  });
});

describe('synth of what policies forbid', () => {
  it('gives the findings, exit code 1, and no folder', async () => {
    const out = join(mkdtempSync(join(tmpdir(), 'ai-factory-test-')), 'out');
    const text = changed(
      '    objectives: { ttftMs: 1000',
      '    engine: { environment: { HF_TOKEN: hf_0123456789 } }\n    objectives: { ttftMs: 1000',
      small,
    );
    const { code, out: said } = await command(['synth', 'factory.yaml', '--out', out, '--json'], {
      'factory.yaml': text,
    });
    const { findings: found } = JSON.parse(said) as { findings: { code: string; severity: string }[] };
    expect({ code, codes: [...new Set(found.map((each) => each.code))], made: existsSync(out) }).toEqual({
      code: 1,
      codes: ['no-plain-secrets'],
      made: false,
    });
  });
});

describe('plan', () => {
  it('prints tables, the whole plan as JSON, and the arithmetic of one number', async () => {
    const files = { 'factory.yaml': small };
    expect((await command(['plan', 'factory.yaml'], files)).out).toContain('$/M out');
    const plan = JSON.parse((await command(['plan', 'factory.yaml', '--json'], files)).out);
    expect(plan).toMatchObject({ version: 1, name: 'starter' });
    const path = `sites.lab.power.itPeakW`;
    const explained = await command(['plan', 'factory.yaml', '--explain', path], files);
    expect(explained.code).toBe(0);
    expect(explained.out).toContain('W');
    const port = await command(['plan', 'factory.yaml', '--explain', 'sites.0.runtime.gateway.port'], files);
    expect(port.out).toContain('(default of the schema, sites.lab.entry.port)');
    const nodes = await command(['plan', 'factory.yaml', '--explain', 'sites[0].pools[0].vcpu', '--json'], files);
    expect(JSON.parse(nodes.out)).toMatchObject({ unit: 'processors', formula: 'row' });
    expect((await command(['plan', 'factory.yaml', '--explain', 'nothing.here'], files)).code).toBe(1);
  });
});

describe('the command', () => {
  it('gives 2 for a call that it does not know', async () => {
    expect((await command(['paln', 'factory.yaml'])).code).toBe(2);
    expect((await command(['validate'])).code).toBe(2);
    expect((await command(['--help'])).code).toBe(0);
  });
  it('shows the help of the command that was called wrongly, on standard error', async () => {
    const { code, out, err } = await command(['plan', 'factory.yaml', '--jsn']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain("unknown option '--jsn'");
    expect(err).toContain('Usage: ai-factory plan');
  });
  it.each(['report', 'diff', 'controls'])('does not know %s', async (name) => {
    const { code, err } = await command([name, 'factory.yaml', '--json']);
    expect(code).toBe(2);
    expect(err).toContain(`error: unknown command '${name}'`);
  });
  it('reads a factory from standard input', async () => {
    const { code, out } = await command(['validate', '-'], {}, small);
    expect({ code, out }).toEqual({ code: 0, out: 'standard input: sound and feasible\n' });
  });
  it('prints a schema that editors can use', async () => {
    const text = (await command(['schema'])).out;
    const schema = JSON.parse(text);
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: 'urn:cdktf-ai-factory:factory-file',
      title: 'AI factory',
      required: ['name', 'owner', 'sites'],
      additionalProperties: false,
    });
    expect(Object.keys(schema.properties)).toEqual(expect.arrayContaining(['sites', 'workloads', 'migrations']));
    expect(text).not.toContain('"$ref"');
  });
});
