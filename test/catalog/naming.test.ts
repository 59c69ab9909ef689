import { describe, expect, it } from 'vitest';
import { defaultCatalog, findAccelerator, findModel } from '../../lib/catalog/catalog';
import { precisionNamed } from '../../lib/catalog/naming';

const accelerator = (name: string): string => {
  const found = findAccelerator(defaultCatalog, name);
  return 'row' in found ? found.row.id : `unknown, near ${found.error.nearest.join(', ')}`;
};
const model = (name: string): string => {
  const found = findModel(defaultCatalog, name);
  return 'row' in found ? found.row.id : `unknown, near ${found.error.nearest.join(', ')}`;
};

describe('names of accelerators', () => {
  it.each([
    ['NVIDIA-H200-SXM-141GB', 'h200-sxm'],
    ['NVIDIA H100 80GB HBM3', 'h100-sxm'],
    ['h100_sxm', 'h100-sxm'],
    ['NVIDIA H100-NVL-94GB', 'h100-nvl'],
    ['NVIDIA B200-SXM-180GB', 'b200'],
    ['NVIDIA B300-SXM-270GB', 'b300'],
    ['gb200_sxm', 'gb200'],
    ['GB300 NVL72', 'gb300'],
    ['NVIDIA GB300-288GB', 'gb300'],
    ['AMD Instinct MI355X 288GB HBM3e', 'mi355x'],
    ['NVIDIA RTX PRO 6000 Blackwell Server Edition', 'rtx-pro-6000-server'],
    ['NVIDIA L40S', 'l40s'],
    ['H20', 'h20'],
    ['H20-3e', 'h20-141'],
    ['A100 40GB', 'a100-40-sxm'],
    ['NVIDIA A100 80GB PCIe', 'a100-80-pcie'],
    ['NVIDIA GH200-GraceHopper-Superchip-144GB', 'gh200-144'],
    ['Trillium', 'tpu-v6e'],
    ['trn2', 'trainium2'],
  ])('reads %s as %s', (name, id) => {
    expect(accelerator(name)).toBe(id);
  });

  it('keeps parts apart that differ in more than the words of a listing', () => {
    expect(accelerator('H200-NVL')).toBe('h200-nvl');
    expect(accelerator('H100 PCIe')).toBe('h100-pcie');
    expect(accelerator('L40')).toBe('l40');
    expect(accelerator('A10')).toBe('a10');
  });

  it('refuses what has no row and names near ones', () => {
    expect(accelerator('B2000')).toMatch(/^unknown, near b200/);
    expect(accelerator('TPU')).toMatch(/^unknown, near tpu-/);
    expect(accelerator('NVIDIA')).toMatch(/^unknown/);
  });

  it('finds every row by its id, its name and each alias', () => {
    for (const row of defaultCatalog.accelerators) {
      for (const name of [row.id, ...row.aliases, row.id.toUpperCase()]) expect(accelerator(name)).toBe(row.id);
    }
  });
});

describe('names of models', () => {
  it.each([
    ['meta-llama/Llama-3.3-70B-Instruct', 'llama-3.3-70b'],
    ['nvidia/Llama-3.3-70B-Instruct-FP4', 'llama-3.3-70b'],
    ['RedHatAI/Meta-Llama-3.1-70B-Instruct-quantized.w4a16', 'llama-3.1-70b'],
    ['amd/Llama-3.1-405B-Instruct-MXFP4-Preview', 'llama-3.1-405b'],
    ['nvidia/DeepSeek-R1-0528-NVFP4-v2', 'deepseek-r1'],
    ['DeepSeek-V3.1-Terminus', 'deepseek-v3'],
    ['Qwen/Qwen3-235B-A22B-Instruct-2507-FP8', 'qwen3-235b-a22b'],
    ['Qwen3-Coder-480B', 'qwen3-coder-480b-a35b'],
    ['openai/gpt-oss-20b', 'gpt-oss-20b'],
    ['zai-org/GLM-4.6', 'glm-4.5'],
    ['moonshotai/Kimi-K2-Thinking', 'kimi-k2'],
    ['MiniMaxAI/MiniMax-M2', 'minimax-m2.5'],
    ['mistralai/Mistral-7B-Instruct-v0.2', 'mistral-7b'],
    ['meta-llama/Llama-4-Scout-17B-16E-Instruct', 'llama-4-scout'],
    ['google/gemma-3-27b-it', 'gemma-3-27b'],
    ['llama2-70b-99.9', 'llama-2-70b'],
    ['llama2-70b-interactive-99', 'llama-2-70b'],
    ['llama3_1-8b', 'llama-3.1-8b'],
    ['mixtral-8x7b', 'mixtral-8x7b'],
  ])('reads %s as %s', (name, id) => {
    expect(model(name)).toBe(id);
  });

  it('does not take one size or version for another', () => {
    expect(model('llama-3.1-7b')).toMatch(/^unknown, near llama-3/);
    expect(model('qwen3-33b')).toMatch(/^unknown, near qwen3/);
    expect(model('deepseek-v2')).toMatch(/^unknown, near deepseek-v3/);
    expect(model('Instruct-FP8')).toMatch(/^unknown/);
  });

  it('finds every row by its id, its repository and each alias', () => {
    for (const row of defaultCatalog.models) {
      for (const name of [row.id, row.repository, ...row.aliases]) expect(model(name)).toBe(row.id);
    }
  });
});

describe('names of formats', () => {
  it.each([
    ['nvfp4', 'fp4'],
    ['MXFP4', 'fp4'],
    ['w4a16', 'int4'],
    ['AWQ', 'int4'],
    ['gptq-int4', 'int4'],
    ['fp8_e4m3', 'fp8'],
    ['FP8 (block)', 'fp8'],
    ['W8A8', 'int8'],
    ['bfloat16', 'bf16'],
    ['float16', 'fp16'],
    ['nvidia/DeepSeek-R1-0528-NVFP4-v2', 'fp4'],
  ])('reads %s as %s', (name, format) => {
    expect(precisionNamed(name)).toBe(format);
  });

  it('reads no format where none is named', () => {
    expect(precisionNamed('meta-llama/Llama-3.3-70B-Instruct')).toBeNull();
    expect(precisionNamed('fp12')).toBeNull();
  });
});
