import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';

const scratch = (): string => mkdtempSync(join(tmpdir(), 'ai-factory-constructs-'));
const folders: string[] = [];

process.once('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** An app that writes to a folder of its own. */
export function anApp(config: ConstructorParameters<typeof App>[0] = {}): App {
  const folder = scratch();
  folders.push(folder);
  return new App({ outdir: join(folder, 'out'), ...config });
}

/** What an app wrote: the Terraform of each stack by its id. */
export const written = (app: App): Readonly<Record<string, Record<string, unknown>>> =>
  Object.fromEntries(
    readdirSync(join(app.outdir, 'stacks')).map((id) => [
      id,
      JSON.parse(readFileSync(join(app.outdir, 'stacks', id, 'cdk.tf.json'), 'utf8')),
    ]),
  );

/** The manifest that the app wrote. */
export const manifest = (app: App): Record<string, unknown> =>
  JSON.parse(readFileSync(join(app.outdir, 'manifest.json'), 'utf8'));
