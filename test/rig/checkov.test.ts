import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { exceptions } from './checkov-exceptions';
import { rigEnvironment } from './rig';
import { factories } from './stacks';

interface Failed {
  readonly check_id: string;
  readonly check_name: string;
  readonly resource: string;
  readonly check_class: string;
}
interface Report {
  readonly summary: { readonly passed: number; readonly failed: number; readonly parsing_errors: number };
  readonly results: { readonly failed_checks: readonly Failed[] };
}

/** Substrates of all factories in one folder. Checkov's JSON parser stumbles over `terraform.required_version`, a text. */
function collect(): string {
  const all = mkdtempSync(join(tmpdir(), 'ai-factory-checkov-'));
  factories.forEach(([, synthesize], index) => {
    const stacks = join(synthesize(), 'stacks');
    for (const stack of readdirSync(stacks).filter((each) => each.endsWith('-substrate'))) {
      const { terraform: _, ...json } = JSON.parse(readFileSync(join(stacks, stack, 'cdk.tf.json'), 'utf8'));
      mkdirSync(join(all, `${index}-${stack}`));
      writeFileSync(join(all, `${index}-${stack}`, 'cdk.tf.json'), JSON.stringify(json, null, 1));
    }
  });
  return all;
}

/** Address of a resource: checkov leaves the type out of some. */
const fits = (resource: string, exception: string): boolean =>
  resource.startsWith(exception) || resource.startsWith(exception.replace(/^[a-z0-9_]+\./, 'resource.'));

describe('checkov', () => {
  let report: Report;
  beforeAll(() => {
    const args = ['--framework', 'terraform_json', '--skip-download', '--compact', '--output', 'json'];
    const ran = spawnSync('checkov', ['--directory', collect(), ...args], {
      env: rigEnvironment(),
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    expect(ran.error, 'checkov is not on the path; the rig installs it').toBeUndefined();
    report = JSON.parse(ran.stdout) as Report;
  });

  it('reads every substrate', () => {
    expect(report.summary.parsing_errors).toBe(0);
    expect(report.summary.passed).toBeGreaterThan(1000);
  });

  it('finds nothing that has no written reason', () => {
    const open = report.results.failed_checks
      .filter(
        ({ check_id, resource }) =>
          !exceptions.some((each) => each.check === check_id && fits(resource, each.resource)),
      )
      .map(({ check_id, check_name, resource }) => `${check_id} ${resource}: ${check_name}`);
    expect([...new Set(open)]).toEqual([]);
  });

  it('finds everything that a reason is written for', () => {
    const stale = exceptions.filter(
      (each) =>
        !report.results.failed_checks.some(
          ({ check_id, resource }) => each.check === check_id && fits(resource, each.resource),
        ),
    );
    expect(stale).toEqual([]);
  });
});
