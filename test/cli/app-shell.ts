import { App } from 'cdktf';
import type { Io } from '../../lib/cli/io';

/** Runs apps in this process, as a shell would run the command of their `cdktf.json`. */
export const appShell =
  (build: (app: App) => void): Io['shell'] =>
  (_command, _cwd, { CDKTF_OUTDIR: outdir, CDKTF_CONTEXT_JSON: context = '{}' }) => {
    const app = new App({ outdir, context: JSON.parse(context) });
    try {
      build(app);
      app.synth();
      return { code: 0, output: '' };
    } catch (error) {
      return { code: 1, output: String(error) };
    }
  };
