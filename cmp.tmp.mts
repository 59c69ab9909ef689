import { run } from './lib/cli/run';
import { readFileSync } from 'node:fs';
import { App } from 'cdktf';
import { build } from './examples/03-frontier/main';
const base = process.argv[2] ?? '';
for (const e of ['01-two-regions','02-region-to-hall','04-one-pool']) {
  const io: any = { out: () => {}, err: (t: string) => process.stderr.write(t), readFile: (p: string) => readFileSync(p,'utf8'), cwd: process.cwd(), env: {}, readInput: () => '', writeFile: () => {}, exec: () => {} };
  console.log(e, await run(['synth', `examples/${e}/factory.yaml`, '--out', `${base}/${e}`], io));
}
const app = new App({ outdir: `${base}/03-frontier` }); build(app); app.synth();
