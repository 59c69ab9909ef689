import type { Precision } from './rows';

/** How hubs, benchmarks and listings spell parts, models and formats. All lower case; matched as whole words of a name. */

/** Words of an accelerator's name that do not tell parts apart: vendors, product lines, editions. */
const acceleratorFiller: ReadonlySet<string> = new Set([
  ...[
    'nvidia',
    'amd',
    'google',
    'aws',
    'cloud',
    'instinct',
    'geforce',
    'quadro',
    'tensor',
    'core',
    'gpu',
    'accelerator',
  ],
  ...['blackwell', 'server', 'workstation', 'edition', 'bse', 'grace', 'hopper', 'gracehopper', 'superchip', 'ultra'],
  ...['hbm2', 'hbm2e', 'hbm3', 'hbm3e', 'gddr6', 'gddr7', 'oam', 'nvl72', 'nvl4', 'nvl8', 'hgx', 'dgx'],
]);

/** Words of a model's name that do not change its shape: tunings, formats, tools that made it, ways of a benchmark to run it. */
const modelFiller: ReadonlySet<string> = new Set([
  ...['instruct', 'chat', 'it', 'hf', 'thinking', 'reasoning', 'base', 'preview', 'exp', 'terminus', 'kv', 'hub'],
  ...[
    'fp8',
    'fp4',
    'nvfp4',
    'mxfp4',
    'bf16',
    'fp16',
    'int4',
    'int8',
    'awq',
    'gptq',
    'dynamic',
    'block',
    'quantized',
    'quant',
  ],
  ...['w4a16', 'w8a8', 'w8a16', 'w4a8', 'kvfp8', 'eagle3', 'mtp', 'meta', 'nvidia'],
  ...['99', '99.9', 'interactive', 'datacenter', 'edge', 'offline', 'server'],
]);

const words = (name: string): readonly string[] =>
  name
    .toLowerCase()
    .replace(/\.(?=w\d)/g, '-')
    .split(/[\s_/-]+/)
    .filter((word) => word !== '');

/** A part without the words that do not tell it apart. */
export const bareAccelerator = (name: string): string =>
  words(name)
    .filter((word) => !acceleratorFiller.has(word))
    .map((word) => word.replace(/^sxm\d$/, 'sxm'))
    .join('-');

/** A part without its memory and its socket as well: listings add both where a part has only one. */
export const plainAccelerator = (name: string): string =>
  words(bareAccelerator(name).replace(/(\d+)-?gi?b(?=-|$)/g, ''))
    .filter((word) => word !== 'sxm')
    .join('-');

/** A model without its owner, its tuning, its date and the format of its weights. */
export const bareModel = (name: string): string => {
  const own = name.slice(name.lastIndexOf('/') + 1);
  const kept = words(own).filter((word, at, all) => {
    const revision = /^v\d$/.test(word) && at > 0 && modelFiller.has(all[at - 1] as string);
    return !modelFiller.has(word) && !revision && !/^(\d{4}|v0\.\d)$/.test(word);
  });
  return kept.join('-').replace(/^llama-v/, 'llama-');
};

/** What engines and checkpoints call the formats of weights; activations of `w4a16` and the like stay in 16 bit. */
const formatNames: readonly (readonly [Precision, readonly string[]])[] = [
  ['fp4', ['fp4', 'nvfp4', 'mxfp4', 'w4a4', 'w4afp8', 'e2m1']],
  ['int4', ['int4', 'w4a16', 'w4a8', 'awq', 'gptq', 'q4', 'uint4', 'u4']],
  ['fp8', ['fp8', 'e4m3', 'float8', 'e5m2', 'mxfp8', 'fp8block', 'e4m3fn']],
  ['int8', ['int8', 'w8a8', 'w8a16', 'smoothquant', 'sq']],
  ['bf16', ['bf16', 'bfloat16', 'bfp16']],
  ['fp16', ['fp16', 'float16', 'half', 'f16']],
];

/** The format that a text names, in any of the usual spellings; null where it names none. */
export function precisionNamed(text: string): Precision | null {
  const parts = words(text.replace(/[.,:()+]/g, ' '));
  const whole = text.toLowerCase().replace(/[^a-z0-9]/g, '');
  const found = formatNames.find(([, names]) => names.some((name) => name === whole || parts.includes(name)));
  return found === undefined ? null : found[0];
}
