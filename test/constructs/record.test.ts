import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'cdktf';
import { afterAll, describe, expect, it } from 'vitest';
import { AiFactory, FactoryError } from '../../lib';
import type { FactoryRecord, FactoryReport } from '../../lib/constructs/record';
import type { Question } from '../../lib/planner/reports/questions';
import { sites } from '../testing/factories';
import { harbour } from './harbour';
import { anApp } from './scratch';

const reports = mkdtempSync(join(tmpdir(), 'ai-factory-reports-'));
afterAll(() => rmSync(reports, { recursive: true, force: true }));

const recordOf = (app: App, name: string): string =>
  readFileSync(join(app.outdir, 'ai-factory', `${name}.json`), 'utf8');

describe('the record of a factory', () => {
  it('is left beside the stacks with spec and plan, the same on every machine', () => {
    const app = anApp();
    const { factory } = harbour({ app });
    app.synth();
    const text = recordOf(app, 'harbour');
    const { version, spec, plan }: FactoryRecord = JSON.parse(text);
    expect([version, spec]).toEqual([1, JSON.parse(JSON.stringify(factory.toSpec()))]);
    const findings = factory.plan.findings.map(({ at: _, ...finding }) => finding);
    expect(findings.length).toBeGreaterThan(0);
    expect(plan).toEqual(JSON.parse(JSON.stringify({ ...factory.plan, findings })));
    expect(text).not.toContain(process.cwd());
    const again = anApp();
    harbour({ app: again });
    again.synth();
    expect(recordOf(again, 'harbour')).toBe(text);
    const keys = (value: unknown): string[][] =>
      typeof value !== 'object' || value === null
        ? []
        : [...(Array.isArray(value) ? [] : [Object.keys(value)]), ...Object.values(value).flatMap(keys)];
    expect(keys(JSON.parse(text)).filter((each) => each.join() !== [...each].sort().join())).toEqual([]);
  });

  it('is left for each factory of an app, and not for one with errors', () => {
    const app = anApp();
    harbour({ app, id: 'dev', traffic: { domain: 'dev.example.com' } });
    harbour({ app, id: 'prod' });
    app.synth();
    expect(readdirSync(join(app.outdir, 'ai-factory')).sort()).toEqual(['dev.json', 'prod.json']);
    const bad = anApp();
    harbour({ app: bad, chat: { model: 'nothing' } });
    expect(() => bad.synth()).toThrow(FactoryError);
    expect(existsSync(join(bad.outdir, 'ai-factory'))).toBe(false);
  });
});

/** An app that a command asks for reports, and what it reports of its factories. */
function asked(question?: Question) {
  const folder = mkdtempSync(join(reports, 'app-'));
  const context = {
    'ai-factory:report': folder,
    ...(question === undefined ? {} : { 'ai-factory:question': question }),
  };
  const read = (): FactoryReport[] =>
    readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')));
  return { app: anApp({ context }), read };
}

describe('the report of a factory', () => {
  it('is written if a command asks for it, with the answer to its question', () => {
    const { app, read } = asked({ kind: 'status' });
    const { factory } = harbour({ app });
    app.synth();
    const [report] = read();
    expect(report).toMatchObject({ version: 1, name: 'harbour', findings: factory.plan.findings });
    expect(report?.plan).toEqual(JSON.parse(JSON.stringify(factory.plan)));
    expect(report?.answer).toMatchObject({ json: { migrations: [{ name: 'chat-to-hall', at: 'planned' }] } });
  });

  it('has the plan and the findings of a factory with errors, before they are thrown', () => {
    const { app, read } = asked({ kind: 'status' });
    const { factory } = harbour({ app, chat: { model: 'nothing' } });
    expect(() => factory.plan).toThrow(FactoryError);
    const [report] = read();
    expect(report?.findings).toContainEqual(
      expect.objectContaining({ code: 'unknown-model', construct: 'harbour/chat' }),
    );
    expect([report?.plan?.name, report?.spec?.name, report?.answer === null]).toEqual(['harbour', 'harbour', false]);
  });

  it('has the findings of other factories of the app too', () => {
    const { app, read } = asked();
    harbour({ app, id: 'dev', chat: { model: 'nothing' } });
    harbour({ app, id: 'prod', chat: { model: 'nobody' } });
    expect(() => app.synth()).toThrow(FactoryError);
    const codes = read().map(
      ({ name, findings }) => `${name} ${findings.find(({ severity }) => severity === 'error')?.code}`,
    );
    expect(codes.sort()).toEqual(['dev unknown-model', 'prod unknown-model']);
  });

  it('has the findings of a file or a value that is refused', () => {
    const { app, read } = asked();
    const spec = { name: 'harbour', owner: 'me', sites: {} };
    expect(() => AiFactory.fromSpec(app, spec, { sites })).toThrow(FactoryError);
    expect(read()).toMatchObject([{ name: 'harbour', spec: null, plan: null, findings: [{ path: 'sites' }] }]);
  });
});
