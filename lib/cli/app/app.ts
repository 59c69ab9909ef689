import { isAbsolute, resolve } from 'node:path';
import { isRecord } from '../../spec/record';

/** File of a cdktf app. */
export const APP_FILE = 'cdktf.json';

/** A cdktf app, as its `cdktf.json` describes it. */
export interface App {
  /** The app as the user named it. */
  readonly name: string;
  /** Absolute path of the folder in which the app runs. */
  readonly folder: string;
  /** Absolute path of `cdktf.json`. */
  readonly file: string;
  /** Text of `cdktf.json`. */
  readonly text: string;
  /** Command line that synthesizes the app. */
  readonly command: string;
  /** Absolute path of the output folder. */
  readonly output: string;
  readonly context: Readonly<Record<string, unknown>>;
  /** Terraform modules whose source is a folder, as `cdktf.json` lists them. */
  readonly relativeModules: readonly unknown[];
}

/** Reads a `cdktf.json`. */
export function parseApp(
  name: string,
  folder: string,
  text: string,
): { readonly app: App } | { readonly problem: string } {
  const problem = (reason: string) => ({ problem: reason });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return problem(`${APP_FILE} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!isRecord(value)) return problem(`${APP_FILE} is not a JSON object`);
  const { app, output = 'cdktf.out', context = {}, terraformModules = [] } = value;
  if (typeof app !== 'string' || app.trim() === '') {
    return problem(`${APP_FILE} has no \`app\`; set it to the command that synthesizes, such as "npx tsx main.ts"`);
  }
  if (typeof output !== 'string') return problem(`\`output\` of ${APP_FILE} is not a text`);
  if (!isRecord(context)) return problem(`\`context\` of ${APP_FILE} is not an object`);
  return {
    app: {
      name,
      folder,
      file: resolve(folder, APP_FILE),
      text,
      command: app,
      output: isAbsolute(output) ? output : resolve(folder, output),
      context,
      relativeModules: Array.isArray(terraformModules) ? terraformModules.filter(isRelative) : [],
    },
  };
}

function isRelative(module: unknown): boolean {
  const source = isRecord(module) ? module['source'] : module;
  return typeof source === 'string' && /^\.\.?\//.test(source);
}
