import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { objectAt, objectsOf, type TerraformJson, type TerraformObject } from '../../lib/policies/terraform-json';
import { root } from '../../test/source';

/** Arguments that Terraform itself reads: bindings take them in another form. */
const META = ['depends_on', 'provider', 'lifecycle'];

/** Attributes whose keys are values of the user: bindings take them as they are. */
const MAPS = ['manifest', 'tags', 'labels', 'annotations', 'data', 'match_labels', 'selector'];

/**
 * Writes a cdktf program with the resources of synthesized stacks, as they would be written by hand: typed bindings and
 * references between resources, but no constructs of its own. Returns the path of the program, which takes its output folder.
 *
 * @param stacks folder with one folder per stack
 */
export function writeFlatProgram(stacks: string, folder: string): string {
  mkdirSync(folder, { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const ids = readdirSync(stacks).sort();
  for (const id of ids) writeFileSync(join(folder, `${id}.js`), stackCode(id, readStackJson(stacks, id)));
  const calls = ids.map((id) => `require('./${id}.js')(app);`).join('\n');
  const main = join(folder, 'main.js');
  writeFileSync(
    main,
    `const { App } = require('cdktf');\nconst app = new App({ outdir: process.argv[2] });\n${calls}\napp.synth();\n`,
  );
  return main;
}

/** Returns the number of resources and data sources in a folder of stacks, and those of them that another folder lacks. */
export function compareObjects(
  stacks: string,
  others: string,
): { readonly count: number; readonly differing: string[] } {
  const textsIn = (folder: string): Set<string> =>
    new Set(
      readdirSync(folder).flatMap((id) =>
        objectsOf(id, readStackJson(folder, id)).map(
          ({ mode, type, id: name, values }) => `${id} ${mode} ${type}.${name} ${JSON.stringify(values)}`,
        ),
      ),
    );
  const [own, other] = [textsIn(stacks), textsIn(others)];
  return { count: own.size, differing: [...own].filter((each) => !other.has(each)) };
}

const readStackJson = (stacks: string, id: string): TerraformJson =>
  JSON.parse(readFileSync(join(stacks, id, 'cdk.tf.json'), 'utf8'));

function stackCode(id: string, json: TerraformJson): string {
  const objects = inOrder(objectsOf(id, json));
  const names = new Map(objects.map((each, index) => [addressOf(each), `r${index}`]));
  const modules = new Map<string, string>();
  const classIn = (module: string, name: string): string => {
    modules.set(module, name);
    return name;
  };
  const lines: string[] = [];
  for (const [provider, configs] of Object.entries(json.provider ?? {})) {
    const Provider = classIn(`@cdktf/provider-${provider}/lib/provider`, `${provider}Provider`);
    [configs].flat().forEach((config, index) => {
      const name = `${provider}${index}`;
      lines.push(`const ${name} = new ${Provider}(stack, '${name}', {});`);
      for (const [key, value] of Object.entries(objectAt(config, ''))) lines.push(overrideCode(name, key, value));
    });
  }
  objects.forEach((object, index) => {
    const Resource = classIn(moduleOf(object), `${object.mode}_${object.type}`);
    const values = Object.entries(object.values).filter(([key]) => !META.includes(key));
    const config = values.map(([key, value]) => `${camel(key)}: ${valueCode(value, names, !MAPS.includes(key))}`);
    lines.push(`const r${index} = new ${Resource}(stack, 'r${index}', { ${config.join(', ')} });`);
    lines.push(`r${index}.overrideLogicalId('${object.id}');`);
    for (const key of META) {
      if (key in object.values) lines.push(overrideCode(`r${index}`, key, object.values[key]));
    }
  });
  for (const [name, output] of Object.entries(json.output ?? {})) {
    lines.push(`new TerraformOutput(stack, 'output-${name}', ${JSON.stringify(output)}).overrideLogicalId('${name}');`);
  }
  return `const { TerraformOutput, TerraformStack } = require('cdktf');
const classOf = (module) => Object.values(require(module)).find((each) => each.tfResourceType !== undefined);
${[...modules].map(([module, name]) => `const ${name} = classOf('${module}');`).join('\n')}
module.exports = (app) => {
  const stack = new TerraformStack(app, '${id}');
  stack.addOverride('terraform', ${JSON.stringify(json.terraform)});
  ${lines.join('\n  ')}
};
`;
}

function moduleOf({ mode, type }: TerraformObject): string {
  const [, provider = '', name = ''] = /^([a-z]+)_(.*)$/.exec(type) ?? [];
  const folder = `${mode === 'data' ? `data-${provider}-` : ''}${name.replaceAll('_', '-')}`;
  return `@cdktf/provider-${provider}/lib/${folder}`;
}

const addressOf = ({ mode, type, id }: TerraformObject): string => `${mode === 'data' ? 'data.' : ''}${type}.${id}`;

const overrideCode = (variable: string, key: string, value: unknown): string =>
  `${variable}.addOverride('${key}', ${JSON.stringify(value)});`;

const camel = (key: string): string => key.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

const REFERENCE = /\$\{((?:data\.)?[a-z0-9_]+\.[\w-]+)\.([a-z_0-9]+)\}/g;

/** Code of a value in camel case; texts that refer to a resource of the stack ask it for the attribute. */
function valueCode(value: unknown, names: ReadonlyMap<string, string>, isCamel: boolean): string {
  if (typeof value === 'string') return textCode(value, names);
  if (Array.isArray(value)) return `[${value.map((each) => valueCode(each, names, isCamel)).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, each]) => {
    const name = isCamel ? camel(key) : key;
    return `${JSON.stringify(name)}: ${valueCode(each, names, isCamel && !MAPS.includes(key))}`;
  });
  return `{ ${entries.join(', ')} }`;
}

function textCode(value: string, names: ReadonlyMap<string, string>): string {
  const parts: string[] = [];
  let end = 0;
  for (const found of value.matchAll(REFERENCE)) {
    const [whole, address = '', attribute = ''] = found;
    const name = names.get(address);
    if (name === undefined) continue;
    if (found.index > end) parts.push(JSON.stringify(value.slice(end, found.index)));
    parts.push(`${name}.getStringAttribute('${attribute}')`);
    end = found.index + whole.length;
  }
  if (end < value.length || parts.length === 0) parts.push(JSON.stringify(value.slice(end)));
  return parts.join(' + ');
}

/** Objects after those that they refer to. */
function inOrder(objects: readonly TerraformObject[]): readonly TerraformObject[] {
  const byAddress = new Map(objects.map((each) => [addressOf(each), each]));
  const done = new Set<TerraformObject>();
  const add = (object: TerraformObject): void => {
    if (done.has(object)) return;
    for (const [, address = ''] of JSON.stringify(object.values).matchAll(REFERENCE)) {
      const other = byAddress.get(address);
      if (other !== undefined && other !== object) add(other);
    }
    done.add(object);
  };
  objects.forEach(add);
  return [...done];
}
