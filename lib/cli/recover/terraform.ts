import type { Io } from '../io';

/** What a call of Terraform gave. */
export interface TerraformRun {
  readonly code: number;
  readonly output: string;
}

/** Terraform in one folder. */
export class Terraform {
  public constructor(
    private readonly io: Io,
    public readonly folder: string,
  ) {}

  public run(...args: readonly string[]): TerraformRun {
    return this.io.exec('terraform', args, this.folder);
  }

  /** @throws Error with Terraform's own words where the call fails */
  public need(...args: readonly string[]): string {
    const { code, output } = this.run(...args);
    if (code !== 0) throw new Error(`terraform ${args[0]} failed in ${this.folder}:\n${output.trim()}`);
    return output;
  }
}

/** Attributes by address of everything that a state knows. */
export type StateValues = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

/** The state of a stack; empty where nothing was applied yet. */
export function readState(terraform: Terraform): StateValues {
  const shown = terraform.need('show', '-json', '-no-color');
  const start = shown.indexOf('{');
  const { values } = JSON.parse(start < 0 ? '{}' : shown.slice(start)) as {
    values?: { root_module?: { resources?: { address: string; mode: string; values: Record<string, unknown> }[] } };
  };
  const resources = values?.root_module?.resources ?? [];
  return new Map(resources.filter((each) => each.mode === 'managed').map((each) => [each.address, each.values]));
}
